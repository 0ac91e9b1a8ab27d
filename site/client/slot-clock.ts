/** How long a slot still lives, by the server's clock and the browser's monotonic one. */

export class SlotClock {
  readonly #expiresAt: number;
  /** Server's time less monotonic time. */
  readonly #offset: number;

  /**
   * Times are milliseconds since 1970, `askedAt` is monotonic: when the question was sent. The answer
   * came later, so what is shown is never more than what is left.
   */
  constructor(expiresAt: number, serverNow: number, askedAt: number) {
    this.#expiresAt = expiresAt;
    this.#offset = serverNow - askedAt;
  }

  /** Milliseconds, never negative. */
  leftAt(monotonic: number): number {
    return Math.max(0, this.#expiresAt - (monotonic + this.#offset));
  }
}
