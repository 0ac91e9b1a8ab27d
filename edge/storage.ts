/**
 * What a ledger needs from SQLite: the synchronous part of `DurableObjectStorage`. The runtime's storage
 * satisfies it as it is, and so does a small wrapper around `node:sqlite`, so that the simulation can run
 * the same ledgers.
 */
export type SqlValue = string | number | null;

export interface LedgerStorage {
  sql: {
    exec<Row extends Record<string, SqlValue>>(
      query: string,
      ...values: SqlValue[]
    ): { toArray(): Row[] };
  };
  transactionSync<Result>(work: () => Result): Result;
}

/**
 * Brings a ledger's tables up to date. `migrations` is append-only: never edit one that may have run on
 * somebody's data. The version is kept in a table, because objects do not allow `PRAGMA user_version`.
 */
export function migrate(storage: LedgerStorage, migrations: readonly string[]): void {
  storage.transactionSync(() => {
    storage.sql.exec("CREATE TABLE IF NOT EXISTS migrated (version INTEGER NOT NULL)");
    const [row] = storage.sql
      .exec<{ version: number | null }>("SELECT max(version) AS version FROM migrated")
      .toArray();
    const done = row?.version ?? 0;
    migrations.slice(done).forEach((statements, index) => {
      storage.sql.exec(statements);
      storage.sql.exec("INSERT INTO migrated (version) VALUES (?)", done + index + 1);
    });
  });
}

/** The number that a `SELECT count(*) AS n` finds. */
export function sqlCount(storage: LedgerStorage, query: string, ...values: SqlValue[]): number {
  return storage.sql.exec<{ n: number }>(query, ...values).toArray()[0]?.n ?? 0;
}
