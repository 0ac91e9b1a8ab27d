import type { ExportedOrder } from "../contract.ts";
import type { Channels, OutboxKey, OutboxLedger } from "./ledger.ts";
import type { Deliveries, OrderEvent, OrderSearch } from "./messages.ts";
import type { Sent } from "./rules.ts";
import { DELIVERY_TIMEOUT, type DeliveryTransport } from "./transport.ts";

/** What an outbox depends on. */
export interface OutboxDeps {
  ledger: OutboxLedger;
  transport: DeliveryTransport | undefined;
  /** To shoppers; without one they get no e-mail from here. */
  mail?: DeliveryTransport | undefined;
  /** The sale's slug, once the gate knows it. */
  sale(): string | undefined;
  /** Ms since 1970. */
  clock(): number;
  /** In [0, 1). */
  random(): number;
  /** Resolves after so many ms. */
  wait(ms: number): Promise<void>;
  /** Asks for `work()` at this time (ms since 1970) or earlier. */
  wake(at: number): void;
  /** Lets `work` continue after the response. `work` never rejects. */
  background(work: Promise<void>): void;
}

/** How many requests one gate sends to the order system at a time. */
const IN_FLIGHT = 2;
/** Gives a transport time to time out by itself and cancel its request first. Ms. */
const MARGIN = 500;
const LATE: Sent = { ok: false, status: 0, error: "timeout" };
/**
 * If this object dies with requests in flight, the alarm resends their orders after this time. Ms.
 */
const SAFETY = 15_000;

/**
 * Sends what is due, two orders at a time, in the background, so that no claim or order waits for a
 * delivery. Only the requests in flight are in memory; the ledger knows what is due.
 */
export class OutboxService {
  readonly #deps: OutboxDeps;
  readonly #ledger: OutboxLedger;
  readonly #inFlight = new Set<string>();

  constructor(deps: OutboxDeps) {
    this.#deps = deps;
    this.#ledger = deps.ledger;
  }

  /** Sends what is due, and sets an alarm for what will be due. */
  work(): void {
    const { clock, sale, background } = this.#deps;
    const slug = sale();
    const channels = this.#channels();
    if (!(channels.orders || channels.mail) || slug === undefined) return;
    const free = IN_FLIGHT - this.#inFlight.size;
    const due = free > 0 ? this.#ledger.due(slug, clock(), IN_FLIGHT, channels) : [];
    for (const { key, event } of due.filter((one) => !this.#inFlight.has(name(one.key)))) {
      if (this.#inFlight.size >= IN_FLIGHT) break;
      const transport = this.#transportOf(event);
      if (!transport) continue;
      this.#inFlight.add(name(key));
      background(this.#send(key, this.#within(transport.send(event))));
    }
    this.#wakeForNext();
  }

  /** Queues one order again, or all that were given up or stopped. Returns how many. */
  redeliver(orderId: string | undefined): number {
    const now = this.#deps.clock();
    const queued =
      orderId === undefined ? this.#ledger.retryAll(now) : Number(this.#ledger.retry(orderId, now));
    this.work();
    return queued;
  }

  /** When the next delivery is due; undefined if there is none, or no transport. */
  nextDue(): number | undefined {
    return this.#ledger.nextDue(this.#channels());
  }

  /** Erases the shoppers' data that are due for it, and that somebody else has. */
  erase(): void {
    this.#ledger.erase(this.#deps.clock(), this.#deps.transport !== undefined);
  }

  page(after: number, most: number): ExportedOrder[] {
    return this.#ledger.page(after, most, this.#deps.transport !== undefined);
  }

  search(wanted: OrderSearch, most: number): ExportedOrder[] {
    return this.#ledger.search(wanted, most, this.#deps.transport !== undefined);
  }

  deliveries(): Deliveries {
    return this.#ledger.deliveries(this.#deps.transport !== undefined);
  }

  #channels(): Channels {
    const { transport, mail } = this.#deps;
    return { orders: transport !== undefined, mail: mail !== undefined };
  }

  #transportOf({ type }: OrderEvent): DeliveryTransport | undefined {
    return type.startsWith("mail.") ? this.#deps.mail : this.#deps.transport;
  }

  async #send(key: OutboxKey, sending: Promise<Sent>): Promise<void> {
    try {
      const sent = await sending;
      this.#ledger.tried(key, sent, this.#deps.clock(), this.#deps.random());
      this.erase();
    } catch (error) {
      // The result was not recorded, so the order is still due and is sent again under the same id.
      console.error("the result of a delivery attempt could not be recorded", error);
    } finally {
      this.#inFlight.delete(name(key));
    }
    this.work();
  }

  /**
   * Frees the place in flight whatever the transport does; one that hangs would keep it for good.
   */
  async #within(sending: Promise<Sent>): Promise<Sent> {
    const late = this.#deps.wait(DELIVERY_TIMEOUT + MARGIN).then(() => LATE);
    return Promise.race([sending, late]);
  }

  #wakeForNext(): void {
    const { clock, wake } = this.#deps;
    const next = this.nextDue();
    if (next === undefined) return;
    // Each request in flight calls `work` when it ends, so the alarm is only a safety net.
    const soonest = this.#inFlight.size > 0 ? clock() + SAFETY : clock();
    wake(Math.max(next, soonest));
  }
}

function name({ table, seq }: OutboxKey): string {
  return `${table} ${seq}`;
}
