/** One sale in bad weather: its visitors, its operator, and every promise checked on the way and at the end. */
import { type Kind, makeCrowd, type Visitor } from "../crowd/crowd.ts";
import { Random } from "../crowd/random.ts";
import { type Ending, visit } from "../crowd/visit.ts";
import type { ContactField } from "../edge/contract.ts";
import {
  type Change,
  gateOf,
  type OrderEvent,
  type Ordered,
  type Sent,
  type Settled,
} from "../edge/core.ts";
import { simNumber } from "./draw.ts";
import type { Fault } from "./faults.ts";
import { CALM, type Chaos } from "./network.ts";
import { type Recorder, SimShop } from "./shop.ts";
import { readOrderUrl } from "./worker.ts";
import { type OrderRow, START, World } from "./world.ts";

/** All that a sale is drawn from; its seed decides the rest. */
export interface Scenario {
  seed: number;
  gates: number;
  slots: number;
  stock: number;
  shoppers: number;
  isolates: number;
  reserve: boolean;
  /** Ms. */
  hold: number;
  /** 0: nothing goes wrong; 1: as bad as it gets. */
  chaos: number;
  /** Units that the operator adds, one restock each. */
  restocks: number[];
  /** Whether the operator pauses the sale for a while. */
  pause: boolean;
  /**
   * With `onePer: [email, phone]`: so many e-mail addresses and phone numbers are there, and shoppers
   * try them first. 0: a sale without `onePer`.
   */
  contacts: number;
  /** What becomes of orders; without it, they are placed and that is all. */
  after?: Afterwards;
  /** Slots are drawn. `expected`: so many times the truth. */
  draw?: { expected: number };
}

/** Chances per order, decided by the order system when it has it. */
interface Afterwards {
  cancelled: number;
  paid: number;
  /** Ms; unpaid orders are cancelled after so long. */
  payWithin?: number;
  /** Whether whoever lost an order comes again for another. */
  again: boolean;
}

/** The share of sales whose slots are drawn. */
const DRAWS = 0.25;

/** Sales of all shapes, the small ones too, where the last unit is the first. */
export function scenarioOf(seed: number): Scenario {
  const random = new Random(seed);
  const coin = () => random.next() < 0.5;
  const sale = {
    seed,
    gates: random.whole(1, 5),
    slots: random.whole(1, 4),
    stock: random.whole(1, 15),
    shoppers: random.whole(1, 24),
    isolates: random.whole(1, 4),
    reserve: coin(),
    hold: random.whole(5_000, 15_000),
    chaos: coin() ? 0 : random.next(),
    restocks: Array.from({ length: random.whole(0, 2) }, () => random.whole(1, 5)),
    pause: coin(),
    contacts: random.next() < 0.4 ? random.whole(1, 8) : 0,
  };
  // A cancelled order keeps its contact, so who could still buy would be hard to say of both at once.
  const hasAfter = sale.contacts === 0 && coin();
  const scenario = hasAfter ? { ...sale, after: afterwardsOf(random) } : sale;
  if (random.next() >= DRAWS) return scenario;
  return { ...scenario, reserve: true, draw: { expected: 10 ** random.between(-2, 2) } };
}

function afterwardsOf(random: Random): Afterwards {
  return {
    cancelled: random.next() * 0.5,
    paid: 0.2 + random.next() * 0.7,
    ...(random.next() < 0.5 ? { payWithin: random.whole(3_000, 12_000) } : {}),
    again: random.next() < 0.5,
  };
}

/** From here on nothing goes wrong any more: then every unit must find its shopper. */
const HEALED = START + 40_000;
const LAST_RESTOCK = 30_000;
/** From then on every order is paid at once and none is cancelled, or a sale would never end. */
const LAST_CHANGE = START + 32_000;
/** How often it is looked whether units may still come back. */
const LOOK_EVERY = 1_000;
/** A sale that has not come to rest after so many events never will. */
const MOST_EVENTS = 40_000;
const LASTS = 3_600_000;
/** The longest way of a message when all is well, and its answer's. Ms. */
const ON_ITS_WAY = 2 * CALM.latency;
/** How long after a sale the stockroom has heard of it, whatever got lost on the way. */
const TOLD_WITHIN = 10_000;
/** How old a "sold out" may be when it is heard: two caches, and the way of a message that is late. */
const STALE = 8_000;
/** Until a switch of the operator, or a restock, is known to all. */
const EVERYWHERE = 2_000;
/** More of those who make trouble than in a real crowd. */
const SHARES: Record<Kind, number> = {
  ...{
    early: 0.15,
    surge: 0.25,
    double: 0.2,
    leaver: 0.15,
    slow: 0.15,
    jumper: 0.05,
    forger: 0.05,
  },
};
const ARRIVALS = { lead: 5_000, rush: 3_000 };
/** Forms are filled in so much faster than in real life, for the hold is that much shorter. */
const SCALE = 10;

export interface Simulated {
  /** What was promised and broken; empty when all went well. */
  broken: string[];
  events: number;
}

export async function simulate(scenario: Scenario, fault?: Fault): Promise<Simulated> {
  const simulation = new Simulation(scenario, fault);
  try {
    return await simulation.run();
  } finally {
    simulation.world.close();
  }
}

function weatherOf(chaos: number): Chaos {
  if (chaos === 0) return CALM;
  return {
    lost: 0.15 * chaos,
    doubled: 0.15 * chaos,
    crash: 0.15 * chaos,
    skew: Math.round(2_000 * chaos),
    latency: 20 + Math.round(200 * chaos),
  };
}

interface Person {
  visitor: Visitor;
  shop: SimShop;
  done: boolean;
  /** The order that this shopper was told of. */
  order?: string;
  /** Was told "sold out" when no unit could come any more. */
  gone?: boolean;
}

class Simulation {
  readonly world: World;
  readonly #scenario: Scenario;
  readonly #broken: string[] = [];
  readonly #people: Person[];
  /** What the order system has, by the order's id. */
  readonly #delivered = new Set<string>();
  /** What the order system reported and was told that it is so. */
  readonly #told = { paid: new Set<string>(), cancelled: new Set<string>() };
  /** Reports that are decided and have not been answered yet. */
  #reports = 0;
  /** The stock at this moment: it grows with each restock. */
  #stock: number;
  /** What every gate must know of by now: a restock is everywhere within 2 s of its answer. */
  #knownStock: number;
  /** The same of cancellations: what the stockroom has heard of, and what all must know by now. */
  readonly #cancelled = { heard: 0, known: 0 };
  #restocksLeft: number;
  /** Until when all units were in orders; before that happened, never. */
  #soldOutUntil = Number.NEGATIVE_INFINITY;
  /** Whoever hears "sold out" before this may hear an old one. */
  #soldOutIsFinal = START;
  /** How far numbers have been called, as the stockroom has told. */
  #called = 0;

  constructor(scenario: Scenario, fault: Fault | undefined) {
    const { seed, gates, slots, stock, reserve, hold, isolates, shoppers, after } = scenario;
    const { cancelled: _, paid: __, ...life } = after ?? { cancelled: 0, paid: 0 };
    const onePer: ContactField[] | undefined =
      scenario.contacts > 0 ? ["email", "phone"] : undefined;
    const draw = scenario.draw && { expected: Math.ceil(shoppers * scenario.draw.expected) };
    this.#scenario = scenario;
    this.#stock = this.#knownStock = stock;
    this.#restocksLeft = scenario.restocks.length;
    this.world = new World({
      ...{ seed, isolates, fault, from: START - 6_000 },
      shape: { gates, slots, stock, reserve, hold, lasts: LASTS, onePer, draw, ...life },
      weather: { chaos: weatherOf(scenario.chaos), until: HEALED },
      deliver: (event) => this.#deliver(event),
      changed: () => this.#noteSoldOut(),
      called: (called) => this.#checkCalled(called),
    });
    const crowd = { seed, shoppers, hold: hold * SCALE, scale: SCALE };
    this.#people = makeCrowd({ ...crowd, arrivals: ARRIVALS, shares: SHARES }).map((visitor) =>
      this.#person(visitor),
    );
  }

  async run(): Promise<Simulated> {
    for (const person of this.#people) void this.#live(person);
    this.#operate();
    if (this.#scenario.after) this.#lookAgainAndAgain();
    const { scheduler } = this.world;
    const rest = await scheduler.run({
      until: START + LASTS,
      most: MOST_EVENTS,
      done: () => this.#broken.length > 0 || this.#isOver(),
    });
    if (rest !== "done") {
      // Whoever waits in vain may wait for a unit that got lost.
      for (const row of this.world.orderRows()) this.#judgeLife(row);
      this.#breaks(this.#unrest(rest));
    }
    // What was freed after the last answer is still on its way.
    if (rest === "done") await scheduler.run({ until: scheduler.now + ON_ITS_WAY });
    if (this.#broken.length === 0) this.#judgeTheEnd();
    if (this.#broken.length === 0) await this.#judgeTheLastReport();
    return { broken: this.#broken, events: scheduler.events };
  }

  /** Nobody asks any more, and all the same the stockroom hears of every sale. */
  async #judgeTheLastReport(): Promise<void> {
    const { world } = this;
    const until = Math.max(world.scheduler.now, HEALED) + TOLD_WITHIN;
    const done = () => world.knownOrders() === world.orders();
    if ((await world.scheduler.run({ until, done })) === "done") return;
    this.#breaks(`4: of ${world.orders()} sales only ${world.knownOrders()} were reported`);
  }

  #unrest(rest: string): string {
    const at = `(${rest} after ${this.world.scheduler.events} events)`;
    if (this.#allHome()) return `7: an order is never delivered ${at}`;
    return `4: somebody who kept trying never got an answer ${at}`;
  }

  /** An order that may still lapse is not at its end, though its shopper has gone home. */
  #isOver(): boolean {
    return this.#allHome() && this.#allDelivered() && !this.#mayComeBack();
  }

  #allHome(): boolean {
    return this.#people.every(({ done }) => done);
  }

  #allDelivered(): boolean {
    const { world } = this;
    return this.#reports === 0 && this.#delivered.size >= world.orders() + world.events();
  }

  /** While units may come back, "sold out" is not the last word. */
  #lookAgainAndAgain(): void {
    const { scheduler } = this.world;
    if (this.#mayComeBack()) {
      this.#soldOutIsFinal = Math.max(this.#soldOutIsFinal, scheduler.now + STALE);
    }
    scheduler.after(LOOK_EVERY, () => this.#lookAgainAndAgain());
  }

  #mayComeBack(): boolean {
    const { world } = this;
    if (!this.#scenario.after) return false;
    const isHeard = world.cancelled() === world.knownCancelled();
    return !isHeard || world.unpaid() > 0 || !this.#allDelivered();
  }

  // ── People ────────────────────────────────────────────────────────────────────────────────

  #person(visitor: Visitor): Person {
    const { world } = this;
    const { random } = world.scheduler;
    const isolate = () => world.isolate(random.whole(0, world.isolates.length - 1));
    const person: Person = { visitor, done: false, shop: undefined as never };
    const recorder = this.#recorder(person);
    person.shop = new SimShop(world, visitor, isolate, recorder, this.#contactsOf(visitor));
    return person;
  }

  /** Two that others try as well, and not in the same pairs. */
  #contactsOf({ id }: Visitor): { email: string; phone: string } | undefined {
    const { contacts } = this.#scenario;
    if (contacts === 0) return undefined;
    return { email: `${id % contacts}@b.co`, phone: `+${(id * 3 + 1) % (contacts + 1)}` };
  }

  /** As long as there may be a unit, people come back. */
  async #live(person: Person): Promise<void> {
    let { visitor } = person;
    for (;;) {
      const ending = await visit(visitor, person.shop);
      person.done = this.#isDone(person, ending);
      if (person.done) return;
      const { now, random } = this.world.scheduler;
      visitor = { ...faster(visitor), loads: [now - START + random.whole(300, 3_000)] };
    }
  }

  #isDone({ visitor: { kind }, order, gone }: Person, ending: Ending): boolean {
    if (order !== undefined || ending === "forged") return true;
    if (ending === "left") return kind === "leaver";
    return ending === "sold_out" && gone === true;
  }

  #recorder(person: Person): Recorder {
    return {
      granted: (url) => this.#checkSlot(person, url),
      ordered: (orderId) => this.#checkOrder(person, orderId),
      soldOut: () => this.#checkSoldOut(person),
      forged: (answer) => this.#checkForged(answer),
      drawn: (number) => this.#checkNumber(person, number),
    };
  }

  // ── The operator, and the order system ────────────────────────────────────────────────────

  #operate(): void {
    const { scheduler } = this.world;
    const { random } = scheduler;
    for (const units of this.#scenario.restocks) {
      scheduler.after(random.whole(7_000, LAST_RESTOCK), () => this.#restock(units));
    }
    if (!this.#scenario.pause) return;
    const [from, length] = [random.whole(0, 20_000), random.whole(0, 15_000)];
    scheduler.after(from, () =>
      this.#turn("pause", () => scheduler.after(length, () => this.#turn("resume", () => {}))),
    );
  }

  /** Until it is heard; the total is what makes that safe. */
  #restock(units: number): void {
    this.#stock += units;
    const total = this.#stock;
    const { stockroom, sale, scheduler } = this.world;
    const again = () =>
      void stockroom
        .call(undefined, undefined, (service) => service.restock(sale, total))
        .then(
          () => this.#restocked(total),
          () => scheduler.after(500, again),
        );
    again();
  }

  #restocked(total: number): void {
    const { scheduler } = this.world;
    this.#restocksLeft -= 1;
    this.#soldOutIsFinal = Math.max(this.#soldOutIsFinal, scheduler.now + STALE);
    scheduler.after(EVERYWHERE, () => {
      this.#noteSoldOut();
      this.#knownStock = Math.max(this.#knownStock, total);
    });
  }

  /** Until it is heard: only then comes what follows. */
  #turn(action: "pause" | "resume", then: () => void): void {
    const { stockroom, sale, scheduler } = this.world;
    stockroom
      .call(undefined, undefined, (service) => service.turn(sale, action), { once: true })
      .then(then, () => scheduler.after(500, () => this.#turn(action, then)));
  }

  /** In bad weather an order or the answer to it gets lost. */
  async #deliver({ id, type, order }: OrderEvent): Promise<Sent> {
    const { scheduler } = this.world;
    const { lost, latency } = scheduler.now > HEALED ? CALM : weatherOf(this.#scenario.chaos);
    await scheduler.wait(scheduler.random.whole(1, latency));
    if (!scheduler.happens(lost)) this.#arrived(id, type, order.orderId);
    if (scheduler.happens(lost)) return { ok: false, status: 0, error: "network" };
    if (this.#delivered.has(id)) return { ok: true, status: 204 };
    return { ok: false, status: 503 };
  }

  #arrived(id: string, type: OrderEvent["type"], orderId: string): void {
    if (this.#delivered.has(id)) return;
    this.#delivered.add(id);
    if (type !== "order.placed" && !this.#delivered.has(orderId)) {
      this.#breaks(`14: ${type} came before the order ${orderId}`);
    }
    const { after } = this.#scenario;
    if (type === "order.placed" && after) this.#decide(orderId, after);
  }

  /** Some pay late, and some are paid and then cancelled all the same. */
  #decide(orderId: string, { cancelled, paid, payWithin = 10_000 }: Afterwards): void {
    const { scheduler } = this.world;
    const { random } = scheduler;
    const isLast = scheduler.now > LAST_CHANGE;
    if (isLast || scheduler.happens(paid)) {
      this.#report(orderId, "paid", isLast ? 0 : random.whole(0, Math.round(payWithin * 1.2)));
    }
    if (!isLast && scheduler.happens(cancelled))
      this.#report(orderId, "cancelled", random.whole(0, 8_000));
  }

  #report(orderId: string, change: Change, later: number): void {
    this.#reports += 1;
    this.world.scheduler.after(later, () => this.#reportNow(orderId, change));
  }

  /** Until it is answered. */
  #reportNow(orderId: string, change: Change): void {
    const { stockroom, scheduler } = this.world;
    const wasCancelled = this.#told.cancelled.has(orderId);
    stockroom
      .call(undefined, undefined, (service) => service.settle(orderId, change))
      .then(
        (settled) => {
          this.#reports -= 1;
          this.#reported(orderId, change, settled, wasCancelled);
        },
        () => void scheduler.after(500, () => this.#reportNow(orderId, change)),
      );
  }

  #reported(orderId: string, change: Change, settled: Settled, wasCancelled: boolean): void {
    if (!settled.ok) {
      const isExpected = change === "paid" && settled.code === "order_cancelled";
      if (!isExpected) this.#breaks(`14: ${orderId} could not be ${change}: ${settled.code}`);
      return;
    }
    if (change === "paid" && wasCancelled) {
      this.#breaks(`14: ${orderId} was paid after it was cancelled`);
    }
    this.#told[change].add(orderId);
    if (change === "cancelled" && this.#scenario.after?.again) this.#comeBack(orderId);
  }

  /** Whoever is told of a cancelled order may try again. */
  #comeBack(orderId: string): void {
    const person = this.#people.find(({ order, done }) => done && order === orderId);
    if (!person) return;
    person.done = false;
    delete person.order;
    const { now } = this.world.scheduler;
    person.visitor = { ...faster(person.visitor), loads: [now - START + 300] };
    void this.#live(person);
  }

  // ── Promises ──────────────────────────────────────────────────────────────────────────────

  #breaks(promise: string): void {
    this.#broken.push(promise);
  }

  #checkSlot({ shop }: Person, url: string): void {
    if (this.world.scheduler.now < START - this.world.skew) {
      this.#breaks("1: a slot before the start");
    }
    const { gate, shopper } = readOrderUrl(url);
    if (shopper !== shop.shopper) this.#breaks(`2: ${shop.shopper} got the slot of ${shopper}`);
    this.#checkDrawn(shop);
    this.#checkGate(gate);
  }

  /** By our own arithmetic, whatever the shopper was told. */
  #numberOf({ shopper, cameAt = START }: SimShop): number | undefined {
    const { seed, sale } = this.world;
    return seed && simNumber(seed, sale.slug, shopper, cameAt, START);
  }

  #checkNumber({ shop }: Person, number: number): void {
    const own = this.#numberOf(shop);
    if (number !== own) this.#breaks(`13: ${shop.shopper} was told ${number} instead of ${own}`);
  }

  #checkDrawn(shop: SimShop): void {
    const number = this.#numberOf(shop);
    const called = this.world.calls().at(-1) ?? 0;
    if (number === undefined || number < called) return;
    this.#breaks(`13: ${shop.shopper} got a slot with ${number}, and called is ${called}`);
  }

  /** What the stockroom tells, it has written down; and what it has told once is never taken back. */
  #checkCalled(called: number): void {
    const written = this.world.calls().at(-1) ?? 0;
    if (called > written)
      this.#breaks(`13: ${called} was told as called, and ${written} is written`);
    if (called < this.#called)
      this.#breaks(`13: called went back from ${this.#called} to ${called}`);
    this.#called = Math.max(this.#called, called);
  }

  #checkOrder(person: Person, orderId: string): void {
    const { shopper } = person.shop;
    const before = person.order;
    // The answer of an earlier order may be late.
    if (before !== undefined && before !== orderId && this.#isGivenBack(orderId)) return;
    if (before !== undefined && before !== orderId && !this.#isGivenBack(before)) {
      this.#breaks(`9: ${shopper} was told of the orders ${before} and ${orderId}`);
    }
    person.order = orderId;
    this.#checkGate(gateOf(shopper, this.#scenario.gates));
  }

  /** It was cancelled, and its shopper may have another. */
  #isGivenBack(orderId: string): boolean {
    const order = this.world.orderRows().find(({ id }) => id === orderId);
    return order?.cancelledAt !== null && order?.again === 1;
  }

  /** Straight from the storage of the gate that has just answered, not from what it believes. */
  #checkGate(gate: number): void {
    const open = this.world.openSlots(gate);
    if (open > this.#scenario.slots) this.#breaks(`6: gate ${gate} has ${open} open slots`);
    this.#checkStock();
    this.#noteSoldOut();
  }

  #checkStock(): void {
    const cancelled = this.world.cancelled();
    const orders = this.world.orders() - cancelled;
    if (orders <= this.#stock) return;
    const promise = cancelled > 0 ? "14: a cancelled unit was sold twice" : "3";
    this.#breaks(`${promise}: ${orders} orders of ${this.#stock} units`);
  }

  #checkForged(answer: Ordered): void {
    if (answer.ok) this.#breaks("2: an order by the URL of a slot that has lapsed");
  }

  #noteSoldOut(): void {
    const { world } = this;
    this.#noteCancelled(world.knownCancelled());
    if (world.orders() - this.#cancelled.known >= this.#knownStock)
      this.#soldOutUntil = this.world.scheduler.now;
  }

  #noteCancelled(heard: number): void {
    if (heard === this.#cancelled.heard) return;
    this.#cancelled.heard = heard;
    this.world.scheduler.after(EVERYWHERE, () => {
      this.#noteSoldOut();
      this.#cancelled.known = heard;
    });
  }

  #checkSoldOut(person: Person): void {
    const { now } = this.world.scheduler;
    person.gone = this.#restocksLeft === 0 && now > this.#soldOutIsFinal && !this.#mayComeBack();
    this.#noteSoldOut();
    if (now - this.#soldOutUntil <= STALE) return;
    this.#breaks(`4: sold out with ${this.world.orders()} of ${this.#stock} in orders`);
  }

  #judgeTheEnd(): void {
    const rows = this.world.orderRows();
    const standing = rows.filter(({ cancelledAt, again }) => cancelledAt === null || again === 0);
    if (new Set(standing.map(({ shopper }) => shopper)).size < standing.length) {
      this.#breaks("5: two orders of one shopper");
    }
    const ownerOf = new Map(rows.map(({ shopper, id }) => [id, shopper]));
    for (const { shop, order } of this.#people) {
      if (order === undefined || ownerOf.get(order) === shop.shopper) continue;
      this.#breaks(`7: the order of ${shop.shopper} is lost`);
    }
    for (const row of rows) {
      this.#judgeDeliveries(row);
      this.#judgeLife(row);
    }
    this.#checkStock();
    this.#judgeSales(rows);
  }

  #judgeDeliveries({ id, paidAt, cancelledAt }: OrderRow): void {
    const heard = [id, paidAt && `${id}-paid`, cancelledAt && `${id}-cancelled`];
    for (const event of heard) {
      if (event && !this.#delivered.has(event)) this.#breaks(`7: ${event} was not delivered`);
    }
  }

  #judgeLife({ id, placedAt, paidAt, cancelledAt, reason }: OrderRow): void {
    const { paid, cancelled } = this.#told;
    if (paid.has(id) && paidAt === null) this.#breaks(`14: ${id} was paid, and it is forgotten`);
    if (cancelled.has(id) && cancelledAt === null) {
      this.#breaks(`14: ${id} was cancelled, and it is forgotten`);
    }
    if (reason !== "unpaid" || cancelledAt === null) return;
    const { payWithin = 0 } = this.#scenario.after ?? {};
    if (paidAt !== null || paid.has(id)) this.#breaks(`14: ${id} was paid, and then lapsed`);
    if (cancelledAt < placedAt + payWithin) this.#breaks(`14: ${id} lapsed too early`);
  }

  /** Every unit finds somebody, also those that came back, as long as there is anybody. */
  #judgeSales(rows: OrderRow[]): void {
    const sold = rows.filter(({ cancelledAt }) => cancelledAt === null).length;
    const cameToNothing = this.#people.filter(({ order }) =>
      rows.some(({ id, cancelledAt }) => id === order && cancelledAt !== null),
    ).length;
    const buyers = this.#people.filter(({ visitor: { kind } }) => BUYERS.has(kind)).length;
    this.#judgeContacts();
    const expected = Math.min(this.#stock, buyers - cameToNothing);
    if (sold === expected) return;
    const promise = rows.length > sold ? "14: units that came back" : "4";
    this.#breaks(`${promise}: ${sold} orders instead of ${expected}`);
  }

  #judgeContacts(): void {
    const buyerOf = new Map<string, string>();
    for (const { shopper, form } of this.world.orderForms()) {
      for (const { hash } of this.world.contactsOf(form)) {
        const other = buyerOf.get(hash);
        if (other !== undefined) this.#breaks(`12: ${other} and ${shopper} ordered with ${hash}`);
        buyerOf.set(hash, shopper);
      }
    }
    const taken = new Map(
      this.world.contactRows().map(({ contact, shopper }) => [contact, shopper]),
    );
    for (const [contact, buyer] of buyerOf) {
      if (taken.get(contact) !== buyer)
        this.#breaks(`12: ${contact} of ${buyer} can be used again`);
    }
    // A lost message or a crash can leave a contact with its own shopper; nothing else may.
    if (this.#scenario.chaos > 0) return;
    for (const [contact, shopper] of taken) {
      if (buyerOf.get(contact) === shopper) continue;
      this.#breaks(`12: ${contact} stays with ${shopper}, who has not ordered with it`);
    }
  }
}

/** Whoever was too slow once is not again, or would go to the back of the line without end. */
function faster(visitor: Visitor): Visitor {
  if (visitor.kind !== "slow") return visitor;
  return { ...visitor, kind: "surge", form: Math.round(visitor.form / 3) };
}

const BUYERS = new Set<Kind>(["early", "surge", "double", "slow", "jumper"]);
