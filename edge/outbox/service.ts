import type { OutboxLedger } from "./ledger.ts";
import type { Deliveries, ExportedOrder } from "./messages.ts";
import type { Sent } from "./rules.ts";
import { DELIVERY_TIMEOUT, type DeliveryTransport } from "./transport.ts";

/** What an outbox has around it. */
export interface OutboxDeps {
  ledger: OutboxLedger;
  transport: DeliveryTransport | undefined;
  /** The sale, once the gate knows it. */
  sale(): string | undefined;
  /** Ms since 1970. */
  clock(): number;
  /** In [0, 1). */
  random(): number;
  /** Resolves after so many ms. */
  wait(ms: number): Promise<void>;
  /** Asks for `work()` at this time (ms since 1970) or earlier. */
  wake(at: number): void;
  /** Lets work go on after the answer. It never rejects. */
  background(work: Promise<void>): void;
}

/** Requests of one gate to the order system at the same time. */
const IN_FLIGHT = 2;
/** A way that keeps time by itself, and cancels what it began, comes first. Ms. */
const MARGIN = 500;
const LATE: Sent = { ok: false, status: 0, error: "timeout" };
/** Should this object die with requests in flight, the alarm sends what they were for again. Ms. */
const SAFETY = 15_000;

/**
 * Sends what is due, two at a time, in the background: whoever claims or orders meanwhile waits for
 * none of it. It remembers only what is on its way now; the ledger knows what is due.
 */
export class OutboxService {
  readonly #deps: OutboxDeps;
  readonly #ledger: OutboxLedger;
  readonly #inFlight = new Set<number>();

  constructor(deps: OutboxDeps) {
    this.#deps = deps;
    this.#ledger = deps.ledger;
  }

  /** Starts what is due, and makes sure that what will be due is not forgotten. */
  work(): void {
    const { clock, transport, sale } = this.#deps;
    const slug = sale();
    if (!transport || slug === undefined) return;
    const free = IN_FLIGHT - this.#inFlight.size;
    const due = free > 0 ? this.#ledger.due(slug, clock(), IN_FLIGHT) : [];
    for (const { seq, order } of due.filter(({ seq: one }) => !this.#inFlight.has(one))) {
      if (this.#inFlight.size >= IN_FLIGHT) break;
      this.#inFlight.add(seq);
      this.#deps.background(this.#send(seq, this.#within(transport.send(order))));
    }
    this.#wakeForNext();
  }

  /** How many will be sent again: one order, or all that were given up. */
  redeliver(orderId: string | undefined): number {
    const now = this.#deps.clock();
    const queued =
      orderId === undefined ? this.#ledger.retryAll(now) : Number(this.#ledger.retry(orderId, now));
    this.work();
    return queued;
  }

  /** When this is to be woken; undefined when there is nothing to send, or no way to send it. */
  nextDue(): number | undefined {
    return this.#deps.transport ? this.#ledger.nextDue() : undefined;
  }

  /** Erases the shoppers' data that are due for it, and that somebody else has. */
  erase(): void {
    this.#ledger.erase(this.#deps.clock(), this.#deps.transport !== undefined);
  }

  page(after: number, most: number): ExportedOrder[] {
    return this.#ledger.page(after, most, this.#deps.transport !== undefined);
  }

  deliveries(): Deliveries {
    return this.#ledger.deliveries(this.#deps.transport !== undefined);
  }

  async #send(seq: number, sending: Promise<Sent>): Promise<void> {
    try {
      const sent = await sending;
      this.#ledger.tried(seq, sent, this.#deps.clock(), this.#deps.random());
      this.erase();
    } catch (error) {
      // Not noted, so still due: it goes out again under the same id.
      console.error("an attempt to deliver an order could not be noted", error);
    } finally {
      this.#inFlight.delete(seq);
    }
    this.work();
  }

  /** Whatever the way does, its place is free again: a way that hangs would hold it for good. */
  async #within(sending: Promise<Sent>): Promise<Sent> {
    const late = this.#deps.wait(DELIVERY_TIMEOUT + MARGIN).then(() => LATE);
    return Promise.race([sending, late]);
  }

  #wakeForNext(): void {
    const { clock, wake } = this.#deps;
    const next = this.#ledger.nextDue();
    if (next === undefined) return;
    // While requests are in flight, each of them goes on by itself when it ends.
    const soonest = this.#inFlight.size > 0 ? clock() + SAFETY : clock();
    wake(Math.max(next, soonest));
  }
}
