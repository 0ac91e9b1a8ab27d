import type { CancelReason, OrderForm } from "../contract.ts";
import { EXPORT_MIGRATION, OUTBOX_MIGRATION } from "../outbox/ledger.ts";
import type { Account, Called, Terms } from "../stockroom/messages.ts";
import { batch } from "../stockroom/rules.ts";
import { type LedgerStorage, migrate, sqlCount } from "../storage.ts";
import type {
  Counts,
  Looked,
  Order,
  Payments,
  Placing,
  Refusals,
  Settled,
  Slot,
} from "./messages.ts";
import { LIFE_MIGRATION, OrderLedger, PAYMENTS_MIGRATION } from "./order-ledger.ts";
import { backUntil, FREE_RELEASES, secondChances } from "./rules.ts";

type AccountRow = {
  sale: string;
  gate: number;
  gates: number;
  slots: number;
  reserve: number;
  stock: number;
  draw: string | null;
  given: number;
  returned: number;
  wanted: number;
  told: number;
};
type SlotRow = { shopper: string; slot: string; expires_at: number; number: number | null };

const MIGRATIONS = [
  `CREATE TABLE account (sale TEXT NOT NULL, gate INTEGER NOT NULL, gates INTEGER NOT NULL, slots INTEGER NOT NULL,
     reserve INTEGER NOT NULL, stock INTEGER NOT NULL, given INTEGER NOT NULL, returned INTEGER NOT NULL, wanted INTEGER NOT NULL);
   CREATE TABLE slots (shopper TEXT PRIMARY KEY, slot TEXT NOT NULL, expires_at INTEGER NOT NULL) WITHOUT ROWID;
   CREATE TABLE orders (seq INTEGER PRIMARY KEY, shopper TEXT NOT NULL UNIQUE, id TEXT NOT NULL, slot TEXT NOT NULL,
     placed_at INTEGER NOT NULL, form TEXT NOT NULL);
   CREATE TABLE refusals (code TEXT PRIMARY KEY, count INTEGER NOT NULL) WITHOUT ROWID;`,
  OUTBOX_MIGRATION,
  `CREATE TABLE lapses (shopper TEXT PRIMARY KEY, count INTEGER NOT NULL, releases INTEGER NOT NULL, at INTEGER NOT NULL) WITHOUT ROWID;`,
  EXPORT_MIGRATION,
  LIFE_MIGRATION,
  PAYMENTS_MIGRATION,
  `ALTER TABLE account ADD COLUMN draw TEXT;
   ALTER TABLE slots ADD COLUMN number REAL;
   ALTER TABLE orders ADD COLUMN number REAL;`,
];

const QUERY = {
  account:
    "SELECT sale, gate, gates, slots, reserve, stock, draw, given, returned, wanted, told FROM account",
  join: "INSERT INTO account (sale, gate, gates, slots, reserve, stock, draw, given, returned, wanted) VALUES (?, ?, ?, ?, ?, ?, ?, 0, 0, 0)",
  told: "UPDATE account SET told = ?",
  settle: "UPDATE account SET given = ?, returned = ?, wanted = ?, stock = ?",
  slots: "SELECT shopper, slot, expires_at, number FROM slots",
  grant: "INSERT INTO slots (shopper, slot, expires_at, number) VALUES (?, ?, ?, ?)",
  admitted:
    "SELECT count(*) AS n FROM (SELECT shopper FROM slots UNION SELECT shopper FROM orders UNION SELECT shopper FROM lapses)",
  free: "DELETE FROM slots WHERE shopper = ?",
  lapse: "DELETE FROM slots WHERE expires_at <= ?",
  lapses: "SELECT shopper, count, releases, at FROM lapses ORDER BY at",
  keepLapses: "INSERT OR REPLACE INTO lapses (shopper, count, releases, at) VALUES (?, ?, ?, ?)",
  forgiveOne: "DELETE FROM lapses WHERE shopper = ?",
  forgive: "DELETE FROM lapses",
  counts: "SELECT code, count FROM refusals",
  keepCounts: "INSERT OR REPLACE INTO refusals (code, count) VALUES (?, ?)",
} as const;

/** A few megabytes of the 128 that an object has; beyond that, each claim asks SQLite. */
const BUYERS_IN_MEMORY = 20_000;

/** Shoppers whose lapsed slots are remembered, the latest of them: a megabyte at the most. */
const LAPSES_KEPT = 10_000;

/** A slot may become free before it lapses, so nobody is sent away for longer because of it. Ms. */
const ASK_AGAIN = 1_500;

/** Slots of one shopper that came to nothing. `at`: when the last one did, ms since 1970. */
type Lapses = { count: number; releases: number; at: number };

/** Which gate of which sale this is. */
export interface Self {
  sale: string;
  gate: number;
}

/**
 * A gate's slots, units and orders. Synchronous; `now` is always the caller's, ids are the
 * caller's too. Slots and counters are mirrored in memory: an object is the only writer of its
 * storage, and a refusal must not cost a query. What SQLite refuses never reaches the mirror.
 */
export class GateLedger {
  readonly #storage: LedgerStorage;
  readonly #orders: OrderLedger;
  readonly #slots = new Map<string, Slot>();
  /** Those that have not lapsed for the longest time come first. */
  readonly #lapses = new Map<string, Lapses>();
  #self: Self | undefined;
  #terms: Terms | undefined;
  /** Who has ordered, while they are few enough to be kept in memory. */
  #buyers: Set<string> | undefined = new Set();
  #counts: Counts = {};
  #countsKept = true;
  #given = 0;
  #returned = 0;
  #wanted = 0;
  #sold = 0;
  #cancelled = 0;
  /** How many of these cancellations the stockroom has heard of. */
  #told = 0;
  /** How many sales it has heard of. Only in memory: a gate that restarts tells them once more. */
  #salesTold = 0;
  #soldAt = 0;
  /** Only counted in a draw. */
  #admitted = 0;

  constructor(storage: LedgerStorage) {
    this.#storage = storage;
    migrate(storage, MIGRATIONS);
    this.#orders = new OrderLedger(storage);
    this.#load();
  }

  /** The frozen terms, once the stockroom has told them. */
  get terms(): Terms | undefined {
    return this.#terms;
  }

  /** Which gate this is, once the stockroom has answered for the first time. */
  get self(): Self | undefined {
    return this.#self;
  }

  /** What the stockroom is told. */
  get account(): Account {
    return {
      given: this.#given,
      returned: this.#returned,
      sold: this.#sold,
      cancelled: this.#cancelled,
      soldAt: this.#soldAt,
    };
  }

  /** The total asked of the stockroom and perhaps not answered yet. */
  get wanted(): number {
    return this.#wanted;
  }

  /** Units here that are in no order, or in one that was cancelled. */
  get held(): number {
    return this.#given - this.#returned - this.#sold + this.#cancelled;
  }

  /** Cancellations that the stockroom has not heard of: units that nobody else can buy yet. */
  get untold(): number {
    return this.#cancelled - this.#told;
  }

  /** Sales that the stockroom may not have heard of: until it has, nobody can say "sold out". */
  get untoldSales(): number {
    return this.#sold - this.#salesTold;
  }

  /** Units here that wait for nobody: in a race all that are held, else those beyond the open slots. */
  idle(now: number): number {
    return this.#terms?.reserve ? this.held - this.openSlots(now) : this.held;
  }

  openSlots(now: number): number {
    let open = 0;
    for (const { expiresAt } of this.#slots.values()) if (expiresAt > now) open++;
    return open;
  }

  /** What a draw goes by: open slots, and how many shoppers have ever had one here. */
  drawn(now: number): Called {
    return { open: this.openSlots(now), admitted: this.#admitted };
  }

  /** Whether another slot would stay within M. */
  hasPlace(now: number): boolean {
    const places = this.#terms?.slots ?? 0;
    return this.#slots.size < places || this.openSlots(now) < places;
  }

  /** When the next slot lapses; undefined without any. */
  nextLapse(): number | undefined {
    let next: number | undefined;
    for (const { expiresAt } of this.#slots.values()) {
      if (next === undefined || expiresAt < next) next = expiresAt;
    }
    return next;
  }

  /** When there is something to do that nobody asks for: a slot lapses, or a payment is due. */
  nextAlarm(): number | undefined {
    const lapse = this.nextLapse() ?? Number.POSITIVE_INFINITY;
    const due = Math.min(lapse, this.#orders.nextPayBy ?? lapse);
    return Number.isFinite(due) ? due : undefined;
  }

  /** This shopper's slot, unless it has lapsed. */
  slotOf(shopper: string, now: number): Slot | undefined {
    const slot = this.#slots.get(shopper);
    return slot && slot.expiresAt > now ? slot : undefined;
  }

  /** The order that keeps this shopper from another one. */
  orderOf(shopper: string): Order | undefined {
    return this.#mayHaveOrdered(shopper) ? this.#orders.standing(shopper) : undefined;
  }

  /** What this slot has become, whatever became of the order afterwards. */
  orderWith(shopper: string, slot: string): Order | undefined {
    return this.#mayHaveOrdered(shopper) ? this.#orders.withSlot(shopper, slot) : undefined;
  }

  /**
   * For how long this shopper gets no slot because earlier ones came to nothing; 0 for not at all. Ms.
   * Together such shoppers have half of the slots at the most, so that the others always have theirs.
   */
  backFor(shopper: string, hold: number, now: number): number {
    const lapses = this.#lapses.get(shopper);
    if (!lapses || lapses.count === 0) return 0;
    const wait = backUntil(lapses, hold) - now;
    if (wait > 0) return wait;
    const alike = [...this.#slots].filter(([other]) => this.#lapsesOf(other).count > 0);
    if (alike.length < secondChances(this.#terms?.slots ?? 1)) return 0;
    const next = Math.min(...alike.map(([, { expiresAt }]) => expiresAt));
    return Math.min(Math.max(next - now, 1), ASK_AGAIN);
  }

  /**
   * What the order URL of this shopper and slot is now. *Expired* is final, whatever the clock does
   * afterwards: a slot that has lapsed is freed before it is called so.
   */
  look(shopper: string, slot: string, now: number): Looked {
    if (this.#slots.has(shopper)) this.lapse(now);
    const live = this.slotOf(shopper, now);
    if (live?.slot === slot) return { is: "slot", expiresAt: live.expiresAt };
    const order = this.#mayHaveOrdered(shopper) ? this.#orders.look(shopper, slot) : undefined;
    return order ?? { is: "expired" };
  }

  /** Grants a slot. The caller has judged; a second slot of one shopper is refused by the key. */
  grant(shopper: string, slot: Slot, now: number): void {
    this.lapse(now);
    const { slot: id, expiresAt, number = null } = slot;
    this.#storage.sql.exec(QUERY.grant, shopper, id, expiresAt, number);
    this.#slots.set(shopper, slot);
    if (number !== null && !this.#lapses.has(shopper)) this.#admitted += 1;
  }

  /** Frees the place of a slot that its shopper gives up. Now and then is fine, in a loop is not. */
  release(shopper: string, now: number): void {
    const { count, releases, at } = this.#lapsesOf(shopper);
    const isTooMany = releases >= FREE_RELEASES;
    this.#storage.transactionSync(() => {
      this.#storage.sql.exec(QUERY.free, shopper);
      this.#noteLapses(shopper, {
        count: isTooMany ? count + 1 : count,
        releases: releases + 1,
        at: isTooMany ? now : at,
      });
    });
    this.#slots.delete(shopper);
  }

  /** Frees what has lapsed, and notes whose it was; true if there was any. */
  lapse(now: number): boolean {
    const lapsed = [...this.#slots].filter(([, { expiresAt }]) => expiresAt <= now);
    if (lapsed.length === 0) return false;
    this.#storage.transactionSync(() => {
      this.#storage.sql.exec(QUERY.lapse, now);
      for (const [shopper, { expiresAt }] of lapsed) {
        const { count, releases } = this.#lapsesOf(shopper);
        this.#noteLapses(shopper, { count: count + 1, releases, at: expiresAt });
      }
    });
    for (const [shopper] of lapsed) this.#slots.delete(shopper);
    return true;
  }

  /** The sale is over: who let a slot lapse does not matter any more. */
  forgive(): void {
    if (this.#lapses.size === 0) return;
    this.#storage.sql.exec(QUERY.forgive);
    this.#lapses.clear();
  }

  /**
   * One unit becomes an order and the slot is spent, in one transaction. The caller has judged that
   * the slot lives and a unit is here; a second order of one shopper is refused by the table.
   */
  place(shopper: string, order: Order, form: OrderForm, placing: Placing = {}): void {
    if (this.held < 1) throw new Error("a gate may only sell a unit that it holds");
    const number = this.#slots.get(shopper)?.number;
    this.#storage.transactionSync(() => {
      this.#storage.sql.exec(QUERY.free, shopper);
      const isFirst = !this.#mayHaveOrdered(shopper);
      this.#orders.place(shopper, order, form, { ...placing, number }, isFirst);
    });
    this.#slots.delete(shopper);
    this.#sold += 1;
    this.#buyers?.add(shopper);
    if (this.#sold > BUYERS_IN_MEMORY) this.#buyers = undefined;
    this.#soldAt = Math.max(this.#soldAt, order.placedAt);
  }

  /** An order is reported paid. Asking twice is asking once. */
  pay(orderId: string, now: number): Settled {
    return this.#orders.pay(orderId, now);
  }

  /** Cancels an order; if it was not cancelled before, its unit is held here again. */
  cancel(orderId: string, now: number, reason: CancelReason, mail = false): Settled {
    const settled = this.#orders.cancel(orderId, now, reason, mail);
    if (settled.ok && settled.fresh) this.#cancelled += 1;
    return settled;
  }

  /** What of the orders that stand is paid, and what is to be. */
  payments(): Payments {
    return this.#orders.payments();
  }

  /** The orders that were not paid in time; no query before one is due. */
  overdue(now: number): string[] {
    return this.#orders.overdue(now);
  }

  /** The stockroom has heard of so many cancellations. */
  heardOf(cancelled: number): void {
    if (cancelled <= this.#told) return;
    this.#storage.sql.exec(QUERY.told, cancelled);
    this.#told = cancelled;
  }

  /** The stockroom has heard of so many sales. */
  heardOfSales(sold: number): void {
    this.#salesTold = Math.max(this.#salesTold, sold);
  }

  /**
   * Notes, before the stockroom is called, that `waiting` shoppers need a unit each. An intent that
   * has not been answered is repeated as it stands, not added to. `left`: what the stockroom last
   * said, which makes a draw large while there is plenty.
   */
  want(waiting: number, left: number, now: number): void {
    const short = waiting - this.idle(now);
    if (waiting === 0 || short <= 0 || !this.#terms) return;
    const wanted = this.#given + Math.max(short, batch(left, this.#terms.gates));
    if (wanted > this.#wanted) this.#settle({ wanted });
  }

  /** Takes in what the stockroom has given in all. Totals only grow: an old message changes nothing. */
  learn(self: Self, { given, terms }: { given: number; terms: Terms }): void {
    if (!this.#terms) this.#join(self, terms);
    const news = given > this.#given || terms.stock !== this.#terms?.stock;
    if (news) this.#settle({ given: Math.max(given, this.#given), stock: terms.stock });
  }

  /** The stockroom has answered an intent: what it did not give is asked for anew when needed. */
  answered(): void {
    if (this.#wanted !== this.#given) this.#settle({ wanted: this.#given });
  }

  /** Gives back units that nobody here waits for. Deducted before it is reported. */
  giveBack(units: number): void {
    if (units > 0) this.#settle({ returned: this.#returned + units });
  }

  /** Refusals so far, those included that are not kept yet. */
  get refusals(): Refusals {
    const { visitors: _visitors, ...refusals } = this.#counts;
    return refusals;
  }

  /** New shoppers that isolates have told of. */
  get visitors(): number {
    return this.#counts.visitors ?? 0;
  }

  /** Counts in memory: a refusal writes nothing. True if there was nothing to keep before. */
  count(counted: Counts): boolean {
    const first = this.#countsKept;
    for (const [what, count] of Object.entries(counted) as [keyof Counts, number][]) {
      this.#counts[what] = (this.#counts[what] ?? 0) + count;
      this.#countsKept = false;
    }
    return first && !this.#countsKept;
  }

  /** Writes the counts down, if there are new ones. */
  keepCounts(): void {
    if (this.#countsKept) return;
    this.#storage.transactionSync(() => {
      for (const [what, count] of Object.entries(this.#counts)) {
        this.#storage.sql.exec(QUERY.keepCounts, what, count);
      }
    });
    this.#countsKept = true;
  }

  #mayHaveOrdered(shopper: string): boolean {
    return this.#buyers === undefined || this.#buyers.has(shopper);
  }

  #join(self: Self, terms: Terms): void {
    const { gates, slots, reserve, stock, draw } = terms;
    const facts = draw ? JSON.stringify(draw) : null;
    const row = [self.sale, self.gate, gates, slots, reserve ? 1 : 0, stock, facts];
    this.#storage.sql.exec(QUERY.join, ...row);
    this.#self = self;
    this.#terms = terms;
  }

  #settle(change: { given?: number; returned?: number; wanted?: number; stock?: number }): void {
    if (!this.#terms) throw new Error("a gate has no units before its first contact");
    const { stock, given, returned, wanted } = {
      stock: this.#terms.stock,
      given: this.#given,
      returned: this.#returned,
      wanted: this.#wanted,
      ...change,
    };
    this.#storage.sql.exec(QUERY.settle, given, returned, Math.max(wanted, given), stock);
    this.#given = given;
    this.#returned = returned;
    this.#wanted = Math.max(wanted, given);
    this.#terms = { ...this.#terms, stock };
  }

  #lapsesOf(shopper: string): Lapses {
    return this.#lapses.get(shopper) ?? { count: 0, releases: 0, at: 0 };
  }

  /** Should the transaction fail, memory remembers a lapse too many: nobody loses a place by that. */
  #noteLapses(shopper: string, lapses: Lapses): void {
    this.#storage.sql.exec(QUERY.keepLapses, shopper, lapses.count, lapses.releases, lapses.at);
    this.#lapses.delete(shopper);
    this.#lapses.set(shopper, lapses);
    const [oldest] = this.#lapses.keys();
    if (this.#lapses.size <= LAPSES_KEPT || oldest === undefined) return;
    this.#storage.sql.exec(QUERY.forgiveOne, oldest);
    this.#lapses.delete(oldest);
  }

  #load(): void {
    const [row] = this.#storage.sql.exec<AccountRow>(QUERY.account).toArray();
    if (row) {
      const { sale, gate, gates, slots, reserve, stock, draw } = row;
      this.#self = { sale, gate };
      this.#terms = { gates, slots, reserve: reserve === 1, stock };
      if (draw !== null) this.#terms.draw = JSON.parse(draw);
      this.#given = row.given;
      this.#returned = row.returned;
      this.#wanted = row.wanted;
      this.#told = row.told;
    }
    for (const slot of this.#storage.sql.exec<SlotRow>(QUERY.slots).toArray()) {
      const { slot: id, expires_at: expiresAt, number } = slot;
      this.#slots.set(slot.shopper, { slot: id, expiresAt, ...(number !== null && { number }) });
    }
    const lapsed = this.#storage.sql.exec<Lapses & { shopper: string }>(QUERY.lapses);
    for (const { shopper, ...lapses } of lapsed.toArray()) this.#lapses.set(shopper, lapses);
    const counts = this.#storage.sql.exec<{ code: keyof Counts; count: number }>(QUERY.counts);
    for (const { code, count } of counts.toArray()) this.#counts[code] = count;
    const { sold, soldAt } = this.#orders.placed();
    this.#sold = sold;
    this.#soldAt = soldAt;
    this.#cancelled = this.#orders.cancelledCount();
    if (this.#terms?.draw) this.#admitted = sqlCount(this.#storage, QUERY.admitted);
    this.#buyers = sold > BUYERS_IN_MEMORY ? undefined : new Set(this.#orders.buyers());
  }
}
