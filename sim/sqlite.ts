import { DatabaseSync, type StatementSync } from "node:sqlite";
import type { LedgerStorage, SqlValue } from "../edge/storage.ts";

/** An object's SQLite. It outlives the object: a restarted one opens it again. */
export class Disk {
  readonly #database = new DatabaseSync(":memory:");
  readonly #prepared = new Map<string, StatementSync>();

  rows<Row>(query: string, ...values: SqlValue[]): Row[] {
    let statement = this.#prepared.get(query);
    if (!statement) {
      statement = this.#database.prepare(query);
      this.#prepared.set(query, statement);
    }
    return statement.all(...values) as Row[];
  }

  count(query: string, ...values: SqlValue[]): number {
    return Number(this.rows<{ n: number }>(query, ...values)[0]?.n ?? 0);
  }

  /**
   * As an object sees it. `alive` says whether that object still runs: one that has crashed cannot
   * write any more. `rewrite` lets a planted fault tamper with the SQL.
   */
  open(alive: () => boolean, rewrite: (query: string) => string = (query) => query): LedgerStorage {
    const requireAlive = () => {
      if (!alive()) throw new Error("a crashed object touched its storage");
    };
    return {
      sql: {
        exec: <Row extends Record<string, SqlValue>>(query: string, ...values: SqlValue[]) => {
          requireAlive();
          const rows = this.#exec<Row>(rewrite(query), values);
          return { toArray: () => rows };
        },
      },
      transactionSync: (work) => {
        requireAlive();
        return this.#transact(work);
      },
    };
  }

  close(): void {
    this.#database.close();
  }

  #exec<Row>(query: string, values: SqlValue[]): Row[] {
    if (values.length > 0 || !query.includes(";")) return this.rows<Row>(query, ...values);
    this.#database.exec(query); // several statements at once: a migration
    return [];
  }

  #transact<Result>(work: () => Result): Result {
    this.#database.exec("BEGIN");
    try {
      const result = work();
      this.#database.exec("COMMIT");
      return result;
    } catch (error) {
      this.#database.exec("ROLLBACK");
      throw error;
    }
  }
}
