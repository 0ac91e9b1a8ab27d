import { ALERTS_MIGRATION } from "../alerts/ledger.ts";
import type { CallStep, OperatorEvent } from "../contract.ts";
import type { DrawNews } from "../gate/messages.ts";
import { type LedgerStorage, migrate } from "../storage.ts";
import type { Account, Reply, Report, Switch, Terms } from "./messages.ts";
import { grant } from "./rules.ts";

/** Who did something, and to which order. */
export type Doer = Pick<OperatorEvent, "by" | "order">;

type TermsRow = {
  gates: number;
  slots: number;
  reserve: number;
  stock: number;
  draw: string | null;
};
type CallRow = { at: number; called: number; startsAt: number };
type GateRow = {
  gate: number;
  given: number;
  returned: number;
  sold: number;
  cancelled: number;
  soldAt: number;
};
type EventRow = {
  at: number;
  action: OperatorEvent["action"];
  stock: number | null;
  by: string | null;
  order_id: string | null;
};

const MIGRATIONS = [
  `CREATE TABLE terms (gates INTEGER NOT NULL, slots INTEGER NOT NULL, reserve INTEGER NOT NULL, stock INTEGER NOT NULL);
   CREATE TABLE gates (gate INTEGER PRIMARY KEY, given INTEGER NOT NULL, returned INTEGER NOT NULL, sold INTEGER NOT NULL,
     sold_at INTEGER NOT NULL);
   CREATE TABLE switches (at INTEGER NOT NULL, action TEXT NOT NULL, stock INTEGER);`,
  "ALTER TABLE gates ADD COLUMN cancelled INTEGER NOT NULL DEFAULT 0;",
  `ALTER TABLE switches ADD COLUMN by TEXT;
   ALTER TABLE switches ADD COLUMN order_id TEXT;`,
  ALERTS_MIGRATION,
  `ALTER TABLE terms ADD COLUMN draw TEXT;
   CREATE TABLE calls (at INTEGER NOT NULL, called REAL NOT NULL, starts_at INTEGER NOT NULL);`,
];

const QUERY = {
  terms: "SELECT gates, slots, reserve, stock, draw FROM terms",
  freeze: "INSERT INTO terms (gates, slots, reserve, stock, draw) VALUES (?, ?, ?, ?, ?)",
  calls: "SELECT at, called, starts_at AS startsAt FROM calls ORDER BY rowid",
  call: "INSERT INTO calls (at, called, starts_at) VALUES (?, ?, ?)",
  restock: "UPDATE terms SET stock = ?",
  gates: "SELECT gate, given, returned, sold, cancelled, sold_at AS soldAt FROM gates",
  account:
    "INSERT OR REPLACE INTO gates (gate, given, returned, sold, cancelled, sold_at) VALUES (?, ?, ?, ?, ?, ?)",
  events: "SELECT at, action, stock, by, order_id FROM switches ORDER BY rowid",
  record: "INSERT INTO switches (at, action, stock, by, order_id) VALUES (?, ?, ?, ?, ?)",
} as const;

const NOTHING: Account = { given: 0, returned: 0, sold: 0, cancelled: 0, soldAt: 0 };

/**
 * The units of a sale that no gate has drawn, and the operator's switch. Synchronous; `now` is
 * always the caller's. What SQLite holds is mirrored in memory: an object is the only writer of its
 * storage, and an answer that changes nothing must not cost a query.
 */
export class StockroomLedger {
  readonly #storage: LedgerStorage;
  readonly #gates = new Map<number, Account>();
  #terms: Terms | undefined;
  #switch: Switch = "on";
  #endedAt: number | undefined;
  /** Units out with the gates, sold or not: given and not returned. */
  #out = 0;
  /** Units in orders that stand. */
  #sold = 0;
  #cancelled = 0;
  #soldAt = 0;
  /** Each time that more numbers were called, oldest first: about one a second at the most. */
  readonly #calls: CallStep[] = [];
  #drawStartsAt: number | undefined;

  constructor(storage: LedgerStorage) {
    this.#storage = storage;
    migrate(storage, MIGRATIONS);
    this.#load();
  }

  /** Frozen at first contact; undefined before it. */
  get terms(): Terms | undefined {
    return this.#terms;
  }

  /** Asking twice is asking once: totals merge by the greater, so a lost reply costs no second unit. */
  report(report: Report): Reply {
    const terms = this.#terms ?? this.#freeze(report.terms);
    const known = this.#gates.get(report.gate) ?? NOTHING;
    const told = {
      given: known.given,
      returned: Math.max(known.returned, report.returned),
      sold: Math.max(known.sold, report.sold),
      // While a deployment spreads, a gate may still run the version that did not know of it.
      cancelled: Math.max(known.cancelled, report.cancelled ?? 0),
      soldAt: Math.max(known.soldAt, report.soldAt),
    };
    const left = terms.stock - this.#out + (told.returned - known.returned);
    const units = this.#switch === "ended" ? 0 : grant(told.given, report.wanted, left);
    this.#settle(report.gate, known, { ...told, given: told.given + units });
    return this.reply(report.gate);
  }

  /** What a gate is told, without hearing its account. Only after first contact. */
  reply(gate: number): Reply {
    const terms = this.#frozen();
    const soldOut = this.#sold >= terms.stock;
    const endedAt = this.#endedAt ?? (soldOut ? this.#soldAt : undefined);
    return {
      given: this.#gates.get(gate)?.given ?? 0,
      terms,
      switch: this.#switch,
      ...(endedAt === undefined ? {} : { endedAt }),
      left: terms.stock - this.#out,
      sold: this.#sold,
      soldOut,
      ...(terms.draw === undefined ? {} : { draw: this.draw }),
    };
  }

  /** In a draw: numbers below this one have been called. */
  get called(): number {
    return this.#calls.at(-1)?.called ?? 0;
  }

  get draw(): Pick<DrawNews, "called" | "startsAt"> {
    const startsAt = this.#drawStartsAt;
    return { called: this.called, ...(startsAt === undefined ? {} : { startsAt }) };
  }

  /** Every step of `called`, oldest first. */
  calls(): CallStep[] {
    return this.#calls;
  }

  /**
   * Calls all numbers below this one. Written down before anybody is told, and never taken back. The first
   * call freezes `startsAt`, which says who was there before the start: a start that is moved changes no
   * number that somebody has seen.
   */
  call(called: number, now: number, startsAt: number): void {
    if (called <= this.called) return;
    const frozen = this.#drawStartsAt ?? startsAt;
    this.#storage.sql.exec(QUERY.call, now, called, frozen);
    this.#drawStartsAt = frozen;
    this.#calls.push({ at: now, called });
  }

  /** Gates with units that are in no order as far as we know, those with the most first. */
  holders(): { gate: number; given: number; held: number }[] {
    return [...this.#gates]
      .map(([gate, { given, returned, sold, cancelled }]) => ({
        gate,
        given,
        held: given - returned - sold + cancelled,
      }))
      .filter(({ held }) => held > 0)
      .sort((a, b) => b.held - a.held);
  }

  /** Orders that were cancelled, as far as the gates have told. */
  get cancelled(): number {
    return this.#cancelled;
  }

  /** Every gate that has made itself known. */
  known(): number[] {
    return [...this.#gates.keys()];
  }

  /** First contact can also be the operator's: a sale can be paused before anybody has come. */
  freeze(terms: Terms): void {
    if (!this.#terms) this.#freeze(terms);
  }

  /** Pauses, resumes or ends. False when the sale has been ended, which is for good. */
  turn(action: "pause" | "resume" | "end", now: number, by?: string): boolean {
    if (this.#switch === "ended") return action === "end";
    const next: Switch = action === "pause" ? "paused" : action === "resume" ? "on" : "ended";
    if (next === this.#switch) return true;
    this.#record({ at: now, action, stock: null, ...doer({ by }) });
    return true;
  }

  /** Raises the stock to a total. False when that would lower it: units may be out already. */
  restock(stock: number, now: number, by?: string): boolean {
    const terms = this.#frozen();
    if (stock < terms.stock) return false;
    if (stock === terms.stock) return true;
    this.#storage.transactionSync(() => {
      this.#storage.sql.exec(QUERY.restock, stock);
      this.#record({ at: now, action: "restock", stock, ...doer({ by }) });
    });
    this.#terms = { ...terms, stock };
    return true;
  }

  /** Writes down what the operator did to orders, which changes nothing here. */
  log(action: "redeliver" | "cancel" | "paid", now: number, by: Doer): void {
    this.#record({ at: now, action, stock: null, ...doer(by) });
  }

  /** The operator's log, oldest first. */
  events(): OperatorEvent[] {
    const rows = this.#storage.sql.exec<EventRow>(QUERY.events).toArray();
    return rows.map(({ at, action, stock, by, order_id: order }) => ({
      ...{ at, action, stock },
      ...doer({ by: by ?? undefined, order: order ?? undefined }),
    }));
  }

  #freeze(terms: Terms): Terms {
    const { gates, slots, reserve, stock, draw } = terms;
    const facts = draw ? JSON.stringify(draw) : null;
    this.#storage.sql.exec(QUERY.freeze, gates, slots, reserve ? 1 : 0, stock, facts);
    this.#terms = { gates, slots, reserve, stock, ...(draw && { draw }) };
    return this.#terms;
  }

  #frozen(): Terms {
    if (!this.#terms) throw new Error("a stockroom is asked before its first contact");
    return this.#terms;
  }

  #settle(gate: number, before: Account, after: Account): void {
    const changed =
      !this.#gates.has(gate) ||
      after.given !== before.given ||
      after.returned !== before.returned ||
      after.sold !== before.sold ||
      after.cancelled !== before.cancelled;
    if (!changed) return;
    const { given, returned, sold, cancelled, soldAt } = after;
    this.#storage.sql.exec(QUERY.account, gate, given, returned, sold, cancelled, soldAt);
    this.#gates.set(gate, after);
    this.#out += given - returned - (before.given - before.returned);
    this.#sold += sold - cancelled - (before.sold - before.cancelled);
    this.#cancelled += cancelled - before.cancelled;
    this.#soldAt = Math.max(this.#soldAt, soldAt);
  }

  #record(event: OperatorEvent): void {
    const { at, action, stock, by = null, order = null } = event;
    this.#storage.sql.exec(QUERY.record, at, action, stock, by, order);
    this.#apply(event);
  }

  #apply({ at, action }: OperatorEvent): void {
    if (action === "pause") this.#switch = "paused";
    if (action === "resume") this.#switch = "on";
    if (action === "end") {
      this.#switch = "ended";
      this.#endedAt = at;
    }
  }

  #load(): void {
    const [terms] = this.#storage.sql.exec<TermsRow>(QUERY.terms).toArray();
    if (terms) this.#terms = termsOf(terms);
    for (const { startsAt, ...step } of this.#storage.sql.exec<CallRow>(QUERY.calls).toArray()) {
      this.#calls.push(step);
      this.#drawStartsAt = startsAt;
    }
    for (const { gate, ...account } of this.#storage.sql.exec<GateRow>(QUERY.gates).toArray()) {
      this.#gates.set(gate, account);
      this.#out += account.given - account.returned;
      this.#sold += account.sold - account.cancelled;
      this.#cancelled += account.cancelled;
      this.#soldAt = Math.max(this.#soldAt, account.soldAt);
    }
    for (const event of this.events()) this.#apply(event);
  }
}

function termsOf({ draw, reserve, ...terms }: TermsRow): Terms {
  return { ...terms, reserve: reserve === 1, ...(draw !== null && { draw: JSON.parse(draw) }) };
}

/** Only what is known. */
function doer({ by, order }: { [Name in keyof Doer]: string | undefined }): Doer {
  return { ...(by === undefined ? {} : { by }), ...(order === undefined ? {} : { order }) };
}
