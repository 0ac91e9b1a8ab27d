/**
 * How long a *full* may be believed, so that any number of isolates asks this gate a few hundred
 * times a second and no more: each asks once per ttl, so their number is what the gate hears
 * in a second times the ttl that it gave.
 */
const ASKED_AT_MOST = 300;
/** Also when hardly anybody asks: as long as a shopper is asked to wait at the least. Ms. */
export const SHORTEST_FULL = 300;
const LONGEST = 30_000;
const WINDOW = 1_000;

export class AdaptiveTtl {
  #window = 0;
  #asked = 0;
  /** In force while the current window's questions were made. */
  #base = SHORTEST_FULL;
  /** The least ttl, and until when: for a crowd that was seen coming. */
  #expected = { ttl: 0, until: 0 };

  /** So many isolates are known to come; until `until` (ms since 1970) a ttl is never shorter than fits them. */
  expect(isolates: number, until: number): void {
    this.#expected = { ttl: (isolates * WINDOW) / ASKED_AT_MOST, until };
  }

  /** Notes a question, or so many (a forecast has parts of one). `now`: ms since 1970. */
  note(now: number, questions = 1): void {
    const window = Math.floor(now / WINDOW);
    if (window !== this.#window) {
      // A window in which nobody asked says that nobody is left.
      this.#base = window === this.#window + 1 ? this.#fitting() : SHORTEST_FULL;
      this.#asked = 0;
      this.#window = window;
    }
    this.#asked += questions;
  }

  /** For the next *full*, in ms. A rush is answered within the very second in which it comes. */
  ttl(now: number): number {
    const { ttl, until } = this.#expected;
    return Math.max(this.#fitting(), now < until ? Math.min(LONGEST, Math.round(ttl)) : 0);
  }

  /**
   * At the beginning of a rush each question is an isolate's first, so their number in a second is
   * the number of isolates however short the ttl was. Hence a window at the least.
   */
  #fitting(): number {
    const fitting = (Math.max(this.#base, WINDOW) * this.#asked) / ASKED_AT_MOST;
    return Math.round(Math.min(LONGEST, Math.max(SHORTEST_FULL, fitting)));
  }
}
