/** One sale in bad weather: its visitors, its operator, and every promise checked on the way and at the end. */
import { type Kind, makeCrowd, type Visitor } from "../crowd/crowd.ts";
import { Random } from "../crowd/random.ts";
import { type Ending, visit } from "../crowd/visit.ts";
import { gateOf, type Ordered, type OutgoingOrder, type Sent } from "../edge/core.ts";
import type { Fault } from "./faults.ts";
import { CALM, type Chaos } from "./network.ts";
import { type Recorder, SimShop } from "./shop.ts";
import { readOrderUrl } from "./worker.ts";
import { START, World } from "./world.ts";

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
}

/** Sales of all shapes, the small ones too, where the last unit is the first. */
export function scenarioOf(seed: number): Scenario {
  const random = new Random(seed);
  const coin = () => random.next() < 0.5;
  return {
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
  };
}

/** From here on nothing goes wrong any more: then every unit must find its shopper. */
const HEALED = START + 40_000;
const LAST_RESTOCK = 30_000;
/** A sale that has not come to rest after so many events never will: the most in 6,000 were 6,834. */
const MOST_EVENTS = 25_000;
const LASTS = 3_600_000;
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
  /** The stock at this moment: it grows with each restock. */
  #stock: number;
  /** What every gate must know of by now: a restock is everywhere within 2 s of its answer. */
  #knownStock: number;
  #restocksLeft: number;
  /** Until when all units were in orders; before that happened, never. */
  #soldOutUntil = Number.NEGATIVE_INFINITY;
  /** Whoever hears "sold out" before this may hear an old one. */
  #soldOutIsFinal = START;

  constructor(scenario: Scenario, fault: Fault | undefined) {
    const { seed, gates, slots, stock, reserve, hold, isolates, shoppers } = scenario;
    this.#scenario = scenario;
    this.#stock = this.#knownStock = stock;
    this.#restocksLeft = scenario.restocks.length;
    this.world = new World({
      ...{ seed, isolates, fault, from: START - 6_000 },
      shape: { gates, slots, stock, reserve, hold, lasts: LASTS },
      weather: { chaos: weatherOf(scenario.chaos), until: HEALED },
      deliver: (order) => this.#deliver(order),
    });
    const crowd = { seed, shoppers, hold: hold * SCALE, scale: SCALE };
    this.#people = makeCrowd({ ...crowd, arrivals: ARRIVALS, shares: SHARES }).map((visitor) =>
      this.#person(visitor),
    );
  }

  async run(): Promise<Simulated> {
    for (const person of this.#people) void this.#live(person);
    this.#operate();
    const { scheduler } = this.world;
    const rest = await scheduler.run({
      until: START + LASTS,
      most: MOST_EVENTS,
      done: () => this.#broken.length > 0 || (this.#allHome() && this.#allDelivered()),
    });
    if (rest !== "done") this.#breaks(this.#unrest(rest));
    if (this.#broken.length === 0) this.#judgeTheEnd();
    return { broken: this.#broken, events: scheduler.events };
  }

  #unrest(rest: string): string {
    const at = `(${rest} after ${this.world.scheduler.events} events)`;
    if (this.#allHome()) return `7: an order is never delivered ${at}`;
    return `4: somebody who kept trying never got an answer ${at}`;
  }

  #allHome(): boolean {
    return this.#people.every(({ done }) => done);
  }

  #allDelivered(): boolean {
    return this.#delivered.size >= this.world.orders();
  }

  // ── People ────────────────────────────────────────────────────────────────────────────────

  #person(visitor: Visitor): Person {
    const { world } = this;
    const { random } = world.scheduler;
    const isolate = () => world.isolate(random.whole(0, world.isolates.length - 1));
    const person: Person = { visitor, done: false, shop: undefined as never };
    person.shop = new SimShop(world, visitor, isolate, this.#recorder(person));
    return person;
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
  async #deliver({ orderId }: OutgoingOrder): Promise<Sent> {
    const { scheduler } = this.world;
    const { lost, latency } = scheduler.now > HEALED ? CALM : weatherOf(this.#scenario.chaos);
    await scheduler.wait(scheduler.random.whole(1, latency));
    if (!scheduler.happens(lost)) this.#delivered.add(orderId);
    if (scheduler.happens(lost)) return { ok: false, status: 0, error: "network" };
    if (this.#delivered.has(orderId)) return { ok: true, status: 204 };
    return { ok: false, status: 503 };
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
    this.#checkGate(gate);
  }

  #checkOrder(person: Person, orderId: string): void {
    const { shopper } = person.shop;
    if (person.order !== undefined && person.order !== orderId) {
      this.#breaks(`9: ${shopper} was told of the orders ${person.order} and ${orderId}`);
    }
    person.order = orderId;
    this.#checkGate(gateOf(shopper, this.#scenario.gates));
  }

  /** Straight from the storage of the gate that has just answered, not from what it believes. */
  #checkGate(gate: number): void {
    const open = this.world.openSlots(gate);
    if (open > this.#scenario.slots) this.#breaks(`6: gate ${gate} has ${open} open slots`);
    const orders = this.world.orders();
    if (orders > this.#stock) this.#breaks(`3: ${orders} orders of ${this.#stock} units`);
    this.#noteSoldOut();
  }

  #checkForged(answer: Ordered): void {
    if (answer.ok) this.#breaks("2: an order by the URL of a slot that has lapsed");
  }

  #noteSoldOut(): void {
    if (this.world.orders() >= this.#knownStock) this.#soldOutUntil = this.world.scheduler.now;
  }

  #checkSoldOut(person: Person): void {
    const { now } = this.world.scheduler;
    person.gone = this.#restocksLeft === 0 && now > this.#soldOutIsFinal;
    this.#noteSoldOut();
    if (now - this.#soldOutUntil <= STALE) return;
    this.#breaks(`4: sold out with ${this.world.orders()} of ${this.#stock} in orders`);
  }

  #judgeTheEnd(): void {
    const orders = this.world.orderRows();
    const idOf = new Map(orders.map(({ shopper, id }) => [shopper, id]));
    if (idOf.size < orders.length) this.#breaks("5: two orders of one shopper");
    for (const { shop, order } of this.#people) {
      if (order === undefined || idOf.get(shop.shopper) === order) continue;
      this.#breaks(`7: the order of ${shop.shopper} is lost`);
    }
    for (const { id } of orders) {
      if (!this.#delivered.has(id)) this.#breaks(`7: the order ${id} was not delivered`);
    }
    const buyers = this.#people.filter(({ visitor: { kind } }) => BUYERS.has(kind)).length;
    const expected = Math.min(this.#stock, buyers);
    if (orders.length !== expected) {
      this.#breaks(`4: ${orders.length} orders instead of ${expected}`);
    }
  }
}

/** Whoever was too slow once is not again, or would go to the back of the line without end. */
function faster(visitor: Visitor): Visitor {
  if (visitor.kind !== "slow") return visitor;
  return { ...visitor, kind: "surge", form: Math.round(visitor.form / 3) };
}

const BUYERS = new Set<Kind>(["early", "surge", "double", "slow", "jumper"]);
