/**
 * The server's time, counted by the browser's monotonic clock, because a visitor's wall clock may
 * be hours off.
 */

/** One response of the server. All in milliseconds; `sentAt` and `receivedAt` are monotonic. */
export interface Sample {
  serverNow: number;
  sentAt: number;
  receivedAt: number;
}

export class ServerClock {
  #offset: number | undefined;
  #roundTrip = Number.POSITIVE_INFINITY;

  /**
   * The shorter the round trip, the more exact the sample; only a shorter one replaces the last.
   */
  sample({ serverNow, sentAt, receivedAt }: Sample): void {
    const roundTrip = receivedAt - sentAt;
    if (roundTrip > this.#roundTrip) return;
    this.#roundTrip = roundTrip;
    this.#offset = serverNow - (sentAt + roundTrip / 2);
  }

  /**
   * The monotonic clock may have stopped while the device slept, so the next sample counts, however
   * slow.
   */
  distrust(): void {
    this.#roundTrip = Number.POSITIVE_INFINITY;
  }

  /** The server's time in milliseconds since 1970; undefined before the first answer. */
  at(monotonic: number): number | undefined {
    return this.#offset === undefined ? undefined : monotonic + this.#offset;
  }
}

const JUMP = 1500;

/** Notices when wall clock and monotonic clock diverge: the device slept, or its clock was set. */
export class SleepWatch {
  #apart: number | undefined;

  /** True if the two have diverged by more than 1.5 s since the last call. */
  jumped(wall: number, monotonic: number): boolean {
    const before = this.#apart;
    this.#apart = wall - monotonic;
    return before !== undefined && Math.abs(this.#apart - before) > JUMP;
  }
}
