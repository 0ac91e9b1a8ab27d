/** The time left in a slot, by the server's clock and the browser's monotonic one. */

export class SlotClock {
  readonly #expiresAt: number;
  /** Server time minus monotonic time. */
  readonly #offset: number;

  /**
   * Times are milliseconds since 1970; `askedAt` is monotonic, when the request was sent. The server
   * answered later than that, so the page never shows more time than is left.
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
