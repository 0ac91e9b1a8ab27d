/** Shows the start in the visitor's own zone with the sale's own time beside it, and the end. */
import { fill } from "../text.ts";
import { isoIn, ownZone, timeInZone, weekdayInZone, zoneOf } from "../zone.ts";

export class StartTime {
  readonly #time: HTMLTimeElement | null;
  readonly #zone: HTMLElement | null;
  readonly #locale: string;
  #shown: number | undefined;

  constructor(root: HTMLElement, locale: string) {
    this.#time = root.querySelector<HTMLTimeElement>("[data-starts-at]");
    this.#zone = root.querySelector<HTMLElement>("[data-zone]");
    this.#locale = locale;
  }

  /** `told`: the start by the Worker, since the page may be older than its last change. */
  show(told: number | undefined): void {
    if (!this.#time || !this.#zone) return;
    const startsAt = told ?? Date.parse(this.#time.dateTime);
    if (startsAt === this.#shown) return;
    this.#shown = startsAt;
    inTwoTasks(
      () => loadLanguage(this.#locale),
      () => this.#write(startsAt),
    );
  }

  #write(startsAt: number): void {
    if (!this.#time || !this.#zone) return;
    const sales = zoneOf(this.#time.dateTime);
    const own = ownZone(startsAt);
    this.#zone.textContent = this.#words(startsAt, sales, own);
    const iso = isoIn(startsAt, sales);
    // The page was built with this time and zone, so it is there already.
    if (sales === own && this.#time.dateTime === iso) return;
    this.#time.dateTime = iso;
    this.#time.textContent = timeInZone(startsAt, this.#locale, own);
  }

  /** Two zones count as the same if their clocks agree at that time, whatever their names. */
  #words(startsAt: number, sales: string, own: string): string {
    const { same = "", apart = "" } = this.#zone?.dataset ?? {};
    if (sales === own) return same;
    return fill(apart, { start: weekdayInZone(startsAt, this.#locale, sales) });
  }
}

/**
 * The end is further down the page, in the sale's zone; it may have been moved like the start. `over`:
 * it is when the sale ended, which may be earlier than planned.
 */
export function showEnd(endsAt: number | undefined, over: boolean, locale: string): void {
  const label = document.querySelector<HTMLElement>("[data-ends-label]");
  const ended = label?.dataset.ended;
  // A sale that goes on after all (a restock, an end that was moved) has an end to come again.
  if (label && ended !== undefined && over !== label.hasAttribute("data-over")) {
    label.toggleAttribute("data-over", over);
    label.dataset.ended = label.textContent ?? "";
    label.textContent = ended;
  }
  const time = document.querySelector<HTMLTimeElement>("[data-ends-at]");
  if (!time || endsAt === undefined || Date.parse(time.dateTime) === endsAt) return;
  const zone = zoneOf(time.dateTime);
  time.dateTime = isoIn(endsAt, zone);
  time.textContent = timeInZone(endsAt, locale, zone);
}

/**
 * The first date that a page formats costs a slow phone 40 ms, mostly for loading the browser's locale
 * data. Any query about a locale loads half of it, so splitting the work keeps both tasks short.
 */
function loadLanguage(locale: string): void {
  const known: Intl.Locale & { getCalendars?: () => string[] } = new Intl.Locale(locale);
  known.getCalendars?.();
}

function inTwoTasks(first: () => void, second: () => void): void {
  setTimeout(() => {
    first();
    setTimeout(second);
  });
}
