import { type LedgerStorage, migrate } from "../storage.ts";
import type { Role, Session } from "./session.ts";

const MIGRATIONS = [
  `CREATE TABLE signed_out (id TEXT PRIMARY KEY, until INTEGER NOT NULL) WITHOUT ROWID;
   CREATE TABLE signed_out_all (role TEXT PRIMARY KEY, at INTEGER NOT NULL) WITHOUT ROWID;`,
];

const QUERY = {
  one: "SELECT 1 AS found FROM signed_out WHERE id = ?",
  all: "SELECT at FROM signed_out_all WHERE role = ?",
  signOut: "INSERT OR REPLACE INTO signed_out (id, until) VALUES (?, ?)",
  signOutAll: "INSERT OR REPLACE INTO signed_out_all (role, at) VALUES (?, ?)",
  forget: "DELETE FROM signed_out WHERE until <= ?",
} as const;

/** Which sessions have been signed out. Synchronous; the caller passes `now` (ms since 1970). */
export class SessionLedger {
  readonly #storage: LedgerStorage;

  constructor(storage: LedgerStorage) {
    this.#storage = storage;
    migrate(storage, MIGRATIONS);
  }

  isSignedOut({ id, role, since }: Session): boolean {
    const [all] = this.#storage.sql.exec<{ at: number }>(QUERY.all, role).toArray();
    if (all && since <= all.at) return true;
    return this.#storage.sql.exec(QUERY.one, id).toArray().length > 0;
  }

  /** Remembered only as long as the session would have lived. */
  signOut({ id, until }: Session, now: number): void {
    this.#storage.sql.exec(QUERY.forget, now);
    this.#storage.sql.exec(QUERY.signOut, id, until);
  }

  /** Every session of these roles that has been begun until now. */
  signOutAll(roles: Role[], now: number): void {
    for (const role of roles) this.#storage.sql.exec(QUERY.signOutAll, role, now);
  }
}
