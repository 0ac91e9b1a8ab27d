/**
 * What a ledger needs of its SQLite: the part of `DurableObjectStorage` that works synchronously.
 * The runtime's storage fits as it is, and so does a few lines around `node:sqlite`, on which the
 * simulation runs the very same ledgers.
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
 * Brings a ledger's tables up to date. `migrations` only ever grows at its end: what has run on
 * somebody's data is never edited. (`PRAGMA user_version` is refused inside an object, hence a table.)
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
