import type { CancelReason, OrderForm } from "../contract.ts";
import { type LedgerStorage, type SqlValue, sqlCount } from "../storage.ts";
import type { Looked, Order, Payments, Placing, Settled } from "./messages.ts";

/**
 * An order is placed, then paid or cancelled. `turn`: how many orders of this shopper were cancelled
 * and given back before, so that the index allows one that stands and no more. `again`: what the
 * sale's file said of that when the order was placed. `told` (account): how many cancellations the
 * stockroom has heard of. An event belongs to an order and goes out after it.
 */
export const LIFE_MIGRATION = `
  ALTER TABLE orders RENAME TO orders_before;
  CREATE TABLE orders (seq INTEGER PRIMARY KEY, shopper TEXT NOT NULL, turn INTEGER NOT NULL DEFAULT 0, id TEXT NOT NULL,
    slot TEXT NOT NULL, placed_at INTEGER NOT NULL, form TEXT NOT NULL,
    due INTEGER, attempts INTEGER NOT NULL DEFAULT 0, tried_since INTEGER, done_at INTEGER, tried_at INTEGER,
    status INTEGER, error TEXT,
    offer INTEGER, again INTEGER NOT NULL DEFAULT 0, pay_at TEXT, pay_by INTEGER, paid_at INTEGER,
    cancelled_at INTEGER, reason TEXT);
  INSERT INTO orders (seq, shopper, id, slot, placed_at, form, due, attempts, tried_since, done_at, tried_at, status, error)
    SELECT seq, shopper, id, slot, placed_at, form, due, attempts, tried_since, done_at, tried_at, status, error
    FROM orders_before;
  DROP TABLE orders_before;
  CREATE UNIQUE INDEX orders_shopper ON orders (shopper, turn);
  CREATE UNIQUE INDEX orders_id ON orders (id);
  CREATE INDEX orders_due ON orders (due) WHERE due IS NOT NULL;
  CREATE INDEX orders_given_up ON orders (seq) WHERE due IS NULL AND done_at IS NULL;
  CREATE INDEX orders_pay_by ON orders (pay_by) WHERE pay_by IS NOT NULL;
  CREATE INDEX orders_cancelled ON orders (cancelled_at) WHERE cancelled_at IS NOT NULL;
  CREATE TABLE events (seq INTEGER PRIMARY KEY, order_seq INTEGER NOT NULL, type TEXT NOT NULL, at INTEGER NOT NULL,
    due INTEGER, attempts INTEGER NOT NULL DEFAULT 0, tried_since INTEGER, done_at INTEGER, tried_at INTEGER,
    status INTEGER, error TEXT);
  CREATE INDEX events_due ON events (due) WHERE due IS NOT NULL;
  CREATE INDEX events_order ON events (order_seq);
  CREATE TABLE offers (id INTEGER PRIMARY KEY, facts TEXT NOT NULL UNIQUE);
  ALTER TABLE account ADD COLUMN told INTEGER NOT NULL DEFAULT 0;`;

/** So that an operator who watches a sale costs no look at every order. */
export const PAYMENTS_MIGRATION = `
  CREATE INDEX orders_paid ON orders (seq) WHERE paid_at IS NOT NULL AND cancelled_at IS NULL;
  CREATE INDEX orders_awaiting ON orders (seq)
    WHERE paid_at IS NULL AND cancelled_at IS NULL AND (pay_by IS NOT NULL OR pay_at IS NOT NULL);`;

type Row = {
  seq: number;
  id: string;
  slot: string;
  placed_at: number;
  form: string;
  again: number;
  pay_at: string | null;
  pay_by: number | null;
  paid_at: number | null;
  cancelled_at: number | null;
  reason: CancelReason | null;
  number: number | null;
};

const COLUMNS =
  "seq, id, slot, placed_at, form, again, pay_at, pay_by, paid_at, cancelled_at, reason, number";
const QUERY = {
  last: `SELECT ${COLUMNS} FROM orders WHERE shopper = ? ORDER BY turn DESC LIMIT 1`,
  bySlot: `SELECT ${COLUMNS} FROM orders WHERE shopper = ? AND slot = ?`,
  byId: `SELECT ${COLUMNS} FROM orders WHERE id = ?`,
  unpaid: `SELECT ${COLUMNS} FROM orders WHERE pay_by <= ? ORDER BY pay_by`,
  place:
    "INSERT INTO orders (shopper, id, slot, placed_at, due, form, offer, again, pay_by, number, turn) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
  turn: "SELECT count(*) AS n FROM orders WHERE shopper = ? AND cancelled_at IS NOT NULL AND again = 1",
  // No order is ever deleted, so the last number is how many there are.
  sold: "SELECT seq AS sold, placed_at AS soldAt FROM orders ORDER BY seq DESC LIMIT 1",
  cancelled: "SELECT count(*) AS n FROM orders WHERE cancelled_at IS NOT NULL",
  paid: "SELECT count(*) AS n FROM orders WHERE paid_at IS NOT NULL AND cancelled_at IS NULL",
  awaiting: `SELECT count(*) AS n FROM orders
    WHERE paid_at IS NULL AND cancelled_at IS NULL AND (pay_by IS NOT NULL OR pay_at IS NOT NULL)`,
  nextPayBy: "SELECT min(pay_by) AS payBy FROM orders WHERE pay_by IS NOT NULL",
  buyers: "SELECT shopper FROM orders",
  pay: "UPDATE orders SET paid_at = ?, pay_by = NULL WHERE seq = ?",
  cancel: "UPDATE orders SET cancelled_at = ?, reason = ?, pay_by = NULL WHERE seq = ?",
  event: "INSERT INTO events (order_seq, type, at, due) VALUES (?, ?, ?, ?)",
  offer: "SELECT id FROM offers WHERE facts = ?",
  keepOffer: "INSERT INTO offers (facts) VALUES (?)",
} as const;

const NEVER = Number.POSITIVE_INFINITY;

/** The orders of a gate and what becomes of them: the part of its ledger that a refusal never reads. */
export class OrderLedger {
  readonly #storage: LedgerStorage;
  /** No payment is due before this, ms since 1970; it may be too early, never too late. */
  #nextPayBy: number;

  /** The gate's ledger has created the tables. */
  constructor(storage: LedgerStorage) {
    this.#storage = storage;
    this.#nextPayBy = this.#readNextPayBy();
  }

  /** How many orders were ever placed, cancelled ones included, and when the last one was. */
  placed(): { sold: number; soldAt: number } {
    const rows = this.#storage.sql.exec<{ sold: number; soldAt: number }>(QUERY.sold).toArray();
    return rows[0] ?? { sold: 0, soldAt: 0 };
  }

  cancelledCount(): number {
    return sqlCount(this.#storage, QUERY.cancelled);
  }

  payments(): Payments {
    return {
      paid: sqlCount(this.#storage, QUERY.paid),
      awaiting: sqlCount(this.#storage, QUERY.awaiting),
    };
  }

  buyers(): string[] {
    const rows = this.#storage.sql.exec<{ shopper: string }>(QUERY.buyers).toArray();
    return rows.map(({ shopper }) => shopper);
  }

  /** When the next payment is due; undefined without any. */
  get nextPayBy(): number | undefined {
    return this.#nextPayBy === NEVER ? undefined : this.#nextPayBy;
  }

  /** The order that keeps this shopper from another one; a cancelled one does unless the sale says `again`. */
  standing(shopper: string): Order | undefined {
    const row = this.#row(QUERY.last, shopper);
    if (!row || (row.cancelled_at !== null && row.again === 1)) return undefined;
    return orderOf(row);
  }

  withSlot(shopper: string, slot: string): Order | undefined {
    const row = this.#row(QUERY.bySlot, shopper, slot);
    return row && orderOf(row);
  }

  look(shopper: string, slot: string): Extract<Looked, { is: "order" }> | undefined {
    const row = this.#row(QUERY.bySlot, shopper, slot);
    const form = row && (JSON.parse(row.form) as Partial<OrderForm>); // empty once it was erased
    return row && form && { is: "order", ...orderOf(row), form };
  }

  /**
   * In the caller's transaction. A second order that stands is refused by the index. `isFirst`: this
   * shopper has no order here, not even a cancelled one.
   */
  place(shopper: string, order: Order, form: OrderForm, placing: Placing, isFirst: boolean): void {
    const { orderId, slot, placedAt } = order;
    const { offer, again = false, payWithin, mail = false, number = null } = placing;
    const payBy = payWithin === undefined ? null : placedAt + payWithin;
    const facts = offer ? this.#offerId(JSON.stringify(offer)) : null;
    const json = JSON.stringify(form);
    // Due at once: the order is in the outbox by the same row, so neither can be without the other.
    const sent = [placedAt, placedAt, json, facts, again ? 1 : 0, payBy, number];
    const turn = isFirst ? 0 : sqlCount(this.#storage, QUERY.turn, shopper);
    this.#storage.sql.exec(QUERY.place, shopper, orderId, slot, ...sent, turn);
    if (mail) this.#event(this.placed().sold, "mail.placed", placedAt);
    this.#nextPayBy = Math.min(this.#nextPayBy, payBy ?? NEVER);
  }

  /** Reported paid. Asking twice is asking once; a cancelled order is never paid. */
  pay(orderId: string, now: number): Settled {
    const row = this.#row(QUERY.byId, orderId);
    if (!row) return { ok: false, code: "unknown_order" };
    if (row.cancelled_at !== null) return { ok: false, code: "order_cancelled" };
    if (row.paid_at !== null) return { ok: true, fresh: false, ...orderOf(row) };
    this.#storage.transactionSync(() => {
      this.#storage.sql.exec(QUERY.pay, now, row.seq);
      this.#event(row.seq, "order.paid", now);
    });
    return { ok: true, fresh: true, ...orderOf({ ...row, paid_at: now, pay_by: null }) };
  }

  /** Asking twice is asking once: `fresh` says whether a unit has come back by it. */
  cancel(orderId: string, now: number, reason: CancelReason, mail: boolean): Settled {
    const row = this.#row(QUERY.byId, orderId);
    if (!row) return { ok: false, code: "unknown_order" };
    if (row.cancelled_at !== null) return { ok: true, fresh: false, ...orderOf(row) };
    this.#storage.transactionSync(() => {
      this.#storage.sql.exec(QUERY.cancel, now, reason, row.seq);
      this.#event(row.seq, "order.cancelled", now);
      if (mail) this.#event(row.seq, "mail.cancelled", now);
    });
    return {
      ok: true,
      fresh: true,
      ...orderOf({ ...row, cancelled_at: now, reason, pay_by: null }),
    };
  }

  /** The orders that were not paid in time and have not been cancelled yet. */
  overdue(now: number): string[] {
    if (now < this.#nextPayBy) return [];
    const due = this.#storage.sql.exec<Row>(QUERY.unpaid, now).toArray();
    if (due.length === 0) this.#nextPayBy = this.#readNextPayBy();
    return due.map(({ id }) => id);
  }

  #event(order: number, type: string, at: number): void {
    this.#storage.sql.exec(QUERY.event, order, type, at, at);
  }

  /** What the sale said when the order was placed: one row for all orders that it says the same of. */
  #offerId(facts: string): number {
    const find = () => this.#storage.sql.exec<{ id: number }>(QUERY.offer, facts).toArray()[0]?.id;
    const known = find();
    if (known !== undefined) return known;
    this.#storage.sql.exec(QUERY.keepOffer, facts);
    return find() ?? 0;
  }

  #readNextPayBy(): number {
    const rows = this.#storage.sql.exec<{ payBy: number | null }>(QUERY.nextPayBy).toArray();
    return rows[0]?.payBy ?? NEVER;
  }

  #row(query: string, ...values: SqlValue[]): Row | undefined {
    return this.#storage.sql.exec<Row>(query, ...values).toArray()[0];
  }
}

function orderOf(row: Row): Order {
  return {
    orderId: row.id,
    slot: row.slot,
    placedAt: row.placed_at,
    ...(row.number !== null && { number: row.number }),
    ...lifeOf(row),
    ...(row.cancelled_at !== null && row.again === 1 ? { again: true } : {}),
  };
}

/** What has become of an order, without what has not. */
export function lifeOf(
  row: Pick<Row, "pay_at" | "pay_by" | "paid_at" | "cancelled_at" | "reason">,
): Pick<Order, "payAt" | "payBy" | "paidAt" | "cancelledAt" | "reason"> {
  return {
    ...(row.pay_at === null ? {} : { payAt: row.pay_at }),
    ...(row.pay_by === null ? {} : { payBy: row.pay_by }),
    ...(row.paid_at === null ? {} : { paidAt: row.paid_at }),
    ...(row.cancelled_at === null ? {} : { cancelledAt: row.cancelled_at }),
    ...(row.reason === null ? {} : { reason: row.reason }),
  };
}
