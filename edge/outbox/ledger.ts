import type {
  CancelReason,
  DeliveryState,
  ExportedOrder,
  Offer,
  OrderForm,
  OutgoingOrder,
} from "../contract.ts";
import { lifeOf } from "../gate/order-ledger.ts";
import { type LedgerStorage, type SqlValue, sqlCount } from "../storage.ts";
import type { Deliveries, OrderEvent, OrderSearch } from "./messages.ts";
import { pause, type Sent, TRIED_FOR } from "./rules.ts";

/**
 * The outbox is part of the orders table, so an order and its delivery are one row and one write.
 * `due`: when to send it next; null if it need not be sent. `tried_since`: the first attempt since it
 * was last queued. `done_at`: when it was delivered.
 */
export const OUTBOX_MIGRATION = `
  ALTER TABLE orders ADD COLUMN due INTEGER;
  ALTER TABLE orders ADD COLUMN attempts INTEGER NOT NULL DEFAULT 0;
  ALTER TABLE orders ADD COLUMN tried_since INTEGER;
  ALTER TABLE orders ADD COLUMN done_at INTEGER;
  ALTER TABLE orders ADD COLUMN tried_at INTEGER;
  ALTER TABLE orders ADD COLUMN status INTEGER;
  ALTER TABLE orders ADD COLUMN error TEXT;
  CREATE INDEX orders_due ON orders (due) WHERE due IS NOT NULL;
  CREATE INDEX orders_given_up ON orders (seq) WHERE due IS NULL AND done_at IS NULL;
  CREATE TABLE outbox (stopped_at INTEGER, erase_at INTEGER, erased_at INTEGER);
  INSERT INTO outbox VALUES (NULL, NULL, NULL);`;

/** The last order that was handed out for export, by its number. */
export const EXPORT_MIGRATION =
  "ALTER TABLE outbox ADD COLUMN exported INTEGER NOT NULL DEFAULT 0;";

/** How the delivery of an order, or of an event of one, stands. */
type Tries = {
  seq: number;
  due: number | null;
  attempts: number;
  tried_since: number | null;
  done_at: number | null;
  status: number | null;
  error: string | null;
};
type Row = Tries & {
  id: string;
  placed_at: number;
  form: string;
  facts: string | null;
  pay_at: string | null;
  pay_by: number | null;
  paid_at: number | null;
  cancelled_at: number | null;
  reason: CancelReason | null;
  shopper: string;
  number: number | null;
};
type EventRow = Tries & { order_seq: number; type: OrderEvent["type"]; at: number };

/** One row of either table. */
export interface OutboxKey {
  table: "orders" | "events";
  seq: number;
}

/** Where this deployment can send: without an order system, or without e-mail, what is for it waits. */
export interface Channels {
  orders: boolean;
  mail: boolean;
}
type Placements = { step: number; orders: number };
type State = {
  stopped_at: number | null;
  erase_at: number | null;
  erased_at: number | null;
  exported: number;
};

const TRIES = "seq, due, attempts, tried_since, done_at, status, error";
const ORDERS = `SELECT ${TRIES}, orders.id AS id, placed_at, form, facts, pay_at, pay_by, paid_at, cancelled_at, reason, shopper, number
  FROM orders LEFT JOIN offers ON offers.id = orders.offer`;
const IS_MAIL = "type LIKE 'mail.%'";
/** An order system hears of a change only once it has the order. */
const SENDABLE = `(CASE WHEN ${IS_MAIL} THEN ? ELSE ? AND
  EXISTS (SELECT 1 FROM orders WHERE orders.seq = events.order_seq AND orders.done_at IS NOT NULL) END)`;
const TRIED =
  "SET due = ?, attempts = ?, tried_since = ?, done_at = ?, tried_at = ?, status = ?, error = ? WHERE seq = ?";

const QUERY = {
  state: "SELECT stopped_at, erase_at, erased_at, exported FROM outbox",
  stop: "UPDATE outbox SET stopped_at = ?",
  due: `${ORDERS} WHERE due <= ? ORDER BY due LIMIT ?`,
  dueEvents: `SELECT ${TRIES}, order_seq, type, at FROM events WHERE due <= ? AND ${SENDABLE} ORDER BY due, seq LIMIT ?`,
  nextDue: "SELECT min(due) AS due FROM orders WHERE due IS NOT NULL",
  nextEvent: `SELECT min(due) AS due FROM events WHERE due IS NOT NULL AND ${SENDABLE}`,
  tries: {
    orders: `SELECT ${TRIES} FROM orders WHERE seq = ?`,
    events: `SELECT ${TRIES} FROM events WHERE seq = ?`,
  },
  tried: { orders: `UPDATE orders ${TRIED}`, events: `UPDATE events ${TRIED}` },
  payAt: "UPDATE orders SET pay_at = ? WHERE seq = ?",
  page: `${ORDERS} WHERE seq > ? ORDER BY seq LIMIT ?`,
  waiting: "SELECT count(*) AS n FROM orders WHERE due IS NOT NULL",
  givenUp: "SELECT count(*) AS n FROM orders WHERE due IS NULL AND done_at IS NULL",
  orders: "SELECT count(*) AS n FROM orders",
  eventsWaiting: `SELECT count(*) AS n FROM events WHERE due IS NOT NULL AND NOT ${IS_MAIL}`,
  eventsGivenUp: `SELECT count(*) AS n FROM events WHERE due IS NULL AND done_at IS NULL AND NOT ${IS_MAIL}`,
  mailsWaiting: `SELECT count(*) AS n FROM events WHERE due IS NOT NULL AND ${IS_MAIL}`,
  mailsGivenUp: `SELECT count(*) AS n FROM events WHERE due IS NULL AND done_at IS NULL AND ${IS_MAIL}`,
  placements: `SELECT CAST((placed_at - ?) / ? AS INTEGER) AS step, count(*) AS orders
    FROM orders GROUP BY step ORDER BY step`,
  // `instr` takes what was typed as it is, where LIKE would see wildcards.
  search: `${ORDERS}
    WHERE (placed_at < ? OR (placed_at = ? AND seq < ?))
      AND (? IS NULL OR instr(orders.id, ?) > 0 OR instr(lower(json_extract(form, '$.email')), ?) > 0)
    ORDER BY placed_at DESC, seq DESC LIMIT ?`,
  failure: `SELECT tried_at AS at, status, error, min(tried_since) FILTER (WHERE due IS NOT NULL) OVER () AS since
    FROM orders
    WHERE done_at IS NULL AND attempts > 0 ORDER BY tried_at DESC LIMIT 1`,
  retryOne:
    "UPDATE orders SET due = ?, attempts = 0, tried_since = NULL, done_at = NULL WHERE id = ?",
  retryGivenUp:
    "UPDATE orders SET due = ?, attempts = 0, tried_since = NULL WHERE due IS NULL AND done_at IS NULL",
  retryStopped: "UPDATE orders SET due = ?, attempts = 0, tried_since = NULL WHERE due IS NOT NULL",
  retryEventsOf: `UPDATE events SET due = ?, attempts = 0, tried_since = NULL, done_at = NULL
    WHERE order_seq = (SELECT seq FROM orders WHERE id = ?) AND NOT ${IS_MAIL}`,
  retryEvents:
    "UPDATE events SET due = ?, attempts = 0, tried_since = NULL WHERE due IS NULL AND done_at IS NULL",
  keepErase: "UPDATE outbox SET erase_at = ?, erased_at = NULL",
  export: "UPDATE outbox SET exported = ?",
  eraseDelivered: "UPDATE orders SET form = '{}' WHERE form <> '{}' AND done_at IS NOT NULL",
  eraseExported: "UPDATE orders SET form = '{}' WHERE form <> '{}' AND seq <= ?",
  kept: "SELECT count(*) AS n FROM orders WHERE form <> '{}'",
  erased: "UPDATE outbox SET erased_at = ?",
} as const;

/** How often data that are due for erasure are looked at again while their orders are not delivered. Ms. */
const ERASE_AGAIN = 86_400_000;

/** A gate's orders and their deliveries. Synchronous; the caller passes `now` (ms since 1970). */
export class OutboxLedger {
  readonly #storage: LedgerStorage;
  #stoppedAt: number | null;
  #eraseAt: number | null;
  #erasedAt: number | null;
  #exported: number;
  /** When the next erasure is tried, if the last one had to leave something. */
  #eraseAgainAt = 0;

  /** The gate's ledger has created the tables. */
  constructor(storage: LedgerStorage) {
    this.#storage = storage;
    const [state] = storage.sql.exec<State>(QUERY.state).toArray();
    this.#stoppedAt = state?.stopped_at ?? null;
    this.#eraseAt = state?.erase_at ?? null;
    this.#erasedAt = state?.erased_at ?? null;
    this.#exported = state?.exported ?? 0;
  }

  /** The order system wants no more. */
  get isStopped(): boolean {
    return this.#stoppedAt !== null;
  }

  /** What is due and can be sent, the longest overdue first. */
  due(
    sale: string,
    now: number,
    most: number,
    channels: Channels,
  ): { key: OutboxKey; event: OrderEvent }[] {
    const { orders, mail } = this.#open(channels);
    const placed = orders ? this.#rows(QUERY.due, now, most) : [];
    const events = this.#events(now, most, { orders, mail });
    const due = [
      ...placed.map((row) => ({ due: row.due ?? 0, ...placedEvent(sale, row) })),
      ...events.map((row) => ({ due: row.due ?? 0, ...this.#laterEvent(sale, row) })),
    ];
    const sorted = due.sort((a, b) => a.due - b.due).slice(0, most);
    return sorted.map(({ key, event }) => ({ key, event }));
  }

  /** When the next delivery is due; undefined if none is. */
  nextDue(channels: Channels): number | undefined {
    const { orders, mail } = this.#open(channels);
    const next = (query: string, ...values: SqlValue[]) =>
      this.#storage.sql.exec<{ due: number | null }>(query, ...values).toArray()[0]?.due ??
      Number.POSITIVE_INFINITY;
    const due = Math.min(
      orders ? next(QUERY.nextDue) : Number.POSITIVE_INFINITY,
      next(QUERY.nextEvent, Number(mail), Number(orders)),
    );
    return Number.isFinite(due) ? due : undefined;
  }

  /** Records the result of an attempt. `random` in [0, 1) spreads the next one. */
  tried(key: OutboxKey, sent: Sent, now: number, random: number): void {
    const { table, seq } = key;
    const [row] = this.#storage.sql.exec<Tries>(QUERY.tries[table], seq).toArray();
    if (!row || row.done_at !== null) return;
    const attempts = row.attempts + 1;
    const due = sent.ok ? null : this.#nextTry(row, attempts, sent, now, random);
    const error = sent.ok ? null : (sent.error ?? null);
    const doneAt = sent.ok ? now : null;
    const since = row.tried_since ?? now;
    const values = [due, attempts, since, doneAt, now, sent.status, error, seq];
    this.#storage.transactionSync(() => {
      this.#storage.sql.exec(QUERY.tried[table], ...values);
      if (sent.ok && sent.payAt !== undefined && table === "orders") {
        this.#storage.sql.exec(QUERY.payAt, sent.payAt, seq);
      }
    });
    if (sent.ok) this.#eraseAgainAt = 0;
    else if (sent.stop) this.#stop(now);
  }

  /** Queues one order and its events again, whatever their state. False if this gate has no such order. */
  retry(orderId: string, now: number): boolean {
    const found = this.#storage.transactionSync(() => {
      this.#storage.sql.exec(QUERY.retryEventsOf, now, orderId);
      return this.#returning(QUERY.retryOne, now, orderId) > 0;
    });
    if (found) this.#stop(null);
    return found;
  }

  /** Queues all orders that were given up or stopped, and given-up events; returns how many orders. */
  retryAll(now: number): number {
    const queries = [QUERY.retryGivenUp, ...(this.isStopped ? [QUERY.retryStopped] : [])];
    const again = this.#storage.transactionSync(() => {
      this.#storage.sql.exec(QUERY.retryEvents, now);
      // Reversed, so that the query for stopped orders does not count what the other has just made
      // due.
      return queries.reverse().map((query) => this.#returning(query, now));
    });
    this.#stop(null);
    return again.reduce((sum, count) => sum + count, 0);
  }

  /** At most `most` orders after `seq`, in the sequence in which this gate placed them. */
  page(seq: number, most: number, hasTransport: boolean): ExportedOrder[] {
    const rows = this.#rows(QUERY.page, seq, most);
    this.#noteExported(seq, rows.at(-1)?.seq ?? 0);
    return rows.map((row) => this.#asExported(row, hasTransport));
  }

  /** How many orders were placed in each step of `width` ms since `from`, in order of time. */
  placements(from: number, width: number): Placements[] {
    return this.#storage.sql.exec<Placements>(QUERY.placements, from, width).toArray();
  }

  /** At most `most` orders that match, the last placed first, all of them before `before`. */
  search(wanted: OrderSearch, most: number, hasTransport: boolean): ExportedOrder[] {
    const { number = null, email = null, before } = wanted;
    const values = [before.placedAt, before.placedAt, before.seq, number, number, email, most];
    return this.#rows(QUERY.search, ...values).map((row) => this.#asExported(row, hasTransport));
  }

  deliveries(hasTransport: boolean): Deliveries {
    const [waiting, undelivered] = [this.#count(QUERY.waiting), this.#count(QUERY.givenUp)];
    const delivered = this.#count(QUERY.orders) - waiting - undelivered;
    const name = this.#waitingState(hasTransport);
    const counts = {
      waiting: 0,
      stopped: 0,
      kept: 0,
      delivered,
      undelivered,
      [name]: waiting,
      ...this.#laterCounts(),
    };
    const [failure] = this.#storage.sql
      .exec<{ at: number; since: number | null; status: number; error: string | null }>(
        QUERY.failure,
      )
      .toArray();
    if (!failure) return counts;
    const { at, status, since, error } = failure;
    return {
      ...counts,
      failure: {
        ...{ at, status },
        ...(since === null ? {} : { since }),
        ...(error === null ? {} : { error }),
      },
    };
  }

  /** Sets when to erase shoppers' data. Writes only if the time changed; returns whether it did. */
  keepUntil(at: number | undefined): boolean {
    const wanted = at ?? null;
    if (wanted === this.#eraseAt) return false;
    this.#storage.sql.exec(QUERY.keepErase, wanted);
    this.#eraseAt = wanted;
    this.#erasedAt = null; // orders placed since then are erased at the new time too
    return true;
  }

  /** When to erase; undefined if never, or already done. */
  get eraseAt(): number | undefined {
    if (this.#erasedAt !== null || this.#eraseAt === null) return undefined;
    return Math.max(this.#eraseAt, this.#eraseAgainAt);
  }

  /**
   * Erases what shoppers typed; order ids, times and counts stay. Never of an order that nobody
   * has: one that is not delivered, or where no order system is configured, not exported.
   */
  erase(now: number, hasTransport: boolean): void {
    if (this.eraseAt === undefined || this.eraseAt > now) return;
    const isDone = this.#storage.transactionSync(() => {
      this.#storage.sql.exec(QUERY.eraseDelivered);
      if (!hasTransport) this.#storage.sql.exec(QUERY.eraseExported, this.#exported);
      const done = this.#count(QUERY.kept) === 0;
      if (done) this.#storage.sql.exec(QUERY.erased, now);
      return done;
    });
    if (isDone) this.#erasedAt = now;
    else this.#eraseAgainAt = now + ERASE_AGAIN;
  }

  /** The order system's own refusal of everything does not stop e-mail. */
  #open({ orders, mail }: Channels): Channels {
    return { orders: orders && !this.isStopped, mail };
  }

  #events(now: number, most: number, { orders, mail }: Channels): EventRow[] {
    const values = [now, Number(mail), Number(orders), most];
    return this.#storage.sql.exec<EventRow>(QUERY.dueEvents, ...values).toArray();
  }

  #laterEvent(sale: string, row: EventRow): { key: OutboxKey; event: OrderEvent } {
    const { seq, type, at, order_seq: of } = row;
    const [order] = this.#rows(QUERY.page, of - 1, 1);
    if (!order) throw new Error("an event has an order");
    // An id of its own, and the same at each attempt.
    const id = `${order.id}-${type.replace("order.", "")}`;
    const event = { id, type, at, order: outgoing(sale, order) };
    return { key: { table: "events", seq }, event };
  }

  /** Left out where there are none, as in every sale whose orders are neither paid nor cancelled here. */
  #laterCounts(): Partial<Deliveries> {
    const counts = {
      eventsWaiting: this.#count(QUERY.eventsWaiting),
      eventsUndelivered: this.#count(QUERY.eventsGivenUp),
      mailsWaiting: this.#count(QUERY.mailsWaiting),
      mailsUndelivered: this.#count(QUERY.mailsGivenUp),
    };
    return Object.fromEntries(Object.entries(counts).filter(([, count]) => count > 0));
  }

  /** Only a page that follows on the one before it: a look at the last orders is no export. */
  #noteExported(after: number, last: number): void {
    if (after > this.#exported || last <= this.#exported) return;
    this.#storage.sql.exec(QUERY.export, last);
    this.#exported = last;
  }

  #nextTry(
    row: Tries,
    attempts: number,
    sent: Extract<Sent, { ok: false }>,
    now: number,
    random: number,
  ): number | null {
    const overdue = now - (row.tried_since ?? now) >= TRIED_FOR;
    if (overdue && !sent.stop) return null;
    return now + pause(attempts, random, sent.retryAfter);
  }

  /** Runs an update and returns how many rows it changed. */
  #returning(query: string, ...values: (string | number)[]): number {
    return this.#storage.sql.exec<{ id: string }>(`${query} RETURNING id`, ...values).toArray()
      .length;
  }

  #stop(at: number | null): void {
    if (this.#stoppedAt === at) return;
    this.#storage.sql.exec(QUERY.stop, at);
    this.#stoppedAt = at;
  }

  #waitingState(hasTransport: boolean): DeliveryState {
    if (!hasTransport) return "kept";
    return this.isStopped ? "stopped" : "waiting";
  }

  #delivery(row: Row, hasTransport: boolean): ExportedOrder["delivery"] {
    const { attempts, due, done_at: doneAt, status, error } = row;
    const state =
      doneAt !== null
        ? "delivered"
        : due === null
          ? "undelivered"
          : this.#waitingState(hasTransport);
    return {
      state,
      attempts,
      ...(state === "waiting" && due !== null ? { nextAt: due } : {}),
      ...(doneAt === null ? {} : { deliveredAt: doneAt }),
      ...(status === null ? {} : { status }),
      ...(error === null ? {} : { error }),
    };
  }

  #asExported(row: Row, hasTransport: boolean): ExportedOrder {
    const { sale: _sale, ...order } = outgoing("", row);
    const { seq, shopper, number } = row;
    const drawn = number === null ? {} : { shopper };
    return { seq, ...order, ...drawn, delivery: this.#delivery(row, hasTransport) };
  }

  #rows(query: string, ...values: SqlValue[]): Row[] {
    return this.#storage.sql.exec<Row>(query, ...values).toArray();
  }

  #count(query: string): number {
    return sqlCount(this.#storage, query);
  }
}

function placedEvent(sale: string, row: Row): { key: OutboxKey; event: OrderEvent } {
  const { seq, id, placed_at: at } = row;
  const event: OrderEvent = { id, type: "order.placed", at, order: outgoing(sale, row) };
  return { key: { table: "orders", seq }, event };
}

/** An order is of one unit: the sale's whole point. Orders from before it was noted have no offer. */
function outgoing(sale: string, row: Row): OutgoingOrder {
  const { id, placed_at: placedAt, form, facts, number } = row;
  return {
    orderId: id,
    sale,
    placedAt,
    ...(JSON.parse(form) as Partial<OrderForm>),
    ...(facts === null ? {} : { quantity: 1, offer: JSON.parse(facts) as Offer }),
    ...(number !== null && { number }),
    ...lifeOf(row),
  };
}
