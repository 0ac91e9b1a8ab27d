/** The start in the visitor's own zone, with the sale's own time beside it. */
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

  /** `told`: the start as the Worker knows it, since the page may be older than its last change. */
  show(told: number | undefined): void {
    if (!this.#time || !this.#zone) return;
    const startsAt = told ?? Date.parse(this.#time.dateTime);
    if (startsAt === this.#shown) return;
    this.#shown = startsAt;
    const sales = zoneOf(this.#time.dateTime);
    const own = ownZone(startsAt);
    this.#time.dateTime = isoIn(startsAt, sales);
    this.#time.textContent = timeInZone(startsAt, this.#locale, own);
    this.#zone.textContent = this.#words(startsAt, sales, own);
  }

  /** Zones are the same when their clocks agree at that time, whatever their names. */
  #words(startsAt: number, sales: string, own: string): string {
    const { same = "", apart = "" } = this.#zone?.dataset ?? {};
    if (sales === own) return same;
    return fill(apart, { start: weekdayInZone(startsAt, this.#locale, sales) });
  }
}
