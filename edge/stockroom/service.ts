import type { Change, Refusals, Settled } from "../gate/messages.ts";
import { FULL_FOR, packFlags } from "../gate/rules.ts";
import { gateInOrderId } from "../order-id.ts";
import type { Deliveries } from "../outbox/messages.ts";
import type { StockroomLedger, SwitchEvent } from "./ledger.ts";
import type { Account, Reply, Report, Terms } from "./messages.ts";

/** A gate, as the stockroom sees it. */
interface GateStub {
  recall(
    self: { sale: string; gate: number },
    told: { given: number; terms: Terms },
  ): Promise<Account>;
  hear(self: { sale: string; gate: number }, reply: Reply): Promise<Account>;
  survey(): Promise<Account & { slotsOpen: number; refusals: Refusals; deliveries: Deliveries }>;
  redeliver(orderId?: string): Promise<number>;
  settle(orderId: string, change: Change): Promise<Settled>;
}

export interface StockroomDeps {
  ledger: StockroomLedger;
  sale: string;
  /** Ms since 1970. */
  clock(): number;
  gate(gate: number): GateStub;
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
  refusals: Refusals;
  deliveries: Deliveries;
  /** Gates that did not answer; what they hold is missing above. */
  silent: number[];
  events: SwitchEvent[];
}

/** How many gates are asked at once, and how many in all for one draw. */
const AT_ONCE = 16;
/** A gate that had nothing to give back is left alone for this long, in ms. */
const LEFT_ALONE = 400;

export class StockroomService {
  readonly #deps: StockroomDeps;
  readonly #ledger: StockroomLedger;
  readonly #recalledAt = new Map<number, number>();
  /** By gate, until when it counts as full, ms since 1970. Only in memory: it is true for a second. */
  readonly #fullUntil = new Map<number, number>();
  #recalling: Promise<void> | undefined;
  /** Gates that have yet to hear that the shelves are empty. */
  #untold = new Set<number>();

  constructor(deps: StockroomDeps) {
    this.#deps = deps;
    this.#ledger = deps.ledger;
  }

  /** Hears a gate's account and hands out units; when dry, calls idle ones back from other gates. */
  async report(report: Report): Promise<Reply> {
    if (report.full) this.#fullUntil.set(report.gate, this.#deps.clock() + FULL_FOR);
    const reply = this.#handOut(report);
    const short = report.wanted > reply.given && reply.given <= report.given;
    if (!short || reply.soldOut || reply.switch === "ended") return reply;
    await this.#recallOnce();
    return this.#handOut(report);
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
    return /[^0]/.test(full) ? { ...reply, full } : reply;
  }

  /**
   * Looking freezes nothing: before first contact it tells of `terms`. Undefined when the sale's file
   * is gone, and nobody ever came.
   */
  async status(terms: Terms | undefined): Promise<Status | undefined> {
    if (this.#ledger.terms === undefined) return terms && untouched(terms);
    const surveyed = await this.#survey();
    const { switch: position, endedAt, sold, soldOut, terms: frozen } = this.#ledger.reply(-1);
    return {
      terms: frozen,
      frozen: true,
      switch: position,
      ...(endedAt === undefined ? {} : { endedAt }),
      sold,
      cancelled: this.#ledger.cancelled,
      left: frozen.stock - sold,
      soldOut,
      ...surveyed,
      events: this.#ledger.events(),
    };
  }

  /** False when the sale has been ended for good. */
  turn(terms: Terms, action: "pause" | "resume" | "end"): boolean {
    this.#ledger.freeze(terms);
    return this.#ledger.turn(action, this.#deps.clock());
  }

  /** `stock` is the new total, so that asking twice is asking once. False when it is lower than now. */
  restock(terms: Terms, stock: number): boolean {
    this.#ledger.freeze(terms);
    return this.#ledger.restock(stock, this.#deps.clock());
  }

  /** Sends one order again, or all that were given up; resolves to how many. */
  async redeliver(orderId?: string): Promise<Redelivered> {
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

  async #survey(): Promise<Surveyed> {
    const sum = nothingSurveyed();
    await this.#eachGate((gate) => this.#surveyOne(gate, sum));
    return sum;
  }

  /** Not all at once: a sale may have a thousand gates. */
  async #eachGate(work: (gate: number) => Promise<void>): Promise<void> {
    const gates = this.#ledger.known();
    for (let i = 0; i < gates.length; i += AT_ONCE) {
      await Promise.all(gates.slice(i, i + AT_ONCE).map(work));
    }
  }

  async #surveyOne(gate: number, sum: Surveyed): Promise<void> {
    try {
      const told = await this.#deps.gate(gate).survey();
      this.#hear(gate, told);
      sum.slotsOpen += told.slotsOpen;
      add(sum.refusals, told.refusals);
      const { failure, ...counts } = told.deliveries;
      add<keyof typeof counts>(sum.deliveries as typeof counts, counts);
      if (failure && failure.at > (sum.deliveries.failure?.at ?? 0)) {
        sum.deliveries.failure = failure;
      }
    } catch {
      sum.silent.push(gate);
    }
  }
}

type Surveyed = Pick<Status, "slotsOpen" | "refusals" | "deliveries" | "silent">;

function untouched(terms: Terms): Status {
  const account = { sold: 0, cancelled: 0, left: terms.stock, soldOut: false };
  return { terms, frozen: false, switch: "on", ...account, ...nothingSurveyed(), events: [] };
}

function nothingSurveyed(): Surveyed {
  return { slotsOpen: 0, refusals: {}, deliveries: { ...NONE }, silent: [] };
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
