/** Stores each order, payment and cancellation once, by its id, however many times it is delivered. */
import { DatabaseSync, type StatementSync } from "node:sqlite";

/** What a sale says of an order. */
export interface OrderData {
  orderId: string;
  sale: string;
  /** Milliseconds since 1970, like all times here. */
  placedAt: number;
  [field: string]: unknown;
}

export interface StoredOrder extends OrderData {
  /** How often it came. */
  times: number;
  firstAt: number;
  lastAt: number;
  paidAt?: number;
  cancelledAt?: number;
  /** Why it was cancelled: `shop` or `unpaid`. */
  reason?: string;
  /** It came again with different data, which is the sender's fault. The first data are kept. */
  changed: boolean;
}

const SCHEMA = `
  CREATE TABLE IF NOT EXISTS orders (
    id TEXT PRIMARY KEY,
    data TEXT NOT NULL,
    times INTEGER NOT NULL DEFAULT 1,
    first_at INTEGER NOT NULL,
    last_at INTEGER NOT NULL,
    changed INTEGER NOT NULL DEFAULT 0
  ) STRICT;
  CREATE TABLE IF NOT EXISTS changes (id TEXT PRIMARY KEY, order_id TEXT NOT NULL, life TEXT NOT NULL) STRICT;
  CREATE INDEX IF NOT EXISTS changes_order ON changes (order_id)`;
const PUT = `
  INSERT INTO orders (id, data, first_at, last_at) VALUES (?1, ?2, ?3, ?3)
  ON CONFLICT (id) DO UPDATE SET
    times = times + 1, last_at = ?3, changed = changed OR data <> excluded.data`;
const CHANGE =
  "INSERT INTO changes (id, order_id, life) VALUES (?, ?, ?) ON CONFLICT (id) DO NOTHING";
const LIVES = "SELECT life FROM changes WHERE order_id = ?";
const FIND = "SELECT * FROM orders WHERE id = ?";
const LIST = "SELECT * FROM orders ORDER BY first_at, id";
const COUNT = `
  SELECT count(*) AS orders, coalesce(sum(times), 0) AS accepted,
    coalesce(sum(changed), 0) AS changed,
    (SELECT count(*) FROM changes WHERE life LIKE '%"cancelledAt"%') AS cancelled,
    (SELECT count(DISTINCT order_id) FROM changes WHERE life LIKE '%"paidAt"%') AS paid
  FROM orders`;

interface OrderRow {
  id: string;
  data: string;
  times: number;
  first_at: number;
  last_at: number;
  changed: number;
}
export interface Counts {
  orders: number;
  accepted: number;
  changed: number;
  /** Of these, orders that were reported paid, and cancelled; an order can be both. */
  paid: number;
  cancelled: number;
}

export class OrderStore {
  readonly #database: DatabaseSync;
  readonly #put: StatementSync;
  readonly #lives: StatementSync;

  constructor(file: string) {
    this.#database = new DatabaseSync(file);
    this.#database.exec("PRAGMA journal_mode = WAL");
    this.#database.exec(SCHEMA);
    this.#put = this.#database.prepare(PUT);
    this.#lives = this.#database.prepare(LIVES);
  }

  put(data: OrderData, now: number): void {
    this.#put.run(data.orderId, JSON.stringify(data), now);
  }

  /** An order has been paid or cancelled, as `data` says; `id` is the delivery's own. */
  change(id: string, { orderId, paidAt, cancelledAt, reason }: OrderData): void {
    const life = JSON.stringify({ paidAt, cancelledAt, reason });
    this.#database.prepare(CHANGE).run(id, orderId, life);
  }

  find(orderId: string): StoredOrder | undefined {
    const row = this.#database.prepare(FIND).get(orderId);
    return row && this.#stored(row as unknown as OrderRow);
  }

  *list(): Generator<StoredOrder> {
    for (const row of this.#database.prepare(LIST).iterate()) {
      yield this.#stored(row as unknown as OrderRow);
    }
  }

  #stored({ id, data, times, first_at, last_at, changed }: OrderRow): StoredOrder {
    const counted = { times, firstAt: first_at, lastAt: last_at, changed: changed === 1 };
    const lives = this.#lives.all(id) as { life: string }[];
    const life = Object.assign({}, ...lives.map((one) => JSON.parse(one.life)));
    return { ...(JSON.parse(data) as OrderData), ...counted, ...life };
  }

  counts(): Counts {
    return { ...(this.#database.prepare(COUNT).get() as unknown as Counts) };
  }

  close(): void {
    this.#database.close();
  }
}
