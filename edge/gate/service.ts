import type { OrderForm } from "../contract.ts";
import type { Contact } from "../register/contacts.ts";
import type { RegisterService } from "../register/service.ts";
import type { Account, Called, Reply, Report, Times, Told } from "../stockroom/messages.ts";
import { AdaptiveTtl } from "./adaptive-ttl.ts";
import type { GateLedger, Self } from "./ledger.ts";
import type {
  Change,
  Claimed,
  Counts,
  DrawNews,
  DrawTerms,
  GateSale,
  InLine,
  Looked,
  News,
  Ordered,
  Refusal,
  Refusals,
  Settled,
  Ticket,
} from "./messages.ts";
import {
  FULL_FOR,
  gateOf,
  hasFlag,
  isCrowdRefusal,
  newsTtl,
  packFlags,
  phase,
  replyTtl,
} from "./rules.ts";

/** What a gate has around it; the runtime and the simulation each bring their own. */
export interface GateDeps {
  ledger: GateLedger;
  /** Ms since 1970. */
  clock(): number;
  newSlot(): string;
  newOrderId(gate: number): string;
  /** Whether shoppers hear of their orders by e-mail. */
  mail: boolean;
  stockroom(sale: string): { report(report: Report): Promise<Reply> };
  /** Who knows which contacts have ordered; only a sale with `onePer` needs it. */
  register?: RegisterService;
  /** Asks for `tick()` at this time (ms since 1970) or earlier. */
  wake(at: number): void;
  /** An order has been placed, paid or cancelled: the news can go out. */
  placed(): void;
  /** Lets work go on after the answer. It never rejects. */
  background(work: Promise<void>): void;
}

/** What a gate tells the operator. */
export type Survey = Account & Pick<Told, "slotsOpen" | "visitors" | "refusals" | "payments">;

/** Judgement is not possible yet: the stockroom must be asked, for news or for a unit as well. */
type Ask = "ask news" | "ask unit";

/**
 * What a gate does when it is asked. While it waits for the stockroom, others are served: so a
 * judgement is one synchronous piece that reads the ledger, decides and writes, and after every
 * wait it is made anew from the start.
 */
export class GateService {
  readonly #deps: GateDeps;
  readonly #ledger: GateLedger;
  readonly #fullTtl = new AdaptiveTtl();
  /** When a claim was last refused for want of a place or a unit; undefined once there may be one. */
  #fullAt: number | undefined;
  /** Isolates that have asked for their turn before the start at `startsAt`. */
  #turns = { startsAt: 0, count: 0 };
  #heard: { reply: Reply; at: number } | undefined;
  /** Until when it is useless to ask for units: the stockroom had none in reach. */
  #dryUntil = 0;
  /** Shoppers who wait for a unit at this moment. */
  #waiting = 0;
  /** The last order of each shopper who orders with contacts at this moment. */
  readonly #ordering = new Map<string, Promise<Ordered>>();
  #call: Promise<void> | undefined;
  #nextCall: Promise<void> | undefined;
  /** In a draw: what the stockroom was last told of slots. */
  #slotsTold = "";
  /** In a draw: what isolates have counted since the stockroom was last told. */
  readonly #inLine = new Map<string, number>();

  constructor(deps: GateDeps) {
    this.#deps = deps;
    this.#ledger = deps.ledger;
  }

  /**
   * Grants a slot, or says why not. The same shopper again: the same slot. `counted`: what the
   * asking isolate has counted since it last asked. `ticket`: needed in a draw.
   */
  async claim(
    sale: GateSale,
    gate: number,
    shopper: string,
    counted: Counts = {},
    ticket?: Ticket,
  ): Promise<Claimed> {
    if (phase(sale, this.#deps.clock()) === "over") this.#ledger.forgive();
    const judge = () => this.#judgeClaim(sale, gate, shopper, ticket);
    const claimed = await this.#decide(sale, gate, judge);
    this.#count(counted);
    this.#count(countedAs(claimed));
    if (claimed.ok || !isCrowdRefusal(claimed.code)) return claimed;
    // A holder who asks again and again must not make the others wait.
    const now = this.#deps.clock();
    this.#fullTtl.note(now);
    if (claimed.code !== "full") return claimed;
    this.#noteFull(sale, gate, now);
    return this.#full();
  }

  /**
   * Turns a slot into an order, or says why not. The same slot again: the same order. `contacts`: what
   * no other shopper may have ordered with.
   */
  async order(
    sale: GateSale,
    gate: number,
    shopper: string,
    slot: string,
    form: OrderForm,
    contacts: Contact[] = [],
  ): Promise<Ordered> {
    const place = () => this.#place(sale, shopper, slot, form);
    const judge = () => this.#judgeOrder(sale, shopper, slot, place);
    if (contacts.length === 0) return this.#decide(sale, gate, judge);
    return this.#oneByOne(shopper, () =>
      this.#orderWithContacts(sale, gate, shopper, slot, contacts, judge),
    );
  }

  /** Reads only, but for a slot that has lapsed and a payment that is overdue. */
  look(shopper: string, slot: string): Looked {
    this.#cancelUnpaid(this.#deps.clock());
    return this.#ledger.look(shopper, slot, this.#deps.clock());
  }

  /** Frees the shopper's place, if this slot still holds it. Asking twice is asking once. */
  release(shopper: string, slot: string): Looked {
    const now = this.#deps.clock();
    if (this.#ledger.slotOf(shopper, now)?.slot === slot) {
      this.#ledger.release(shopper, now);
      this.#noteFreed(now);
    }
    return this.#ledger.look(shopper, slot, now);
  }

  /** The order system or the operator reports an order. Absolute: asking twice is asking once. */
  settle(orderId: string, change: Change): Settled {
    const now = this.#deps.clock();
    // Who reports a payment too late must hear so, whether or not the alarm has rung yet.
    this.#cancelUnpaid(now);
    if (change === "cancelled") {
      const settled = this.#ledger.cancel(orderId, now, "shop", this.#deps.mail);
      if (settled.ok && settled.fresh) this.#noteCancelled(1);
      return settled;
    }
    const settled = this.#ledger.pay(orderId, now);
    if (settled.ok && settled.fresh) this.#deps.placed();
    return settled;
  }

  /** For isolates that want to know how the sale stands. */
  async news(
    sale: GateSale,
    gate: number,
    counted: Counts = {},
    inLine?: InLine,
  ): Promise<News | undefined> {
    const now = this.#deps.clock();
    if (inLine) this.#inLine.set(inLine.isolate, inLine.count);
    if (phase(sale, now) === "over") this.#ledger.forgive();
    this.#count(counted);
    this.#fullTtl.note(now);
    if (!this.#fresh(now)) await this.#listen(sale, gate).catch(ignore);
    return this.lastNews();
  }

  /**
   * Counts an isolate that will come when the sale starts, and tells how many were counted before it.
   * In memory: a gate that restarts counts anew, and then two isolates have the same turn. Freezes
   * nothing until just before the start, when gate and stockroom should be awake.
   */
  turn(sale: GateSale, gate: number): number {
    const { startsAt } = sale;
    if (this.#turns.startsAt !== startsAt) this.#turns = { startsAt, count: 0 };
    const turn = this.#turns.count++;
    this.#fullTtl.expect(this.#turns.count, startsAt + CROWD_COMES_WITHIN);
    const now = this.#deps.clock();
    if (now > startsAt - AWAKE_BEFORE_START && !this.#fresh(now)) {
      this.#deps.background(this.#listen(sale, gate).catch(ignore));
    }
    return turn;
  }

  /** What can be said without asking anybody; undefined when that is nothing or too old. */
  lastNews(): News | undefined {
    const now = this.#deps.clock();
    const reply = this.#fresh(now);
    if (!reply) return undefined;
    const { gates } = reply.terms;
    const ttl = this.#fullTtl.ttl(now);
    return {
      state: standing(reply),
      sold: reply.sold,
      ...(reply.endedAt === undefined ? {} : { endedAt: reply.endedAt }),
      gates,
      // More isolates than gates can answer every two seconds hear of a switch later.
      ttl: Math.max(newsTtl(gates), ttl),
      full: { gates: this.#fullGates(reply, now), ttl },
      ...drawnNews(reply),
    };
  }

  /** The stockroom is dry and wants back what waits for nobody here. */
  recall(self: Self, told: Pick<Reply, "given" | "terms">): Account {
    const now = this.#deps.clock();
    this.#ledger.learn(self, told);
    this.#cancelUnpaid(now);
    this.#ledger.lapse(now); // so that a clock that steps back revives no slot without a unit
    this.#ledger.giveBack(this.#ledger.idle(now));
    return this.#ledger.account;
  }

  /**
   * The shelves have become empty: from now on each order is reported at once, or nobody could tell
   * when the last unit is sold.
   */
  hear(self: Self, reply: Reply): Account {
    this.#ledger.learn(self, reply);
    this.#heard = { reply, at: this.#deps.clock() };
    return this.#ledger.account;
  }

  /** For the operator: the account, how many slots are open, who was refused why, and who has paid. */
  survey(): Survey {
    return {
      ...this.#ledger.account,
      refusals: this.#ledger.refusals,
      visitors: this.#ledger.visitors,
      slotsOpen: this.#ledger.openSlots(this.#deps.clock()),
      payments: this.#ledger.payments(),
    };
  }

  /** For a stockroom that has restarted during a draw. */
  drawn(): Account & Called {
    return { ...this.#ledger.account, ...this.#ledger.drawn(this.#deps.clock()) };
  }

  /** Does what is due. May come late or twice: it asks the clock, and remembers nothing. */
  async tick(): Promise<void> {
    const now = this.#deps.clock();
    if (this.#ledger.lapse(now)) this.#noteFreed(now);
    this.#cancelUnpaid(now);
    this.#ledger.keepCounts();
    this.#wakeForNext();
    const { self, wanted, account } = this.#ledger;
    const dry = this.#heard?.reply.left === 0;
    if (self && dry) this.#ledger.giveBack(this.#ledger.idle(now));
    const unanswered = wanted > account.given;
    const untold = dry && this.#ledger.account.returned > account.returned;
    const isTold = this.#ledger.untold === 0 && this.#ledger.untoldSales === 0;
    if (!self || !(unanswered || untold || !isTold || this.#areSlotsUntold(now))) return;
    // The report may have to wait for one that is on its way, and a crash meanwhile would be the end of it.
    this.#deps.wake(now + RETRY);
    await this.#report(self).catch(ignore);
  }

  #judgeClaim(
    sale: GateSale,
    gate: number,
    shopper: string,
    ticket: Ticket | undefined,
  ): Claimed | Ask {
    const now = this.#deps.clock();
    if (this.#ledger.lapse(now)) this.#noteFreed(now);
    this.#cancelUnpaid(now);
    const order = this.#ledger.orderOf(shopper);
    if (order) return { ok: false, code: "already_ordered", ...order };
    const slot = this.#ledger.slotOf(shopper, now);
    if (slot) return { ok: true, fresh: false, ...slot };
    if (phase(sale, now) === "upcoming") return { ok: false, code: "too_early" };
    if (phase(sale, now) === "over") return { ok: false, code: "closed" };
    const reply = this.#fresh(now);
    if (!reply) return "ask news";
    if (gateOf(shopper, reply.terms.gates) !== gate) return { ok: false, code: "moved" };
    const state = standing(reply);
    if (state !== "on") return { ok: false, code: state };
    const uncalled = reply.draw && judgeTicket(ticket, reply.terms.draw, reply.draw);
    if (uncalled) return uncalled;
    const wait = this.#ledger.backFor(shopper, sale.hold, now);
    if (wait > 0) return { ok: false, code: "back", wait };
    if (!this.#ledger.hasPlace(now)) return this.#full();
    if (reply.terms.reserve && this.#ledger.idle(now) < 1) return "ask unit";
    return this.#grant(sale, shopper, now, reply.draw && ticket?.number);
  }

  #grant(sale: GateSale, shopper: string, now: number, number: number | undefined): Claimed {
    const slot = { slot: this.#deps.newSlot(), expiresAt: now + sale.hold };
    this.#ledger.grant(shopper, number === undefined ? slot : { ...slot, number }, now);
    this.#fullAt = undefined;
    this.#wakeForNext();
    this.#noteSlots(now);
    return { ok: true, fresh: true, ...slot };
  }

  #noteFreed(now: number): void {
    this.#fullAt = undefined;
    this.#noteSlots(now);
  }

  /** In a draw the stockroom has to know soon how many slots are free, or it cannot call for them. */
  #noteSlots(now: number): void {
    const { terms } = this.#ledger;
    if (terms?.draw) this.#deps.wake(now + replyTtl(terms.gates));
  }

  #tellDrawn(now: number, sale: GateSale | undefined): NonNullable<Report["drawn"]> {
    const drawn = this.#ledger.drawn(now);
    const inLine = [...this.#inLine];
    this.#inLine.clear();
    return {
      ...drawn,
      ...(sale && { times: timesOf(sale) }),
      ...(inLine.length > 0 && { inLine }),
    };
  }

  #areSlotsUntold(now: number): boolean {
    if (!this.#ledger.terms?.draw) return false;
    return slotsIn(this.#ledger.drawn(now)) !== this.#slotsTold;
  }

  /**
   * The contacts are asked for when all else is right, so never by a refusal, and before the order is
   * written. Meanwhile the slot may lapse and the unit may go, so all is judged anew; what comes to
   * nothing frees them again.
   */
  async #orderWithContacts(
    sale: GateSale,
    gate: number,
    shopper: string,
    slot: string,
    contacts: Contact[],
    judge: () => Ordered | Ask,
  ): Promise<Ordered> {
    const wanted = () => this.#judgeOrder(sale, shopper, slot, () => CONTACTS_WANTED);
    const first = await this.#decide<Ordered | typeof CONTACTS_WANTED>(sale, gate, wanted);
    if (first.ok || first.code !== "contacts_wanted") return first;
    const { register } = this.#deps;
    if (!register) throw new Error("a sale with onePer needs a register");
    const eraseAt = sale.retain === undefined ? undefined : sale.endsAt + sale.retain;
    const taken = await register.take(sale.slug, shopper, contacts, eraseAt).catch(unreached);
    if (!taken) return this.#full();
    if (!taken.ok) return { ok: false, code: "contact_used", field: taken.field };
    const ordered = await this.#decide(sale, gate, judge);
    if (!ordered.ok) this.#deps.background(register.free(sale.slug, taken.held));
    return ordered;
  }

  /**
   * Two orders of one shopper at once would take the same contact, and the one that fails would free
   * it under the one that does not.
   */
  async #oneByOne(shopper: string, work: () => Promise<Ordered>): Promise<Ordered> {
    const before = this.#ordering.get(shopper) ?? Promise.resolve();
    const mine = before.then(work, work);
    this.#ordering.set(shopper, mine);
    try {
      return await mine;
    } finally {
      if (this.#ordering.get(shopper) === mine) this.#ordering.delete(shopper);
    }
  }

  /** `place` does what is left to do when nothing speaks against the order. */
  #judgeOrder<Placed>(
    sale: GateSale,
    shopper: string,
    slot: string,
    place: () => Placed,
  ): Placed | Ordered | Ask {
    const now = this.#deps.clock();
    this.#cancelUnpaid(now);
    const before = this.#ledger.orderWith(shopper, slot);
    if (before) return { ok: true, fresh: false, ...before };
    if (this.#ledger.slotOf(shopper, now)?.slot !== slot)
      return { ok: false, code: "slot_expired" };
    if (phase(sale, now) === "upcoming") return { ok: false, code: "too_early" };
    const reply = this.#fresh(now);
    if (!reply) return "ask news";
    // A pause and the end of time let open slots finish; the operator's end does not.
    if (reply.switch === "ended") return { ok: false, code: "closed" };
    // With `reserve`, the unit that this slot was granted against is held, though not idle.
    if (this.#ledger.held < 1) return reply.soldOut ? { ok: false, code: "sold_out" } : "ask unit";
    return place();
  }

  #place(sale: GateSale, shopper: string, slot: string, form: OrderForm): Ordered {
    const now = this.#deps.clock();
    const { self } = this.#ledger;
    const orderId = this.#deps.newOrderId(self?.gate ?? 0);
    const order = { orderId, slot, placedAt: now };
    const { offer, again, payWithin } = sale;
    this.#ledger.place(shopper, order, form, { offer, again, payWithin, mail: this.#deps.mail });
    this.#noteSale(now);
    this.#wakeForNext();
    this.#noteSlots(now);
    // Whoever asks next, if anybody, and whatever gets lost: the stockroom hears of this sale.
    if (this.#ledger.untoldSales > 0) this.#deps.wake(now + RETRY);
    // At the tail the stockroom must hear of each order, or nobody could say "sold out".
    if (self && this.#heard?.reply.left === 0) {
      this.#deps.background(this.#report(self).catch(ignore));
    }
    this.#deps.placed();
    return { ok: true, fresh: true, ...order };
  }

  /** What was heard counts the orders until then; whoever places the last one knows that it was. */
  #noteSale(now: number): void {
    if (!this.#heard) return;
    const { reply } = this.#heard;
    const sold = reply.sold + 1;
    const soldOut = sold >= reply.terms.stock;
    const ended = soldOut && reply.endedAt === undefined ? { endedAt: now } : {};
    this.#heard.reply = { ...reply, sold, soldOut, ...ended };
  }

  /** What is not paid in time is cancelled, by the alarm or by whoever comes first. */
  #cancelUnpaid(now: number): void {
    const overdue = this.#ledger.overdue(now);
    for (const orderId of overdue) {
      this.#ledger.cancel(orderId, now, "unpaid", this.#deps.mail);
    }
    if (overdue.length > 0) this.#noteCancelled(overdue.length);
  }

  /**
   * Units are for sale again. Written down before anybody hears of it; the stockroom hears at once, and
   * again by the alarm until it has answered, since until then it may call the sale sold out.
   */
  #noteCancelled(units: number): void {
    this.#fullAt = undefined;
    if (this.#heard) {
      const { endedAt, ...reply } = this.#heard.reply;
      const isOver = reply.switch === "ended";
      this.#heard.reply = { ...reply, sold: reply.sold - units, soldOut: false };
      if (isOver && endedAt !== undefined) this.#heard.reply.endedAt = endedAt;
    }
    const { self } = this.#ledger;
    const now = this.#deps.clock();
    if (this.#heard?.reply.left === 0) this.#ledger.giveBack(this.#ledger.idle(now));
    this.#deps.wake(now + RETRY);
    if (self) this.#deps.background(this.#report(self).catch(ignore));
    this.#deps.placed();
  }

  /** Judges; where the judgement needs the stockroom, asks it and judges anew. */
  async #decide<Verdict>(
    sale: GateSale,
    gate: number,
    judge: () => Verdict | Ask | Refusal,
  ): Promise<Verdict | Refusal> {
    // News and then a unit; a third time when others took the units of the draw that we rode on.
    for (let asked = 0; asked <= 3; asked++) {
      const verdict = judge();
      if (!isAsk(verdict)) return verdict;
      if (verdict === "ask unit" && this.#deps.clock() < this.#dryUntil) return this.#full();
      const heard = await this.#ask(sale, gate, verdict);
      if (!heard) return this.#full();
    }
    return this.#full();
  }

  #full(): Refusal {
    return { ok: false, code: "full", ttl: this.#fullTtl.ttl(this.#deps.clock()) };
  }

  /**
   * The stockroom hears at once when a gate fills up: isolates that ask another gate learn it there.
   * All gates together do so 500 times a second at the most; many gates are heard often enough.
   */
  #noteFull(sale: GateSale, gate: number, now: number): void {
    const isNew = this.#fullAt === undefined;
    this.#fullAt = now;
    if (!isNew || this.#call || !this.#heard) return;
    const { reply, at } = this.#heard;
    if (now - at < 2 * reply.terms.gates) return;
    this.#deps.background(this.#report({ sale: sale.slug, gate }, sale).catch(ignore));
  }

  #isFull(now: number): boolean {
    return this.#fullAt !== undefined && now - this.#fullAt < FULL_FOR;
  }

  /** Of the others as the stockroom has heard; of this one nobody knows better. */
  #fullGates({ full, terms }: Reply, now: number): string {
    const own = this.#ledger.self?.gate;
    return packFlags(terms.gates, (gate) =>
      gate === own ? this.#isFull(now) : full !== undefined && hasFlag(full, gate),
    );
  }

  #count(counted: Counts): void {
    if (this.#ledger.count(counted)) this.#deps.wake(this.#deps.clock() + KEEP_COUNTS);
  }

  /** False when the stockroom could not be reached: then nobody gets in, and nothing is lost. */
  async #ask(sale: GateSale, gate: number, ask: Ask): Promise<boolean> {
    try {
      if (ask === "ask news") await this.#listen(sale, gate);
      else await this.#draw(sale, gate);
      return true;
    } catch (error) {
      console.error("a gate cannot reach its stockroom", error);
      return false;
    }
  }

  /** News: a call that is on its way already will do. */
  #listen(sale: GateSale, gate: number): Promise<void> {
    return this.#call ?? this.#report({ sale: sale.slug, gate }, sale);
  }

  /** A unit: a call that is on its way does not know of us, so the next one is ours. */
  async #draw(sale: GateSale, gate: number): Promise<void> {
    this.#waiting += 1;
    try {
      await this.#report({ sale: sale.slug, gate }, sale);
    } finally {
      this.#waiting -= 1;
    }
  }

  /** One call at a time; all who come during it share the one after it. */
  #report(self: Self, sale?: GateSale): Promise<void> {
    this.#nextCall ??= this.#callAfter(this.#call, self, sale);
    return this.#nextCall;
  }

  async #callAfter(before: Promise<void> | undefined, self: Self, sale?: GateSale): Promise<void> {
    await before?.catch(ignore);
    this.#call = this.#nextCall;
    this.#nextCall = undefined;
    try {
      await this.#exchange(self, sale);
    } finally {
      this.#call = undefined;
    }
  }

  async #exchange(self: Self, sale?: GateSale): Promise<void> {
    const { clock, stockroom, wake } = this.#deps;
    const asksForUnits = this.#waiting > 0;
    this.#ledger.want(this.#waiting, this.#heard?.reply.left ?? sale?.stock ?? 0, clock());
    const isUnanswered = this.#ledger.wanted > this.#ledger.account.given;
    const isUntold = this.#ledger.untold > 0 || this.#ledger.untoldSales > 0;
    if (isUnanswered || isUntold || this.#areSlotsUntold(clock())) wake(clock() + RETRY);
    const terms = this.#ledger.terms ?? sale;
    if (!terms) throw new Error("a gate cannot make first contact without a sale");
    const { gates, slots, reserve, stock, draw } = terms;
    const account = this.#ledger.account;
    const drawn = draw && this.#tellDrawn(clock(), sale);
    const reply = await stockroom(self.sale).report({
      gate: self.gate,
      ...account,
      wanted: this.#ledger.wanted,
      terms: { gates, slots, reserve, stock, ...(draw && { draw }) },
      full: this.#isFull(clock()),
      ...(drawn && { drawn }),
    });
    if (drawn) this.#slotsTold = slotsIn(drawn);
    this.#ledger.learn(self, reply);
    this.#ledger.answered();
    this.#ledger.heardOf(account.cancelled);
    this.#ledger.heardOfSales(account.sold);
    this.#heard = { reply, at: clock() };
    const dry = asksForUnits && reply.given === account.given;
    this.#dryUntil = dry ? clock() + replyTtl(reply.terms.gates) : 0;
  }

  #fresh(now: number): Reply | undefined {
    if (!this.#heard) return undefined;
    const { reply, at } = this.#heard;
    return now - at < replyTtl(reply.terms.gates) ? reply : undefined;
  }

  #wakeForNext(): void {
    const next = this.#ledger.nextAlarm();
    if (next !== undefined) this.#deps.wake(next);
  }
}

/** From then on gate and stockroom are kept awake for the start. Ms. */
const AWAKE_BEFORE_START = 10_000;
/** After the start: by then a gate hears for itself how many isolates ask. Ms. */
const CROWD_COMES_WITHIN = 5_000;

/** How long counts wait in memory before they are written down, all at once. Ms. */
const KEEP_COUNTS = 5_000;

/** When an unanswered draw is repeated, in ms. */
const RETRY = 5_000;

/** All else is right: now the contacts count. Not a text, since a text is what is to be asked. */
const CONTACTS_WANTED = { ok: false, code: "contacts_wanted" } as const;

function slotsIn({ open, admitted }: Called): string {
  return `${open}/${admitted}`;
}

function timesOf({ startsAt, endsAt }: GateSale): Times {
  return { startsAt, endsAt };
}

function drawnNews({ draw, terms }: Reply): Pick<News, "draw"> | undefined {
  return draw && terms.draw && { draw: { ...draw, commitment: terms.draw.commitment } };
}

/**
 * The last line of a draw: whatever an isolate believes, nobody gets a slot whose number has not been
 * called, by the seed that was published. An isolate that knows of a later call is ahead of us.
 */
function judgeTicket(
  ticket: Ticket | undefined,
  { commitment }: Partial<DrawTerms> = {},
  { called }: DrawNews,
): Claimed | Ask | undefined {
  if (ticket?.commitment !== commitment || ticket === undefined) {
    return { ok: false, code: "waiting", called };
  }
  if (ticket.number < called) return undefined;
  return ticket.called > called ? "ask news" : { ok: false, code: "waiting", called };
}

function unreached(error: unknown): undefined {
  console.error("a gate cannot reach a register", error);
}

/** Each wait has its own catch: a call that failed is repeated by whoever needs it next. */
function ignore(): void {}

/** Whoever is at the back is told *full* like the others. */
function countedAs(claimed: Claimed): Refusals {
  if (claimed.ok) return {};
  if (claimed.code === "back") return { full: 1 };
  return isCrowdRefusal(claimed.code) ? { [claimed.code]: 1 } : {};
}

function isAsk(verdict: unknown): verdict is Ask {
  return typeof verdict === "string";
}

/** Sold out comes before paused: there is nothing to resume for. */
function standing({ switch: position, soldOut }: Reply): News["state"] {
  if (soldOut) return "sold_out";
  if (position === "ended") return "closed";
  return position;
}
