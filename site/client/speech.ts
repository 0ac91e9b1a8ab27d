/**
 * What screen readers announce of a countdown: whole minutes and the last seconds, not every
 * second.
 */
import { fill, spokenDuration } from "../text.ts";

const MINUTE = 60;
const HOUR = 60 * MINUTE;
/** From here on, every second is announced. */
const LAST = 10;

/** The next time to announce after `rest`. Both in seconds. */
type Ladder = (rest: number) => number;
const below = (rest: number, step: number) => Math.ceil(rest / step - 1) * step;

export const toStart: Ladder = (rest) => {
  if (rest > HOUR) return below(rest, HOUR);
  if (rest > MINUTE) return below(rest, MINUTE);
  return rest > LAST ? LAST : rest - 1;
};
/** Fewer announcements while somebody types: minutes, half a minute, ten seconds. */
export const toLapse: Ladder = (rest) => {
  if (rest > MINUTE) return below(rest, MINUTE);
  return [30, LAST].find((step) => rest > step) ?? 0;
};

export class Speech {
  readonly #ladder: Ladder;
  /** Has a gap `{time}`. */
  readonly #text: string;
  readonly #locale: string;
  #rest = 0;
  #due = 0;

  constructor(ladder: Ladder, text: string, locale: string) {
    this.#ladder = ladder;
    this.#text = text;
    this.#locale = locale;
  }

  /**
   * What to announce with `left` milliseconds to go; undefined for nothing new. Catches up on
   * missed ticks.
   */
  words(left: number): string | undefined {
    const rest = Math.max(0, Math.ceil(left / 1000));
    // More time is left than before: this is the first call, or the start was moved.
    const anew = rest > this.#rest;
    this.#rest = rest;
    if (!anew && rest > this.#due) return undefined;
    this.#due = this.#ladder(rest);
    return rest === 0 ? "" : this.#say(rest, anew);
  }

  #say(rest: number, anew: boolean): string {
    if (rest < LAST && !anew) return new Intl.NumberFormat(this.#locale).format(rest);
    return fill(this.#text, { time: spokenDuration(rest * 1000, this.#locale) });
  }
}
