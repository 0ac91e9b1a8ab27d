import type { CallStep, OperatorEvent } from "../contract.ts";
import { Caller } from "../draw/caller.ts";
import { EVERYBODY } from "../draw/number.ts";
import type { Change, Payments, Refusals, Settled } from "../gate/messages.ts";
import { FULL_FOR, packFlags } from "../gate/rules.ts";
import { gateInOrderId } from "../order-id.ts";
import type { Deliveries } from "../outbox/messages.ts";
import type { Doer, StockroomLedger } from "./ledger.ts";
import type { Account, Called, Reply, Report, Terms, Times, Told } from "./messages.ts";

/** A gate, as the stockroom sees it. */
interface GateStub {
  recall(
    self: { sale: string; gate: number },
    told: { given: number; terms: Terms },
  ): Promise<Account>;
  hear(self: { sale: string; gate: number }, reply: Reply): Promise<Account>;
  survey(): Promise<Account & Told>;
  drawn(): Promise<Account & Called>;
  redeliver(orderId?: string): Promise<number>;
  settle(orderId: string, change: Change): Promise<Settled>;
}

export interface StockroomDeps {
  ledger: StockroomLedger;
  sale: string;
  /** Ms since 1970. */
  clock(): number;
  gate(gate: number): GateStub;
  /** Asks for `tick()` at this time (ms since 1970) or earlier. */
  wake(at: number): void;
  /** Lets work go on after the answer. It never rejects. */
  background(work: Promise<void>): void;
}

/** How many orders are on their way again, and which gates could not be asked. */
export interface Redelivered {
  queued: number;
  silent: number[];
}

/** What the operator sees. Counters are what the gates have told: at least. */
export interface Status {
  terms: Terms;
  /** False before first contact: the terms are the deployment's, and another deployment changes them. */
  frozen: boolean;
  switch: Reply["switch"];
  endedAt?: number;
  /** Units in orders that stand. */
  sold: number;
  /** Orders that were cancelled; their units are on sale again, or sold again. */
  cancelled: number;
  left: number;
  soldOut: boolean;
  slotsOpen: number;
  /** New shoppers: at least. */
  visitors: number;
  refusals: Refusals;
  payments: Payments;
  deliveries: Deliveries;
  /** Gates that did not answer; what they hold is missing above. */
  silent: number[];
  events: OperatorEvent[];
  /** Only where slots are drawn. `steps`: only for whoever asks for the whole status. */
  draw?: { called: number; startsAt?: number; steps?: CallStep[] };
  /** The age of the oldest of these numbers: ms since 1970. */
  asOf: number;
}

/** How many gates are asked at once, and how many in all for one draw. */
const AT_ONCE = 16;
/** A gate that had nothing to give back is left alone for this long, in ms. */
const LEFT_ALONE = 400;
/** Whoever begins to watch after so long wants to know everything at first. Ms. */
const UNWATCHED = 10_000;
/** A gate that has not spoken for so long is quiet. Ms. */
const QUIET = 1_500;
/** While a sale is watched, so many quiet gates are asked in a second. */
const ASKED_A_SECOND = 0.75;
/** A quiet gate in which something may be going on is asked before one that is quieter by so much. Ms. */
const AHEAD = 5_000;
/** How often a draw calls further numbers, at most, and at least while somebody asks. Ms. */
const CALL_EVERY = 1_000;
const CALL_AT_LEAST_EVERY = 1_500;
/** A draw that no gate has asked for so long has nobody to call: a page far back in line asks every 25 s. Ms. */
const NOBODY_ASKS = 30_000;

export class StockroomService {
  readonly #deps: StockroomDeps;
  readonly #ledger: StockroomLedger;
  readonly #recalledAt = new Map<number, number>();
  /** By gate, until when it counts as full, ms since 1970. Only in memory: it is true for a second. */
  readonly #fullUntil = new Map<number, number>();
  #recalling: Promise<void> | undefined;
  /** What each gate has last told of itself, and when. */
  readonly #told = new Map<number, { told: Told; at: number }>();
  /** Gates that did not answer when they were last asked, and when that was. */
  readonly #silent = new Map<number, number>();
  #watchedAt = 0;
  /** How many quiet gates may be asked, and when that was counted. */
  #mayBeAsked = 0;
  #countedAt = 0;
  /** Gates that have yet to hear that the shelves are empty. */
  #untold = new Set<number>();
  /** Of a draw; what it has learnt is learnt again soon after a restart. */
  readonly #caller = new Caller();
  #calledAt = 0;
  /** As the gates have last told. */
  #times: Times | undefined;
  #reportedAt = 0;

  constructor(deps: StockroomDeps) {
    this.#deps = deps;
    this.#ledger = deps.ledger;
    const { terms } = deps.ledger;
    if (terms?.draw) this.#caller.expect(deps.ledger.known(), terms.slots, deps.clock());
  }

  /** Hears a gate's account and hands out units; when dry, calls idle ones back from other gates. */
  async report(report: Report): Promise<Reply> {
    if (report.full) this.#fullUntil.set(report.gate, this.#deps.clock() + FULL_FOR);
    if (report.told) this.hearTold(report.gate, report.told);
    const reply = this.#drawOn(report, this.#handOut(report));
    const short = report.wanted > reply.given && reply.given <= report.given;
    if (!short || reply.soldOut || reply.switch === "ended") return reply;
    await this.#recallOnce();
    return this.#handOut(report);
  }

  /** Calls what is to be called. May come late or twice: it asks the clock. */
  tick(): void {
    const now = this.#deps.clock();
    if (now - this.#reportedAt < NOBODY_ASKS) this.#callMore(now);
  }

  /** Whatever a gate tells may be a reason to call further numbers, of which it hears at once. */
  #drawOn({ gate, drawn, full = false }: Report, reply: Reply): Reply {
    if (!drawn || !reply.draw) return reply;
    const now = this.#deps.clock();
    const { times = this.#times, inLine, ...slots } = drawn;
    this.#times = times;
    if (inLine) this.#caller.count(inLine);
    this.#reportedAt = now;
    this.#caller.hear(gate, { ...slots, full }, reply.terms.slots, now);
    this.#callMore(now);
    return { ...reply, draw: { ...reply.draw, ...this.#ledger.draw } };
  }

  #callMore(now: number): void {
    const { terms, called } = this.#ledger;
    const times = this.#times;
    if (!terms?.draw || !times || called >= EVERYBODY) return;
    if (now < times.startsAt || now >= times.endsAt || now - this.#calledAt < CALL_EVERY) return;
    const { switch: position, sold } = this.#ledger.reply(-1);
    if (position !== "on") return;
    this.#calledAt = now;
    const silent = this.#caller.toAsk(now);
    if (silent !== undefined) this.#deps.background(this.#askDrawn(silent));
    const { gates, slots, stock, draw } = terms;
    const startsAt = this.#ledger.draw.startsAt ?? times.startsAt;
    const scene = { now, startsAt, gates, slots, unsold: stock - sold, expected: draw.expected };
    const next = this.#caller.next(scene, this.#ledger.calls());
    if (next === undefined) return;
    this.#ledger.call(next, now, startsAt);
    this.#deps.wake(now + CALL_AT_LEAST_EVERY);
  }

  /** Slots that are open only as far as we know would keep a unit from being called for. */
  async #askDrawn(gate: number): Promise<void> {
    try {
      const { open, admitted, ...account } = await this.#deps.gate(gate).drawn();
      this.#hear(gate, account);
      const { slots } = this.#ledger.reply(gate).terms;
      const told = { open, admitted, full: false };
      this.#caller.hear(gate, told, slots, this.#deps.clock());
    } catch (error) {
      console.error(`gate ${gate} did not say how many slots are open`, error);
    }
  }

  /** Whoever takes the last unit, the others must hear of it, or their orders go unreported. */
  #handOut(report: Report): Reply {
    const reply = this.#withFull(this.#ledger.report(report));
    if (reply.left === 0 && reply.given > report.given) this.#tellHolders(report.gate);
    return reply;
  }

  /** So that an isolate which asks one gate hears of all. */
  #withFull(reply: Reply): Reply {
    const now = this.#deps.clock();
    const full = packFlags(reply.terms.gates, (gate) => (this.#fullUntil.get(gate) ?? 0) > now);
    const draw = reply.draw && { ...reply.draw, ...this.#caller.told(now, this.#ledger.calls()) };
    return { ...reply, ...(/[^0]/.test(full) && { full }), ...(draw && { draw }) };
  }

  /**
   * Looking freezes nothing: before first contact it tells of `terms`. Undefined when the sale's file
   * is gone, and nobody ever came.
   */
  async status(terms: Terms | undefined): Promise<Status | undefined> {
    const now = this.#deps.clock();
    if (this.#ledger.terms === undefined) return terms && untouched(terms, now);
    await this.#eachGate((gate) => this.#survey(gate));
    const view = this.#view();
    return view.draw ? { ...view, draw: { ...view.draw, steps: this.#ledger.calls() } } : view;
  }

  /**
   * As `status`, for whoever asks every second: from what the gates have told along with their
   * messages. Only one that has been quiet is asked, now and then.
   */
  async watch(terms: Terms | undefined): Promise<Status | undefined> {
    const now = this.#deps.clock();
    const isFirst = now - this.#watchedAt > UNWATCHED;
    this.#watchedAt = now;
    const isUnknown = this.#ledger.known().some((gate) => this.#heardAt(gate) === 0);
    if (this.#ledger.terms === undefined || isFirst || isUnknown) return this.status(terms);
    const gate = this.#toAsk();
    if (gate !== undefined) await this.#survey(gate);
    return this.#view();
  }

  /** Without asking any gate: what the list of all sales shows. */
  glance(terms: Terms | undefined): Status | undefined {
    if (this.#ledger.terms === undefined) return terms && untouched(terms, this.#deps.clock());
    return this.#view();
  }

  /** Also of a gate's own accord, where it matters to somebody. */
  hearTold(gate: number, told: Told): void {
    this.#told.set(gate, { told, at: this.#deps.clock() });
    this.#silent.delete(gate);
  }

  /** Every gate that has made itself known: only these can have orders. */
  gates(): number[] {
    return this.#ledger.known();
  }

  /** False when the sale has been ended for good. */
  turn(terms: Terms, action: "pause" | "resume" | "end", by?: string): boolean {
    this.#ledger.freeze(terms);
    return this.#ledger.turn(action, this.#deps.clock(), by);
  }

  /** `stock` is the new total, so that asking twice is asking once. False when it is lower than now. */
  restock(terms: Terms, stock: number, by?: string): boolean {
    this.#ledger.freeze(terms);
    return this.#ledger.restock(stock, this.#deps.clock(), by);
  }

  /** What the operator has done to an order, for the log. */
  log(action: "cancel" | "paid", doer: Doer): void {
    this.#ledger.log(action, this.#deps.clock(), doer);
  }

  /** Sends one order again, or all that were given up; resolves to how many. */
  async redeliver(orderId?: string, by?: string): Promise<Redelivered> {
    if (this.#ledger.terms) {
      const doer = { ...(by && { by }), ...(orderId && { order: orderId }) };
      this.#ledger.log("redeliver", this.#deps.clock(), doer);
    }
    const told: Redelivered = { queued: 0, silent: [] };
    await this.#eachGate(async (gate) => {
      try {
        const more = await this.#deps.gate(gate).redeliver(orderId);
        told.queued += more; // not before the wait: gates answer side by side
      } catch (error) {
        console.error(`gate ${gate} did not hear that it should deliver again`, error);
        told.silent.push(gate);
      }
    });
    return told;
  }

  /**
   * Reports an order paid or cancelled to the gate that has it, which its id tells. Ids of orders from
   * before ids told it are looked for at every gate. Throws when a gate does not answer: then nobody
   * can say that there is no such order, and asking again is safe.
   */
  async settle(orderId: string, change: Change): Promise<Settled> {
    const told = gateInOrderId(orderId);
    const known = this.#ledger.known();
    for (const gate of [...known].sort((a, b) => Number(b === told) - Number(a === told))) {
      const settled = await this.#deps.gate(gate).settle(orderId, change);
      if (settled.ok || settled.code !== "unknown_order") return settled;
    }
    return { ok: false, code: "unknown_order" };
  }

  /** All who find the shelves empty at the same time wait for one recall. */
  #recallOnce(): Promise<void> {
    this.#recalling ??= this.#recall().finally(() => {
      this.#recalling = undefined;
    });
    return this.#recalling;
  }

  async #recall(): Promise<void> {
    const now = this.#deps.clock();
    const asked = this.#ledger
      .holders()
      .filter(({ gate }) => now - (this.#recalledAt.get(gate) ?? -LEFT_ALONE) >= LEFT_ALONE);
    for (let i = 0; i < asked.length && this.#ledger.reply(-1).left === 0; i += AT_ONCE) {
      await Promise.all(asked.slice(i, i + AT_ONCE).map(({ gate }) => this.#recallFrom(gate)));
    }
  }

  /** The last unit has left: those who still hold some must report each order from now on. */
  #tellHolders(except: number): void {
    const busy = this.#untold.size > 0;
    for (const { gate } of this.#ledger.holders()) if (gate !== except) this.#untold.add(gate);
    if (!busy && this.#untold.size > 0) this.#deps.background(this.#tellUntold());
  }

  async #tellUntold(): Promise<void> {
    while (this.#untold.size > 0) {
      const some = [...this.#untold].slice(0, AT_ONCE);
      await Promise.all(some.map((gate) => this.#tell(gate)));
      for (const gate of some) this.#untold.delete(gate);
    }
  }

  async #tell(gate: number): Promise<void> {
    const { sale } = this.#deps;
    try {
      const reply = this.#withFull(this.#ledger.reply(gate));
      this.#hear(gate, await this.#deps.gate(gate).hear({ sale, gate }, reply));
    } catch (error) {
      // Whoever finds the shelves empty next asks it again.
      console.error(`gate ${gate} did not hear that the shelves are empty`, error);
    }
  }

  async #recallFrom(gate: number): Promise<void> {
    const { sale, clock } = this.#deps;
    const { given, terms } = this.#ledger.reply(gate);
    this.#recalledAt.set(gate, clock());
    try {
      const account = await this.#deps.gate(gate).recall({ sale, gate }, { given, terms });
      this.#hear(gate, account);
    } catch (error) {
      // Its units are safe where they are; the next recall asks again.
      console.error(`gate ${gate} did not answer a recall`, error);
    }
  }

  #hear(gate: number, { given, returned, sold, cancelled, soldAt }: Account): void {
    const terms = this.#ledger.reply(gate).terms;
    this.#ledger.report({ gate, given, returned, sold, cancelled, soldAt, wanted: 0, terms });
  }

  /** Not all at once: a sale may have a thousand gates. */
  async #eachGate(work: (gate: number) => Promise<void>): Promise<void> {
    const gates = this.#ledger.known();
    for (let i = 0; i < gates.length; i += AT_ONCE) {
      await Promise.all(gates.slice(i, i + AT_ONCE).map(work));
    }
  }

  async #survey(gate: number): Promise<void> {
    try {
      const told = await this.#deps.gate(gate).survey();
      this.#hear(gate, told);
      const { slotsOpen, visitors, refusals, payments, deliveries } = told;
      this.hearTold(gate, { slotsOpen, visitors, refusals, payments, deliveries });
    } catch {
      this.#silent.set(gate, this.#deps.clock());
    }
  }

  /** When the gate last spoke or was asked in vain; 0 if neither. */
  #heardAt(gate: number): number {
    return Math.max(this.#told.get(gate)?.at ?? 0, this.#silent.get(gate) ?? 0);
  }

  /** The gate that most needs to be asked, if it is time to ask one. */
  #toAsk(): number | undefined {
    const now = this.#deps.clock();
    const quiet = this.#ledger.known().filter((gate) => now - this.#heardAt(gate) >= QUIET);
    if (quiet.length === 0 || !this.#mayAsk(now)) return undefined;
    const since = (gate: number) => this.#heardAt(gate) - (this.#isBusy(gate) ? AHEAD : 0);
    return quiet.reduce((best, gate) => (since(gate) < since(best) ? gate : best));
  }

  /** Not more often than on average it may be, however often it is asked. */
  #mayAsk(now: number): boolean {
    const more = ((now - this.#countedAt) / 1_000) * ASKED_A_SECOND;
    this.#countedAt = now;
    this.#mayBeAsked = Math.min(1, this.#mayBeAsked + more);
    if (this.#mayBeAsked < 1) return false;
    this.#mayBeAsked -= 1;
    return true;
  }

  /** Without a slot or a delivery, a gate that has not spoken has nothing new to tell. */
  #isBusy(gate: number): boolean {
    const told = this.#told.get(gate)?.told;
    return told !== undefined && told.slotsOpen + told.deliveries.waiting > 0;
  }

  #view(): Status {
    const { switch: position, endedAt, sold, soldOut, terms, draw } = this.#ledger.reply(-1);
    const { asOf, ...sum } = this.#sum();
    return {
      terms,
      frozen: true,
      switch: position,
      ...(endedAt === undefined ? {} : { endedAt }),
      sold,
      cancelled: this.#ledger.cancelled,
      left: terms.stock - sold,
      soldOut,
      ...sum,
      silent: [...this.#silent.keys()],
      events: this.#ledger.events(),
      ...(draw && { draw }),
      asOf,
    };
  }

  #sum(): Told & { asOf: number } {
    const sum = { ...nothingTold(), asOf: this.#deps.clock() };
    for (const [gate, { told, at }] of this.#told) {
      if (this.#silent.has(gate)) continue;
      const { failure, ...counts } = told.deliveries;
      sum.slotsOpen += told.slotsOpen;
      sum.visitors += told.visitors ?? 0;
      add(sum.refusals, told.refusals);
      // As visitors: while a deployment spreads, a gate may still run the version that did not tell of them.
      add(sum.payments, told.payments ?? {});
      add<keyof typeof counts>(sum.deliveries as typeof counts, counts);
      if (failure) sum.deliveries.failure = worse(sum.deliveries.failure, failure);
      sum.asOf = Math.min(sum.asOf, at);
    }
    return sum;
  }
}

function untouched(terms: Terms, now: number): Status {
  const account = { sold: 0, cancelled: 0, left: terms.stock, soldOut: false };
  const gates = { ...nothingTold(), silent: [] };
  return { terms, frozen: false, switch: "on", ...account, ...gates, events: [], asOf: now };
}

/** The latest failure, and since when there has been any. */
function worse(a: Failure | undefined, b: Failure): Failure {
  const since = Math.min(...[a?.since, b.since].filter((at) => at !== undefined));
  const latest = a && a.at > b.at ? a : b;
  return Number.isFinite(since) ? { ...latest, since } : latest;
}
type Failure = NonNullable<Deliveries["failure"]>;

function nothingTold(): Told {
  const payments = { paid: 0, awaiting: 0 };
  return { slotsOpen: 0, visitors: 0, refusals: {}, payments, deliveries: { ...NONE } };
}

const NONE: Deliveries = { waiting: 0, delivered: 0, undelivered: 0, stopped: 0, kept: 0 };

function add<Name extends string>(
  sum: Partial<Record<Name, number>>,
  more: Partial<Record<Name, number>>,
): void {
  for (const [name, count] of Object.entries(more) as [Name, number][]) {
    sum[name] = (sum[name] ?? 0) + count;
  }
}
