/** The server's clock, kept by the browser's monotonic one: the visitor's wall clock may be hours off. */

/** One answer of the server. All in milliseconds; `sentAt` and `receivedAt` are monotonic. */
export interface Sample {
  serverNow: number;
  sentAt: number;
  receivedAt: number;
}

export class ServerClock {
  #offset: number | undefined;
  #roundTrip = Number.POSITIVE_INFINITY;

  /** The shorter the round trip, the less an answer can be off: only a better one replaces the last. */
  sample({ serverNow, sentAt, receivedAt }: Sample): void {
    const roundTrip = receivedAt - sentAt;
    if (roundTrip > this.#roundTrip) return;
    this.#roundTrip = roundTrip;
    this.#offset = serverNow - (sentAt + roundTrip / 2);
  }

  /** After a sleep the monotonic clock may have stood still: the next answer counts, however slow. */
  distrust(): void {
    this.#roundTrip = Number.POSITIVE_INFINITY;
  }

  /** The server's time in milliseconds since 1970; undefined before the first answer. */
  at(monotonic: number): number | undefined {
    return this.#offset === undefined ? undefined : monotonic + this.#offset;
  }
}

const JUMP = 1500;

/** Tells when wall clock and monotonic clock have moved apart: the device slept, or its clock was set. */
export class SleepWatch {
  #apart: number | undefined;

  /** True when the two have moved apart by more than a second or so since the last call. */
  jumped(wall: number, monotonic: number): boolean {
    const before = this.#apart;
    this.#apart = wall - monotonic;
    return before !== undefined && Math.abs(this.#apart - before) > JUMP;
  }
}
