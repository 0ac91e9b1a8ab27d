import { type LedgerStorage, migrate } from "../storage.ts";
import type { Taken } from "./messages.ts";

type Row = { version: number; shopper: string };

const MIGRATIONS = [
  // AUTOINCREMENT: a version is never used again, also after its row was deleted.
  `CREATE TABLE contacts (version INTEGER PRIMARY KEY AUTOINCREMENT, contact TEXT NOT NULL UNIQUE, shopper TEXT NOT NULL);
   CREATE TABLE retention (erase_at INTEGER);
   INSERT INTO retention VALUES (NULL);`,
];

const QUERY = {
  holder: "SELECT version, shopper FROM contacts WHERE contact = ?",
  take: "INSERT OR REPLACE INTO contacts (contact, shopper) VALUES (?, ?) RETURNING version",
  free: "DELETE FROM contacts WHERE contact = ? AND version = ?",
  eraseAt: "SELECT erase_at FROM retention",
  keepUntil: "UPDATE retention SET erase_at = ?",
  erase: "DELETE FROM contacts",
} as const;

/** Who has which contact: hashes and shoppers' ids, nothing that anybody could be told by. Synchronous. */
export class RegisterLedger {
  readonly #storage: LedgerStorage;
  #eraseAt: number | null;

  constructor(storage: LedgerStorage) {
    this.#storage = storage;
    migrate(storage, MIGRATIONS);
    const [row] = storage.sql.exec<{ erase_at: number | null }>(QUERY.eraseAt).toArray();
    this.#eraseAt = row?.erase_at ?? null;
  }

  /**
   * Each taking has a version of its own: a message that frees an earlier one, and comes late, must
   * not free the one that an order has been placed with since.
   */
  take(contact: string, shopper: string): Taken {
    const [holder] = this.#storage.sql.exec<Row>(QUERY.holder, contact).toArray();
    if (holder && holder.shopper !== shopper) return { ok: false };
    const [row] = this.#storage.sql.exec<Row>(QUERY.take, contact, shopper).toArray();
    if (!row) throw new Error("SQLite has told no version");
    return { ok: true, version: row.version };
  }

  /** Only the last taking can be freed. */
  free(contact: string, version: number): void {
    this.#storage.sql.exec(QUERY.free, contact, version);
  }

  /** When all is to be erased, in ms since 1970; undefined when never, or done. */
  get eraseAt(): number | undefined {
    return this.#eraseAt ?? undefined;
  }

  /** A deployment may have moved it. True if it has changed. */
  keepUntil(at: number | undefined): boolean {
    if ((at ?? null) === this.#eraseAt) return false;
    this.#eraseAt = at ?? null;
    this.#storage.sql.exec(QUERY.keepUntil, this.#eraseAt);
    return true;
  }

  /** Erases every contact once its time has come. */
  erase(now: number): void {
    if (this.#eraseAt === null || this.#eraseAt > now) return;
    this.#storage.transactionSync(() => {
      this.#storage.sql.exec(QUERY.erase);
      this.#storage.sql.exec(QUERY.keepUntil, null);
    });
    this.#eraseAt = null;
  }
}
