import { DatabaseSync, type StatementSync } from "node:sqlite";
import type { LedgerStorage, SqlValue } from "../edge/core.ts";

/**
 * Index entries that come with a new row, as the platform bills them: `rowsWritten` of the deployed
 * tables in workerd, read on 2026-11-22. An order is in the indexes of shoppers, of ids and of what is due,
 * a contact in one of its own.
 */
const INDEXED: Record<string, number> = { orders: 3, events: 2, contacts: 1 };
/** What a new object's tables count, about. */
export const ROWS_OF_TABLES = 10;

/** An object's SQLite. It outlives the object: a restarted one opens it again. */
export class Disk {
  readonly #database = new DatabaseSync(":memory:");
  readonly #prepared = new Map<string, StatementSync>();
  /** Rows written since it was made, index entries included, tables and their migrations not. */
  rowsWritten = 0;
  #isMarked = false;

  rows<Row>(query: string, ...values: SqlValue[]): Row[] {
    return this.#statement(query).all(...values) as Row[];
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

  /** From here on everything can be undone by `rewind`: what an object does, does it in savepoints. */
  mark(): void {
    if (!this.#isMarked) this.#statement("BEGIN").run();
    this.#isMarked = true;
  }

  rewind(): void {
    this.#statement("ROLLBACK").run();
    this.#isMarked = false;
    this.rowsWritten = 0;
  }

  close(): void {
    this.#database.close();
  }

  #exec<Row>(query: string, values: SqlValue[]): Row[] {
    if (/^\s*SELECT/.test(query)) return this.rows<Row>(query, ...values);
    if (query.includes(" RETURNING ")) return this.#writeAndTell<Row>(query, values);
    if (/^\s*(?:CREATE|ALTER)/.test(query))
      this.#database.exec(query); // several statements: a migration
    else this.#write(query, values);
    return [];
  }

  #write(query: string, values: SqlValue[]): void {
    const { changes } = this.#statement(query).run(...values);
    this.#noteWritten(query, Number(changes));
  }

  #writeAndTell<Row>(query: string, values: SqlValue[]): Row[] {
    const rows = this.rows<Row>(query, ...values);
    this.#noteWritten(query, rows.length);
    return rows;
  }

  #noteWritten(query: string, changes: number): void {
    const table = /^INSERT (?:OR REPLACE )?INTO (\w+)/.exec(query)?.[1] ?? "";
    if (table !== "migrated") this.rowsWritten += changes * (1 + (INDEXED[table] ?? 0));
  }

  #statement(query: string): StatementSync {
    let statement = this.#prepared.get(query);
    if (!statement) {
      statement = this.#database.prepare(query);
      this.#prepared.set(query, statement);
    }
    return statement;
  }

  #transact<Result>(work: () => Result): Result {
    this.#statement("SAVEPOINT work").run();
    try {
      const result = work();
      this.#statement("RELEASE work").run();
      return result;
    } catch (error) {
      this.#statement("ROLLBACK TO work").run();
      this.#statement("RELEASE work").run();
      throw error;
    }
  }
}

/**
 * Making an object's tables takes longer than playing a small sale on them, so that disks are used
 * again: rewound to where their tables were new.
 */
export class DiskPool {
  readonly #idle: Disk[] = [];

  take(): Disk {
    return this.#idle.pop() ?? new Disk();
  }

  give(disk: Disk): void {
    disk.rewind();
    if (this.#idle.length < MOST_IDLE) this.#idle.push(disk);
    else disk.close();
  }
}
const MOST_IDLE = 200;
