/** What the model's objects know of a sale, and what they count. Times are ms after the start. */

export interface Terms {
  gates: number;
  slots: number;
  stock: number;
  reserve: boolean;
  /** Ms. */
  hold: number;
  /** When it ends. */
  endsAt: number;
}

/** Calls to objects, each of which the platform bills as a request to one. */
const CALLS = [
  "claim",
  "look",
  "order",
  "release",
  "news",
  "report",
  "recall",
  "hear",
  "alarm",
] as const;
export type Call = (typeof CALLS)[number];

/** Gates answer all calls but one: reports are for the stockroom. */
export type Calls = Record<Call, number>;

export function noCalls(): Calls {
  return Object.fromEntries(CALLS.map((call) => [call, 0])) as Calls;
}

/** Where objects note what they do. */
export interface Tally {
  /** `gate` is undefined for the stockroom. */
  call(kind: Call, now: number, gate?: number): void;
  /** Rows that SQLite writes, alarms included, as the platform bills them. */
  rows(written: number): void;
}
