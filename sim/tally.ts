/** What a sale asks for and of whom, in all and second by second. */

/** What visitors ask for. `page` and `ended` come from the CDN, the rest from the Worker. */
const REQUESTS = ["page", "ended", "start", "claim", "form", "order", "receipt", "bot"] as const;
export type Request = (typeof REQUESTS)[number];
export type Requests = Record<Request, number>;

/** What became of claims. `known`: refused by an isolate without asking. */
const CLAIMS = ["granted", "again", "full", "knownFull", "soldOut", "knownSoldOut"] as const;
export type ClaimEnd = (typeof CLAIMS)[number];

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
  "take",
  "free",
] as const;
export type Call = (typeof CALLS)[number];
/** Reports are for the stockroom, contacts (`take`, `free`) for registers, all else for gates. */
export type Calls = Record<Call, number>;

/** One second, or a whole sale. */
export interface Moment {
  requests: Requests;
  claims: Record<ClaimEnd, number>;
  calls: Calls;
}

export function noMoment(): Moment {
  return { requests: none(REQUESTS), claims: none(CLAIMS), calls: none(CALLS) };
}

function none<Name extends string>(names: readonly Name[]): Record<Name, number> {
  return Object.fromEntries(names.map((name) => [name, 0])) as Record<Name, number>;
}

/** How much one second, or all of them, asked of objects. */
export interface Load {
  gate: number;
  stockroom: number;
}

export class Tally {
  readonly total = noMoment();
  /** By the second after the start, which may be negative. */
  readonly seconds = new Map<number, Moment>();
  readonly #startsAt: number;
  readonly #gates: number;
  /** Claims by second and gate. */
  readonly #claims = new Map<string, number>();
  /** Calls by second and object; the stockroom comes after the gates, and then the registers. */
  readonly #objects = new Map<number, number[]>();

  /** `startsAt`: ms since 1970, as is each `now` below. */
  constructor(startsAt: number, gates: number) {
    this.#startsAt = startsAt;
    this.#gates = gates;
  }

  request(kind: Request, now: number, times = 1): void {
    this.total.requests[kind] += times;
    this.#moment(now).requests[kind] += times;
  }

  claim(end: ClaimEnd, now: number): void {
    this.total.claims[end] += 1;
    this.#moment(now).claims[end] += 1;
  }

  /** `object`: a gate's index; the stockroom's if not given, and those of registers come after it. */
  call(kind: Call, now: number, object = this.#gates): void {
    this.total.calls[kind] += 1;
    this.#moment(now).calls[kind] += 1;
    if (kind === "claim") {
      const at = `${this.#second(now)}/${object}`;
      this.#claims.set(at, (this.#claims.get(at) ?? 0) + 1);
    }
    const objects = this.#objects.get(this.#second(now)) ?? [];
    if (objects.length === 0) this.#objects.set(this.#second(now), objects);
    objects[object] = (objects[object] ?? 0) + 1;
  }

  /** The most calls that one gate, and the stockroom, had in one of these seconds after the start. */
  busiest(from = Number.NEGATIVE_INFINITY, to = Number.POSITIVE_INFINITY): Load {
    const most = { gate: 0, stockroom: 0 };
    for (const objects of this.#between(from, to)) {
      for (let gate = 0; gate < this.#gates; gate++) {
        most.gate = Math.max(most.gate, objects[gate] ?? 0);
      }
      most.stockroom = Math.max(most.stockroom, objects[this.#gates] ?? 0);
    }
    return most;
  }

  /** The most claims that one gate had in one second. */
  mostClaims(): number {
    return Math.max(0, ...this.#claims.values());
  }

  /** Calls a second, of one gate on the average and of the stockroom. `to` is the first second after. */
  mean(from: number, to: number): Load {
    const sum = { gate: 0, stockroom: 0 };
    for (const objects of this.#between(from, to)) {
      for (let gate = 0; gate < this.#gates; gate++) sum.gate += objects[gate] ?? 0;
      sum.stockroom += objects[this.#gates] ?? 0;
    }
    return {
      gate: sum.gate / this.#gates / (to - from),
      stockroom: sum.stockroom / (to - from),
    };
  }

  #between(from: number, to: number): number[][] {
    return [...this.#objects]
      .filter(([second]) => second >= from && second < to)
      .map(([, objects]) => objects);
  }

  #second(now: number): number {
    return Math.floor((now - this.#startsAt) / 1_000);
  }

  #moment(now: number): Moment {
    const second = this.#second(now);
    let moment = this.seconds.get(second);
    if (!moment) {
      moment = noMoment();
      this.seconds.set(second, moment);
    }
    return moment;
  }
}
