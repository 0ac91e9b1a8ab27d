/** What those see who wait on the page, and when: as the page's own schedule has it (site/client/schedule.ts). */
import { lasting } from "../status/words.ts";

const MINUTE = 60_000;
/** So close before the start a page asks no more: it asks at the start. */
const QUIET = 2 * MINUTE;
const LONGEST_WAIT = 15 * MINUTE;

/** Milliseconds until every page that waits has asked again; `left` is what is left to the old start. */
export function heardWithin(left: number): number {
  if (left <= 0) return 25_000;
  if (left <= QUIET) return left + 600;
  const poll = 1.5 * Math.max(MINUTE, left / 8);
  return Math.min(LONGEST_WAIT, poll, left - QUIET / 2);
}

export function whatPagesShow(left: number): string[] {
  const others =
    "Who opens or reloads the page sees the new start at once; a page in the background, when it is looked at.";
  if (left <= 0) {
    return [
      "Pages that are open ask again within 25 s: the button closes, and they count down to the new start.",
      "Until then claims and orders are refused (too_early); orders that were placed stay.",
      others,
    ];
  }
  const within = lasting(heardWithin(left));
  if (left <= QUIET) {
    return [
      `Pages that wait ask at the old start, in ${lasting(left)}: their countdown ends, the button stays shut,`,
      "and they count down to the new start.",
      others,
    ];
  }
  return [
    `Pages that wait ask again within ${within}, each at its own time: then they count down to the new start.`,
    others,
  ];
}
