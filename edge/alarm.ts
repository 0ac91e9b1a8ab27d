/** An object's one alarm. It remembers what it is set for, so that a burst of wishes sets it once. */

/** A busy object's alarm rings later than it is due; one that has not rung after so long got lost. Ms. */
const LOST = 5_000;

export class Alarm {
  readonly #set: (at: number) => void;
  readonly #clock: () => number;
  /** When it rings, ms since 1970; infinity when none is set, as far as this instance knows. */
  #at = Number.POSITIVE_INFINITY;

  /** `set`: the storage's, which replaces the alarm that was set before. */
  constructor(set: (at: number) => void, clock: () => number) {
    this.#set = set;
    this.#clock = clock;
  }

  /**
   * It rings at this time (ms since 1970) or earlier. One that is due and has not rung yet stays: a later
   * one in its place would put off whatever it was for, again and again where there is always more to do.
   */
  wake(at: number): void {
    const now = this.#clock();
    const isLost = this.#at < now - LOST;
    if (at >= this.#at && !isLost) return;
    this.#at = isLost ? now : at;
    this.#set(this.#at);
  }

  /** It has rung, and none is set. */
  rang(): void {
    this.#at = Number.POSITIVE_INFINITY;
  }
}
