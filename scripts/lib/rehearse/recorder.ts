/** Notes what the crowd sees, as one record that can be sent to another process. */
import type { Visitor } from "../../../crowd/crowd.ts";
import type { Bot, BotEnding } from "../../../crowd/farm.ts";
import type { Ending } from "../../../crowd/visit.ts";
import type { Code } from "../../../edge/contract.ts";

/** What is asked of the Worker, by what asks it. */
export const KINDS = ["start", "door", "claim", "form", "order", "receipt", "bot"] as const;
export type RequestKind = (typeof KINDS)[number];

/** Whose share of the units is told apart. */
export type Group = "people" | "jumpers" | "farm";

/** Anybody who comes to a rehearsed sale. */
export type Anybody = Visitor | Bot;

function groupOf({ kind }: Anybody): Group {
  if (kind === "farm") return "farm";
  return kind === "jumper" ? "jumpers" : "people";
}

/** `inside`: those who came through the door, or who got an identity where there is none. */
export interface Share {
  came: number;
  inside: number;
  orders: number;
}

export interface SeenOrder {
  visitor: number;
  email: string;
  url: string;
  /** Undefined when the receipt did not come. */
  orderId: string | undefined;
}

/** All intervals are ms since 1970 unless they say otherwise. */
export interface Seen {
  /** Requests to the Worker. */
  requests: Record<RequestKind, number>;
  /** At the CDN, and how many of them were really fetched and looked at. */
  pageLoads: number;
  pagesFetched: number;
  /** `stayed`: sent home at the end of the rehearsal. */
  endings: Partial<Record<Ending | BotEnding | "stayed", number>>;
  /** Of claims and orders, bots' too. */
  refusals: Partial<Record<Code, number>>;
  /** Claims that were answered with a slot or an order: those that reach an object by right. */
  granted: number;
  orders: SeenOrder[];
  groups: Record<Group, Share>;
  /** From when to when a slot was open for sure: after it was answered, before its order was sent. */
  slots: [from: number, to: number][];
  /** First and last answers of that kind. */
  firstGrantAt: number | undefined;
  soldOutAt: number | undefined;
  lastOrderAt: number | undefined;
  /** Shoppers who were still told "full" at the very end. */
  lastFullAt: number | undefined;
  /** By promise: how often it was put to the test, and what broke it, the first few times. */
  tried: Record<number, number>;
  broken: Record<number, { times: number; first: string[] }>;
  intervals: Interval[];
  latencies: Record<RequestKind, Latency>;
  /** Answers that never came, and answers that nothing should get. */
  troubles: { times: number; first: string[] };
}

/** In ms. Undefined without any. */
export interface Latency {
  p50: number | undefined;
  p95: number | undefined;
  p99: number | undefined;
  most: number | undefined;
}

/** What was answered in `INTERVAL` ms; `at` is when it began, in s after the start. */
export interface Interval extends Latency {
  at: number;
  requests: number;
  refused: number;
  orders: number;
}

/** How far a crowd has got. */
export interface Progress {
  requests: number;
  orders: number;
  refused: number;
  /** Visitors who are still to come or still there. */
  left: number;
}

/** The length of an interval, in ms. */
export const INTERVAL = 500;

interface OpenInterval {
  refused: number;
  orders: number;
  times: number[];
}

/** Of each kind of evidence, so many examples are kept. */
const EXAMPLES = 5;

export class Recorder {
  readonly #startsAt: number;
  readonly #intervals = new Map<number, OpenInterval>();
  readonly #times = byKind<number[]>(() => []);
  #left: number;
  #refused = 0;
  readonly #seen: Omit<Seen, "intervals" | "latencies"> = {
    requests: byKind(() => 0),
    pageLoads: 0,
    pagesFetched: 0,
    granted: 0,
    endings: {},
    refusals: {},
    orders: [],
    groups: { people: nobody(), jumpers: nobody(), farm: nobody() },
    slots: [],
    tried: {},
    broken: {},
    firstGrantAt: undefined,
    soldOutAt: undefined,
    lastOrderAt: undefined,
    lastFullAt: undefined,
    troubles: { times: 0, first: [] },
  };

  /** `startsAt`: ms since 1970. */
  constructor(startsAt: number, visitors: Anybody[]) {
    this.#startsAt = startsAt;
    this.#left = visitors.length;
    for (const visitor of visitors) this.#seen.groups[groupOf(visitor)].came += 1;
  }

  get progress(): Progress {
    const requests = KINDS.reduce((sum, kind) => sum + this.#seen.requests[kind], 0);
    const orders = this.#seen.orders.length;
    return { requests, orders, refused: this.#refused, left: this.#left };
  }

  /** Who has not ended by now has stayed. */
  seen(): Seen {
    if (this.#left > 0) this.#seen.endings.stayed = this.#left;
    const latencies = byKind((kind) => latencyOf(this.#times[kind]));
    return { ...this.#seen, intervals: this.#allIntervals(), latencies };
  }

  pageLoaded(): number {
    this.#seen.pageLoads += 1;
    return this.#seen.pageLoads;
  }

  pageFetched(): void {
    this.#seen.pagesFetched += 1;
  }

  /** An answer, after so many ms. */
  answered(kind: RequestKind, ms: number): void {
    this.#seen.requests[kind] += 1;
    this.#times[kind].push(ms);
    this.#interval().times.push(ms);
  }

  refused(code: Code): void {
    this.#seen.refusals[code] = (this.#seen.refusals[code] ?? 0) + 1;
    this.#refused += 1;
    this.#interval().refused += 1;
    if (code === "sold_out") this.toldSoldOut();
    if (code === "full") this.#seen.lastFullAt = Date.now();
  }

  toldSoldOut(): void {
    this.#seen.soldOutAt ??= Date.now();
    this.tried(4);
  }

  granted(): void {
    this.#seen.granted += 1;
    this.#seen.firstGrantAt ??= Date.now();
  }

  /** It is open in this time; whoever learns better corrects what is returned. */
  slot(from: number, to: number): [from: number, to: number] {
    const slot: [number, number] = [from, to];
    this.#seen.slots.push(slot);
    return slot;
  }

  cameIn(visitor: Anybody): void {
    this.#seen.groups[groupOf(visitor)].inside += 1;
  }

  ordered(visitor: Anybody, order: Omit<SeenOrder, "visitor">): void {
    this.#seen.orders.push({ visitor: visitor.id, ...order });
    this.#seen.groups[groupOf(visitor)].orders += 1;
    this.#seen.lastOrderAt = Date.now();
    this.#interval().orders += 1;
  }

  ended(ending: Ending | BotEnding): void {
    this.#seen.endings[ending] = (this.#seen.endings[ending] ?? 0) + 1;
    this.#left -= 1;
  }

  /** A promise was put to the test. */
  tried(promise: number): void {
    this.#seen.tried[promise] = (this.#seen.tried[promise] ?? 0) + 1;
  }

  broke(promise: number, how: string): void {
    this.#seen.broken[promise] ??= { times: 0, first: [] };
    note(this.#seen.broken[promise], how);
  }

  trouble(what: string): void {
    note(this.#seen.troubles, what);
  }

  #interval(): OpenInterval {
    const key = Math.floor((Date.now() - this.#startsAt) / INTERVAL);
    let interval = this.#intervals.get(key);
    if (!interval) {
      interval = { refused: 0, orders: 0, times: [] };
      this.#intervals.set(key, interval);
    }
    return interval;
  }

  #allIntervals(): Interval[] {
    const sorted = [...this.#intervals].sort(([a], [b]) => a - b);
    return sorted.map(([key, { refused, orders, times }]) => ({
      at: (key * INTERVAL) / 1000,
      requests: times.length,
      refused,
      orders,
      ...latencyOf(times),
    }));
  }
}

const nobody = (): Share => ({ came: 0, inside: 0, orders: 0 });

function note(notes: { times: number; first: string[] }, text: string): void {
  notes.times += 1;
  if (notes.first.length < EXAMPLES) notes.first.push(text);
}

function byKind<Value>(make: (kind: RequestKind) => Value): Record<RequestKind, Value> {
  return Object.fromEntries(KINDS.map((kind) => [kind, make(kind)])) as Record<RequestKind, Value>;
}

/** Of times in ms, in any order. */
function latencyOf(times: number[]): Latency {
  const sorted = Float64Array.from(times).sort();
  const at = (share: number) => {
    const value = sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
    return value === undefined ? undefined : Math.round(value * 10) / 10;
  };
  return { p50: at(0.5), p95: at(0.95), p99: at(0.99), most: at(1) };
}
