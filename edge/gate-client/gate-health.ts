/** How a gate that fails, or does not answer, is asked: a few times a second, and less and less. */

/** No answer for this long, and a gate is asked with care. Ms. */
const ANSWERS_WITHIN = 250;
/** The first time that a gate fails, it counts as full for this long. Ms, half left to chance. */
const SHORTEST = 300;
const LONGEST_FIRST = 1_000;
/** However often it fails: it may have come back. Ms. */
const LONGEST = 10_000;
const SECOND = 1_000;

export class GateHealth {
  #failures = 0;
  /** Until when it counts as full, ms since 1970. */
  #until = 0;
  /** When calls began, since the last answer. */
  #unanswered: number[] = [];

  /** The last call that ended had failed. */
  get isFailing(): boolean {
    return this.#failures > 0;
  }

  /** Whether another call may go out, where `most` a second may go to a gate that does not answer. */
  mayCall(now: number, most: number): boolean {
    const [first] = this.#unanswered;
    const isSilent = first !== undefined && now - first >= ANSWERS_WITHIN;
    if (!isSilent && !this.isFailing) return true;
    return this.#unanswered.filter((at) => now - at < SECOND).length < most;
  }

  began(now: number): void {
    // The first one says for how long there was no answer; of the others the last second counts.
    if (this.#unanswered.length > 64) {
      const [first = now, ...rest] = this.#unanswered;
      this.#unanswered = [first, ...rest.filter((at) => now - at < SECOND)];
    }
    this.#unanswered.push(now);
  }

  answered(): void {
    this.#failures = 0;
    this.#until = 0;
    if (this.#unanswered.length > 0) this.#unanswered = [];
  }

  /**
   * Until when the gate counts as full. Calls that fail together are one failure. `random`: 0 to 1,
   * so that not all isolates come back at the same moment.
   */
  failed(now: number, random: number): number {
    if (now < this.#until) return this.#until;
    const first = SHORTEST + random * (LONGEST_FIRST - SHORTEST);
    this.#until = now + Math.min(LONGEST, first * 2 ** Math.min(this.#failures, 10));
    this.#failures += 1;
    return this.#until;
  }
}
