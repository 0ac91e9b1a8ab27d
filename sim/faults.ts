/** Faults planted on purpose: a simulation that cannot find them proves nothing. */
import {
  type Account,
  type Claimed,
  type Drawn,
  type GateDeps,
  GateLedger,
  type GateSale,
  GateService,
  type Order,
  type OutboxKey,
  OutboxLedger,
  RegisterLedger,
  RegisterService,
  type Reply,
  type Report,
  type Self,
  type Sent,
  type Settled,
  type Slot,
  StockroomLedger,
  type Taken,
  type Terms,
} from "../edge/core.ts";
import { simSeed } from "./draw.ts";
import { SimWorker } from "./worker.ts";

export interface Fault {
  GateLedger: typeof GateLedger;
  GateService: typeof GateService;
  StockroomLedger: typeof StockroomLedger;
  OutboxLedger: typeof OutboxLedger;
  RegisterLedger: typeof RegisterLedger;
  RegisterService: typeof RegisterService;
  SimWorker: typeof SimWorker;
  rewrite?: (query: string) => string;
}

export const HONEST: Fault = {
  ...{ GateLedger, GateService, StockroomLedger, OutboxLedger },
  ...{ RegisterLedger, RegisterService, SimWorker },
};

/**
 * "Here are three more" instead of "you have been given twenty in all": what is lost on the way is
 * lost for good, and what comes twice is given twice.
 */
class RelativeStockroom extends StockroomLedger {
  override report(report: Report): Reply {
    const before = this.terms ? super.reply(report.gate).given : 0;
    const more = Math.max(0, report.wanted - report.given);
    const reply = super.report({ ...report, wanted: before + more });
    return { ...reply, given: super.reply(report.gate).given - before };
  }
  override reply(gate: number): Reply {
    return { ...super.reply(gate), given: 0 };
  }
}
class RelativeGate extends GateLedger {
  override learn(self: Self, told: { given: number; terms: Terms }): void {
    super.learn(self, { ...told, given: this.account.given + told.given });
  }
}

/** A unit that a slot reserved stays reserved when the slot lapses. */
class UnitKeptByLapsedSlot extends GateLedger {
  #kept = 0;
  override lapse(now: number): boolean {
    const before = this.openSlots(0);
    const lapsed = super.lapse(now);
    this.#kept += before - this.openSlots(0);
    return lapsed;
  }
  override grant(shopper: string, slot: Slot, now: number): void {
    this.lapse(now);
    super.grant(shopper, slot, now);
  }
  override idle(now: number): number {
    return super.idle(now) - this.#kept - (this.openSlots(0) - this.openSlots(now));
  }
}

/** Nobody looks whether this shopper has ordered already. */
class NoUniqueness extends GateLedger {
  override orderOf(): Order | undefined {
    return undefined;
  }
  override orderWith(): Order | undefined {
    return undefined;
  }
}

/** "Sold out" as soon as the shelves are empty, though units wait in the gates. */
class SoldOutTooEarly extends StockroomLedger {
  override reply(gate: number): Reply {
    const reply = super.reply(gate);
    return { ...reply, soldOut: reply.left === 0 };
  }
}

/** Idle units stay where they are. */
class NeverRecalled extends GateLedger {
  override giveBack(): void {}
}

/** The last sale is reported once, and if that gets lost, nobody hears of it. */
class SaleToldOnce extends GateLedger {
  override get untoldSales(): number {
    return 0;
  }
}

/** Looks, waits for the stockroom, and then acts on what it saw before the wait. */
class NotReadAgain extends GateService {
  readonly #deps: GateDeps;
  constructor(deps: GateDeps) {
    super(deps);
    this.#deps = deps;
  }
  override async claim(sale: GateSale, gate: number, shopper: string): Promise<Claimed> {
    const { ledger, clock, newSlot } = this.#deps;
    const known = ledger.orderOf(shopper) ?? ledger.slotOf(shopper, clock());
    if (known || !ledger.terms || !ledger.hasPlace(clock())) {
      return super.claim(sale, gate, shopper);
    }
    await this.#deps.stockroom(sale.slug).report({
      gate,
      ...ledger.account,
      wanted: ledger.wanted,
      terms: ledger.terms,
    });
    const slot = { slot: newSlot(), expiresAt: clock() + sale.hold };
    ledger.grant(shopper, slot, clock());
    return { ok: true, fresh: true, ...slot };
  }
}

/** The stock check of an order is gone: it sells what the gate does not hold. */
class SellsWhatIsNotThere extends GateLedger {
  override get held(): number {
    return Math.max(1, super.held);
  }
}

/** Whoever once had a slot can order with it for good. */
class SlotThatNeverLapses extends GateLedger {
  readonly #granted = new Map<string, Slot>();
  override grant(shopper: string, slot: Slot, now: number): void {
    super.grant(shopper, slot, now);
    this.#granted.set(shopper, slot);
  }
  override slotOf(shopper: string, now: number): Slot | undefined {
    return super.slotOf(shopper, now) ?? this.#granted.get(shopper);
  }
}

/** Sent is delivered, whatever the order system said. */
class DeliveredOnceSent extends OutboxLedger {
  override tried(key: OutboxKey, _sent: Sent, now: number, random: number): void {
    super.tried(key, { ok: true, status: 200 }, now, random);
  }
}

/** A cancellation that is told again gives a unit back again. */
class CancelCountsTwice extends GateLedger {
  #twice = 0;
  override get account(): Account {
    const { cancelled, ...account } = super.account;
    return { ...account, cancelled: cancelled + this.#twice };
  }
  override get held(): number {
    return super.held + this.#twice;
  }
  override cancel(...[orderId, now, reason, mail]: Parameters<GateLedger["cancel"]>): Settled {
    const settled = super.cancel(orderId, now, reason, mail);
    if (!settled.ok || settled.fresh) return settled;
    this.#twice += 1;
    return { ...settled, fresh: true };
  }
}

/** The unit is on sale again first, and that is written down when the stockroom has heard of it. */
class ReturnedBeforeWritten extends GateLedger {
  readonly #unwritten = new Map<string, Parameters<GateLedger["cancel"]>>();
  override get account(): Account {
    const { cancelled, ...account } = super.account;
    return { ...account, cancelled: cancelled + this.#unwritten.size };
  }
  override get held(): number {
    return super.held + this.#unwritten.size;
  }
  override cancel(...asked: Parameters<GateLedger["cancel"]>): Settled {
    const [orderId, placedAt] = asked;
    const fresh = !this.#unwritten.has(orderId);
    this.#unwritten.set(orderId, asked);
    return { ok: true, fresh, orderId, slot: "", placedAt };
  }
  override overdue(now: number): string[] {
    return super.overdue(now).filter((orderId) => !this.#unwritten.has(orderId));
  }
  override heardOf(cancelled: number): void {
    const asked = [...this.#unwritten.values()];
    this.#unwritten.clear();
    for (const one of asked) super.cancel(...one);
    super.heardOf(cancelled);
  }
}

/** Who has paid has paid, whatever was decided before. */
class PaidAfterCancelled extends GateLedger {
  override pay(orderId: string, now: number): Settled {
    const settled = super.pay(orderId, now);
    if (settled.ok || settled.code !== "order_cancelled") return settled;
    return { ok: true, fresh: true, orderId, slot: "", placedAt: now };
  }
}

/** The deadline stays when the payment has come. */
class LapsedThoughPaid extends GateLedger {
  readonly #due = new Map<string, number>();
  override place(...[shopper, order, form, placing]: Parameters<GateLedger["place"]>): void {
    super.place(shopper, order, form, placing);
    const { payWithin } = placing ?? {};
    if (payWithin !== undefined) this.#due.set(order.orderId, order.placedAt + payWithin);
  }
  override overdue(now: number): string[] {
    const due = [...this.#due].filter(([, at]) => at <= now).map(([orderId]) => orderId);
    for (const orderId of due) this.#due.delete(orderId);
    return [...new Set([...super.overdue(now), ...due])];
  }
}

/** Whoever comes last has the contact. */
class ContactForEverybody extends RegisterLedger {
  override take(contact: string, shopper: string): Taken {
    const taken = super.take(contact, shopper);
    return taken.ok ? taken : { ok: true, version: 0 };
  }
}

/** Frees whatever is taken, also what was taken anew after the message was sent. */
class FreesLaterTaking extends RegisterLedger {
  readonly #versions = new Map<string, number>();
  override take(contact: string, shopper: string): Taken {
    const taken = super.take(contact, shopper);
    if (taken.ok) this.#versions.set(contact, taken.version);
    return taken;
  }
  override free(contact: string): void {
    super.free(contact, this.#versions.get(contact) ?? 0);
  }
}

/** What was taken for an order stays taken when there is none. */
class ContactNeverFreed extends RegisterService {
  override async free(): Promise<void> {}
}

/** Told first, and written down when the next call comes: a crash in between takes it back. */
class CalledBeforeWritten extends StockroomLedger {
  #unwritten: Parameters<StockroomLedger["call"]> | undefined;
  override get called(): number {
    return Math.max(super.called, this.#unwritten?.[0] ?? 0);
  }
  override call(...step: Parameters<StockroomLedger["call"]>): void {
    if (this.#unwritten) super.call(...this.#unwritten);
    this.#unwritten = step;
  }
}

/** Starts again from the first call when the object does. */
class CalledStepsBack extends StockroomLedger {
  readonly #before = super.calls().length;
  override get called(): number {
    const steps = super.calls();
    return steps.length > this.#before ? super.called : (steps[0]?.called ?? 0);
  }
}

/** Whoever comes is somebody who was there. */
class LateIsEarly extends SimWorker {
  protected override drawn(shopper: string): Drawn | undefined {
    return super.drawn(shopper, 0);
  }
}

/** Everybody has a claim URL, and no gate looks again. */
class ClaimForEverybody extends SimWorker {
  protected override drawn(shopper: string, cameAt: number): Drawn | undefined {
    const drawn = super.drawn(shopper, cameAt);
    return drawn && { ...drawn, called: 2 };
  }
}
class LetsEverybodyThrough extends GateService {
  override claim(...[sale, gate, shopper, refused, ticket]: Parameters<GateService["claim"]>) {
    return super.claim(sale, gate, shopper, refused, ticket && { ...ticket, number: -1 });
  }
}

/** The seed is made from the signing key, and each isolate has the key with which it began. */
class SeedOfTheKey extends SimWorker {
  constructor(...[client, sale, clock, contactsOf, seed]: ConstructorParameters<typeof SimWorker>) {
    const rotated = seed && { ...simSeed("another key"), commitment: seed.commitment };
    super(client, sale, clock, contactsOf, clock() > sale.startsAt + 10_000 ? rotated : seed);
  }
}

export const FAULTS: Record<string, Fault> = {
  "a draw that is relative instead of absolute": {
    ...HONEST,
    StockroomLedger: RelativeStockroom,
    GateLedger: RelativeGate,
  },
  "a unit not returned by a lapsed slot": { ...HONEST, GateLedger: UnitKeptByLapsedSlot },
  "a missing uniqueness check": {
    ...HONEST,
    GateLedger: NoUniqueness,
    rewrite: (query) =>
      query
        .replace("UNIQUE INDEX orders_shopper", "INDEX orders_shopper")
        .replace("shopper TEXT NOT NULL UNIQUE", "shopper TEXT NOT NULL"),
  },
  "a sold-out said too early": { ...HONEST, StockroomLedger: SoldOutTooEarly },
  "an idle unit never recalled": { ...HONEST, GateLedger: NeverRecalled },
  "a sale told only once": { ...HONEST, GateLedger: SaleToldOnce },
  "a ledger not read again after an await": { ...HONEST, GateService: NotReadAgain },
  "a stock check removed": { ...HONEST, GateLedger: SellsWhatIsNotThere },
  "a lapsed slot that can still order": { ...HONEST, GateLedger: SlotThatNeverLapses },
  "an order noted as delivered when it was only sent": {
    ...HONEST,
    OutboxLedger: DeliveredOnceSent,
  },
  "a contact given to whoever asks": { ...HONEST, RegisterLedger: ContactForEverybody },
  "a late message that frees a contact ordered with since": {
    ...HONEST,
    RegisterLedger: FreesLaterTaking,
  },
  "a contact not freed when its order fails": { ...HONEST, RegisterService: ContactNeverFreed },
  "a cancel told twice": { ...HONEST, GateLedger: CancelCountsTwice },
  "a unit returned by a cancel before it is written": {
    ...HONEST,
    GateLedger: ReturnedBeforeWritten,
  },
  "an order paid after it was cancelled": { ...HONEST, GateLedger: PaidAfterCancelled },
  "a call told before it is written": { ...HONEST, StockroomLedger: CalledBeforeWritten },
  "a call that steps back": { ...HONEST, StockroomLedger: CalledStepsBack },
  "a late identity that gets an early number": { ...HONEST, SimWorker: LateIsEarly },
  "a claim let through uncalled": {
    ...HONEST,
    SimWorker: ClaimForEverybody,
    GateService: LetsEverybodyThrough,
  },
  "a seed that changes with the key": { ...HONEST, SimWorker: SeedOfTheKey },
  "a lapse that beats a payment reported in time": { ...HONEST, GateLedger: LapsedThoughPaid },
};
