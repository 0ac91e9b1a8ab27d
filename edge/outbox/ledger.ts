import type { OrderForm } from "../gate/messages.ts";
import type { LedgerStorage, SqlValue } from "../storage.ts";
import type {
  Deliveries,
  DeliveryState,
  ExportedOrder,
  OrderSearch,
  OutgoingOrder,
} from "./messages.ts";
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

type Row = {
  seq: number;
  id: string;
  placed_at: number;
  form: string;
  due: number | null;
  attempts: number;
  tried_since: number | null;
  done_at: number | null;
  status: number | null;
  error: string | null;
};
type Placements = { step: number; orders: number };
type State = {
  stopped_at: number | null;
  erase_at: number | null;
  erased_at: number | null;
  exported: number;
};

const COLUMNS = "seq, id, placed_at, form, due, attempts, tried_since, done_at, status, error";
const QUERY = {
  state: "SELECT stopped_at, erase_at, erased_at, exported FROM outbox",
  stop: "UPDATE outbox SET stopped_at = ?",
  due: `SELECT ${COLUMNS} FROM orders WHERE due <= ? ORDER BY due LIMIT ?`,
  nextDue: "SELECT min(due) AS due FROM orders WHERE due IS NOT NULL",
  tried:
    "UPDATE orders SET due = ?, attempts = ?, tried_since = ?, done_at = ?, tried_at = ?, status = ?, error = ? WHERE seq = ?",
  page: `SELECT ${COLUMNS} FROM orders WHERE seq > ? ORDER BY seq LIMIT ?`,
  placements: `SELECT CAST((placed_at - ?) / ? AS INTEGER) AS step, count(*) AS orders
    FROM orders GROUP BY step ORDER BY step`,
  // `instr` takes what was typed as it is, where LIKE would see wildcards.
  search: `SELECT ${COLUMNS} FROM orders
    WHERE (placed_at < ? OR (placed_at = ? AND seq < ?))
      AND (? IS NULL OR instr(id, ?) > 0 OR instr(lower(json_extract(form, '$.email')), ?) > 0)
    ORDER BY placed_at DESC, seq DESC LIMIT ?`,
  waiting: "SELECT count(*) AS n FROM orders WHERE due IS NOT NULL",
  givenUp: "SELECT count(*) AS n FROM orders WHERE due IS NULL AND done_at IS NULL",
  orders: "SELECT count(*) AS n FROM orders",
  failure: `SELECT tried_at AS at, status, error, min(tried_since) FILTER (WHERE due IS NOT NULL) OVER () AS since
    FROM orders
    WHERE done_at IS NULL AND attempts > 0 ORDER BY tried_at DESC LIMIT 1`,
  retryOne:
    "UPDATE orders SET due = ?, attempts = 0, tried_since = NULL, done_at = NULL WHERE id = ?",
  retryGivenUp:
    "UPDATE orders SET due = ?, attempts = 0, tried_since = NULL WHERE due IS NULL AND done_at IS NULL",
  retryStopped: "UPDATE orders SET due = ?, attempts = 0, tried_since = NULL WHERE due IS NOT NULL",
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

  /** What is due, the longest overdue first. */
  due(sale: string, now: number, most: number): { seq: number; order: OutgoingOrder }[] {
    if (this.isStopped) return [];
    return this.#rows(QUERY.due, now, most).map((row) => ({
      seq: row.seq,
      order: outgoing(sale, row),
    }));
  }

  /** When the next delivery is due; undefined if none is. */
  nextDue(): number | undefined {
    if (this.isStopped) return undefined;
    const [row] = this.#storage.sql.exec<{ due: number | null }>(QUERY.nextDue).toArray();
    return row?.due ?? undefined;
  }

  /** Records the result of an attempt. `random` in [0, 1) spreads the next one. */
  tried(seq: number, sent: Sent, now: number, random: number): void {
    const [row] = this.#rows(QUERY.page, seq - 1, 1);
    if (row?.seq !== seq || row.done_at !== null) return;
    const attempts = row.attempts + 1;
    const due = sent.ok ? null : this.#nextTry(row, attempts, sent, now, random);
    const error = sent.ok ? null : (sent.error ?? null);
    const doneAt = sent.ok ? now : null;
    const since = row.tried_since ?? now;
    const values = [due, attempts, since, doneAt, now, sent.status, error, seq];
    this.#storage.sql.exec(QUERY.tried, ...values);
    if (sent.ok) this.#eraseAgainAt = 0;
    else if (sent.stop) this.#stop(now);
  }

  /** Queues one order again, whatever its state. False if this gate has no such order. */
  retry(orderId: string, now: number): boolean {
    const found = this.#returning(QUERY.retryOne, now, orderId) > 0;
    if (found) this.#stop(null);
    return found;
  }

  /** Queues all orders that were given up or stopped; returns how many. */
  retryAll(now: number): number {
    const queries = [QUERY.retryGivenUp, ...(this.isStopped ? [QUERY.retryStopped] : [])];
    const again = this.#storage.transactionSync(() =>
      // Reversed, so that the query for stopped orders does not count what the other has just made
      // due.
      queries.reverse().map((query) => this.#returning(query, now)),
    );
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
    const counts = { waiting: 0, stopped: 0, kept: 0, delivered, undelivered, [name]: waiting };
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

  /** Only a page that follows on the one before it: a look at the last orders is no export. */
  #noteExported(after: number, last: number): void {
    if (after > this.#exported || last <= this.#exported) return;
    this.#storage.sql.exec(QUERY.export, last);
    this.#exported = last;
  }

  #nextTry(
    row: Row,
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
    return { seq: row.seq, ...order, delivery: this.#delivery(row, hasTransport) };
  }

  #rows(query: string, ...values: SqlValue[]): Row[] {
    return this.#storage.sql.exec<Row>(query, ...values).toArray();
  }

  #count(query: string): number {
    return this.#storage.sql.exec<{ n: number }>(query).toArray()[0]?.n ?? 0;
  }
}

function outgoing(sale: string, { id, placed_at: placedAt, form }: Row): OutgoingOrder {
  return { orderId: id, sale, placedAt, ...(JSON.parse(form) as Partial<OrderForm>) };
}
