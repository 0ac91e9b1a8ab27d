/** Stores each order once, by its id, however many times it is delivered. */
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
  ) STRICT`;
const PUT = `
  INSERT INTO orders (id, data, first_at, last_at) VALUES (?1, ?2, ?3, ?3)
  ON CONFLICT (id) DO UPDATE SET
    times = times + 1, last_at = ?3, changed = changed OR data <> excluded.data`;
const LIST = "SELECT * FROM orders ORDER BY first_at, id";
const COUNT = `
  SELECT count(*) AS orders, coalesce(sum(times), 0) AS accepted,
    coalesce(sum(changed), 0) AS changed FROM orders`;

interface OrderRow {
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
}

export class OrderStore {
  readonly #database: DatabaseSync;
  readonly #put: StatementSync;

  constructor(file: string) {
    this.#database = new DatabaseSync(file);
    this.#database.exec("PRAGMA journal_mode = WAL");
    this.#database.exec(SCHEMA);
    this.#put = this.#database.prepare(PUT);
  }

  put(data: OrderData, now: number): void {
    this.#put.run(data.orderId, JSON.stringify(data), now);
  }

  *list(): Generator<StoredOrder> {
    for (const row of this.#database.prepare(LIST).iterate()) {
      const { data, times, first_at, last_at, changed } = row as unknown as OrderRow;
      const counted = { times, firstAt: first_at, lastAt: last_at, changed: changed === 1 };
      yield { ...(JSON.parse(data) as OrderData), ...counted };
    }
  }

  counts(): Counts {
    return { ...(this.#database.prepare(COUNT).get() as unknown as Counts) };
  }

  close(): void {
    this.#database.close();
  }
}
