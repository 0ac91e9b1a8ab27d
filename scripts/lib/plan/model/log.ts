/** What happened, in all and second by second. */
import { type Call, type Calls, noCalls, type Tally } from "./terms.ts";

/** What visitors ask for. `page` and `ended` come from the CDN, the rest from the Worker. */
const REQUESTS = ["page", "ended", "start", "claim", "form", "order", "receipt", "bot"] as const;
export type Request = (typeof REQUESTS)[number];
export type Requests = Record<Request, number>;

/** What became of claims. `known`: refused by an isolate without asking. */
const CLAIMS = ["granted", "again", "full", "knownFull", "soldOut", "knownSoldOut"] as const;
export type ClaimEnd = (typeof CLAIMS)[number];

/** One second, or a whole sale. */
export interface Moment {
  requests: Requests;
  claims: Record<ClaimEnd, number>;
  calls: Calls;
}

export function noMoment(): Moment {
  return { requests: none(REQUESTS), claims: none(CLAIMS), calls: noCalls() };
}

function none<Name extends string>(names: readonly Name[]): Record<Name, number> {
  return Object.fromEntries(names.map((name) => [name, 0])) as Record<Name, number>;
}

export class Log implements Tally {
  readonly total = noMoment();
  /** By the second after the start, which may be negative. */
  readonly seconds = new Map<number, Moment>();
  rowsWritten = 0;
  /** The most calls that one gate, and the stockroom, had in one second. */
  busiestGate = 0;
  busiestStockroom = 0;
  readonly #perObject = new Map<number, number>();
  readonly #gates: number;

  constructor(gates: number) {
    this.#gates = gates;
  }

  request(kind: Request, now: number, times = 1): void {
    this.total.requests[kind] += times;
    this.#second(now).requests[kind] += times;
  }

  claim(end: ClaimEnd, now: number): void {
    this.total.claims[end] += 1;
    this.#second(now).claims[end] += 1;
  }

  call(kind: Call, now: number, gate?: number): void {
    this.total.calls[kind] += 1;
    this.#second(now).calls[kind] += 1;
    const key = Math.floor(now / 1_000) * (this.#gates + 1) + (gate ?? this.#gates);
    const calls = (this.#perObject.get(key) ?? 0) + 1;
    this.#perObject.set(key, calls);
    if (gate === undefined) this.busiestStockroom = Math.max(this.busiestStockroom, calls);
    else this.busiestGate = Math.max(this.busiestGate, calls);
  }

  rows(written: number): void {
    this.rowsWritten += written;
  }

  #second(now: number): Moment {
    const second = Math.floor(now / 1_000);
    let moment = this.seconds.get(second);
    if (!moment) {
      moment = noMoment();
      this.seconds.set(second, moment);
    }
    return moment;
  }
}
