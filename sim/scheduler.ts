/** Virtual time and chance: everything that a runtime decides, from one seed. */
import { Random } from "../crowd/random.ts";

interface Event {
  at: number;
  order: number;
  /** Undefined once it was cancelled. */
  run: (() => void) | undefined;
}

/**
 * - `done` what was waited for has happened
 * - `idle` nothing is left to do
 * - `time` the next event lies behind `until`
 * - `events` more events than allowed, and still not done
 */
export type Rest = "done" | "idle" | "time" | "events";

export interface Bounds {
  /** Ms since 1970. */
  until?: number | undefined;
  /** Events, counted from the first one of this scheduler. */
  most?: number;
  done?: () => boolean;
}

/** After so many events the process gets a turn for what else it has to do. */
const YIELD_EVERY = 20_000;

export class Scheduler {
  /** Ms since 1970, the truth that no object knows exactly. */
  now: number;
  readonly random: Random;
  /** Events that have taken place. */
  events = 0;
  readonly #queue: Event[] = [];
  #order = 0;

  constructor(seed: number, now: number) {
    this.random = new Random(seed);
    this.now = now;
  }

  happens(probability: number): boolean {
    return this.random.next() < probability;
  }

  /** Calls back after so many ms; the returned function cancels it. */
  after(ms: number, run: () => void): () => void {
    const event: Event = { at: this.now + Math.max(0, ms), order: this.#order++, run };
    this.#push(event);
    return () => {
      event.run = undefined;
    };
  }

  wait(ms: number): Promise<void> {
    return new Promise((resolve) => void this.after(ms, resolve));
  }

  /** Runs one event after another; resolves to why it stopped. Rejects with what an event throws. */
  run({ until = Number.POSITIVE_INFINITY, most, done }: Bounds = {}): Promise<Rest> {
    return new Promise((resolve, reject) => {
      const turn = () => {
        try {
          const rest = this.#turn(until, most ?? Number.POSITIVE_INFINITY, done);
          if (rest) resolve(rest);
          else if (this.events % YIELD_EVERY === 0) setImmediate(settle);
          // Node runs a tick when no microtask is left: all that follows from this event has happened.
          else process.nextTick(settle);
        } catch (error) {
          reject(error);
        }
      };
      const settle = () => queueMicrotask(turn);
      setImmediate(settle);
    });
  }

  /** One event, or why there is none. */
  #turn(until: number, most: number, done?: () => boolean): Rest | undefined {
    if (done?.()) return "done";
    while (this.#queue[0] && !this.#queue[0].run) this.#pop();
    const next = this.#queue[0];
    if (!next) return "idle";
    if (next.at > until) return "time";
    if (this.events >= most) return "events";
    this.#pop();
    this.events += 1;
    this.now = Math.max(this.now, next.at);
    next.run?.();
    return undefined;
  }

  #push(event: Event): void {
    const heap = this.#queue;
    let i = heap.push(event) - 1;
    while (i > 0) {
      const parent = (i - 1) >> 1;
      const above = heap[parent];
      if (!above || isBefore(above, event)) break;
      heap[i] = above;
      i = parent;
    }
    heap[i] = event;
  }

  #pop(): void {
    const heap = this.#queue;
    const last = heap.pop();
    if (!last || heap.length === 0) return;
    let i = 0;
    for (;;) {
      let child = 2 * i + 1;
      const [left, right] = [heap[child], heap[child + 1]];
      if (!left) break;
      if (right && isBefore(right, left)) child += 1;
      const least = heap[child];
      if (!least || isBefore(last, least)) break;
      heap[i] = least;
      i = child;
    }
    heap[i] = last;
  }
}

function isBefore(a: Event, b: Event): boolean {
  return a.at < b.at || (a.at === b.at && a.order < b.order);
}
