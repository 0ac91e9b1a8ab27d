/** The Worker and its objects in the real runtime against a model of a page: any order of events. */
import { evictAllDurableObjects, runDurableObjectAlarm } from "cloudflare:test";
import fc from "fast-check";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { gateOf } from "./gate/rules.ts";
import { Shopper, START, World } from "./testing/world.ts";

const RUNS = 80;
/** Within which a switch, and every other news, must be everywhere. */
const EVERYWHERE = 2_000;
const HOLD = 30_000;
const PEOPLE = 6;

interface Held {
  url: string;
  expiresAt: number;
}

/** What anybody could say of the sale who had seen everything. */
class Model {
  readonly slots = new Map<number, Held>();
  /** Slots that came to nothing, by person, and when the last one did. */
  readonly lapses = new Map<number, { count: number; at: number }>();
  readonly orders = new Map<number, { url: string; orderId: string }>();
  now = START;
  position: "on" | "paused" | "ended" = "on";
  stock: number;
  readonly gates: number[];
  readonly reserve: boolean;
  readonly places: number;

  constructor({ sale }: World, gates: number[]) {
    this.stock = sale.stock;
    this.reserve = sale.reserve;
    this.places = sale.slots;
    this.gates = gates;
  }

  get soldOut(): boolean {
    return this.orders.size === this.stock;
  }

  slotOf(person: number): Held | undefined {
    const held = this.slots.get(person);
    return held && held.expiresAt > this.now ? held : undefined;
  }

  claim(person: number): { status: number; code?: string } {
    if (this.orders.has(person)) return { status: 409, code: "already_ordered" };
    if (this.slotOf(person)) return { status: 200 };
    if (this.soldOut) return { status: 410, code: "sold_out" };
    if (this.position === "ended") return { status: 410, code: "closed" };
    if (this.position === "paused") return { status: 503, code: "paused" };
    if (this.#isBack(person)) return { status: 503, code: "full" };
    const here = this.#open().filter((other) => this.gates[other] === this.gates[person]);
    if (here.length >= this.places) return { status: 503, code: "full" };
    const idle = this.stock - this.orders.size - this.#open().length;
    if (this.reserve && idle < 1) return { status: 503, code: "full" };
    return { status: 201 };
  }

  order(person: number, url: string): { status: number; code?: string } {
    if (this.orders.get(person)?.url === url) return { status: 200 };
    if (this.slotOf(person)?.url !== url) return { status: 410, code: "slot_expired" };
    if (this.position === "ended") return { status: 410, code: "closed" };
    if (this.soldOut) return { status: 410, code: "sold_out" };
    return { status: 201 };
  }

  /** Who lets a slot lapse waits a hold for the next one, then two, four and eight. */
  #isBack(person: number): boolean {
    const held = this.slots.get(person);
    if (held) {
      const count = (this.lapses.get(person)?.count ?? 0) + 1;
      this.lapses.set(person, { count, at: held.expiresAt });
      this.slots.delete(person);
    }
    const { count, at } = this.lapses.get(person) ?? { count: 0, at: 0 };
    if (count === 0) return false;
    // And all who did so have half of the slots at the most.
    const alike = this.#open().filter(
      (other) => this.gates[other] === this.gates[person] && this.lapses.has(other),
    );
    if (alike.length >= Math.max(1, Math.floor(this.places / 2))) return true;
    return this.now < at + HOLD * Math.min(8, 2 ** (count - 1));
  }

  #open(): number[] {
    return [...this.slots.keys()].filter((person) => this.slotOf(person));
  }
}

/** The real sale, and the people in it. */
interface Real {
  world: World;
  people: Shopper[];
  claimUrls: string[];
}
type Event = fc.AsyncCommand<Model, Real>;

/** Each event comes when all news of the one before it is everywhere. */
abstract class Step implements Event {
  check = () => true;
  async run(model: Model, real: Real): Promise<void> {
    this.advance(model, EVERYWHERE);
    await this.act(model, real);
  }
  protected advance(model: Model, ms: number): void {
    model.now += ms;
    vi.setSystemTime(model.now);
  }
  protected abstract act(model: Model, real: Real): Promise<void>;
}

class Claim extends Step {
  readonly person: number;
  constructor(person: number) {
    super();
    this.person = person;
  }
  override async act(model: Model, { people, claimUrls }: Real): Promise<void> {
    const expected = model.claim(this.person);
    const answer = await (people[this.person] as Shopper).claim(claimUrls[this.person]);
    expect({ status: answer.status, code: answer.body.code }).toEqual({
      code: undefined,
      ...expected,
    });
    if (expected.status === 200) expect(answer.body.order).toBe(model.slots.get(this.person)?.url);
    if (expected.status === 409) {
      expect(answer.body.orderId).toBe(model.orders.get(this.person)?.orderId);
    }
    if (expected.status !== 201) return;
    expect(answer.body.expiresAt).toBe(model.now + HOLD);
    model.slots.set(this.person, { url: answer.body.order, expiresAt: answer.body.expiresAt });
  }
  override toString = () => `claim(${this.person})`;
}

class Order extends Step {
  readonly person: number;
  constructor(person: number) {
    super();
    this.person = person;
  }
  override async act(model: Model, { people }: Real): Promise<void> {
    const url = model.orders.get(this.person)?.url ?? model.slots.get(this.person)?.url;
    if (url === undefined) return;
    const expected = model.order(this.person, url);
    const answer = await (people[this.person] as Shopper).order(url);
    expect({ status: answer.status, code: answer.body.code }).toEqual({
      code: undefined,
      ...expected,
    });
    if (expected.status === 200) {
      expect(answer.body.orderId).toBe(model.orders.get(this.person)?.orderId);
    }
    if (expected.status !== 201) return;
    model.orders.set(this.person, { url, orderId: answer.body.orderId });
    model.slots.delete(this.person);
  }
  override toString = () => `order(${this.person})`;
}

class Wait extends Step {
  readonly ms: number;
  constructor(ms: number) {
    super();
    this.ms = ms;
  }
  override async act(model: Model): Promise<void> {
    this.advance(model, this.ms);
  }
  override toString = () => `wait(${this.ms})`;
}

class Alarm extends Step {
  override async act(_model: Model, { world }: Real): Promise<void> {
    for (let gate = 0; gate < world.sale.gates; gate++) {
      await world.gate(gate).survey(); // an object that has never run has no alarm to ring
      await runDurableObjectAlarm(world.gate(gate));
    }
  }
  override toString = () => "alarms";
}

class Evict extends Step {
  override async act(): Promise<void> {
    await evictAllDurableObjects();
  }
  override toString = () => "restart";
}

class Turn extends Step {
  readonly action: "pause" | "resume" | "end";
  constructor(action: "pause" | "resume" | "end") {
    super();
    this.action = action;
  }
  override async act(model: Model, { world }: Real): Promise<void> {
    const { status } = await world.admin(`/${this.action}`, { method: "POST" });
    const refused = model.position === "ended" && this.action !== "end";
    expect(status).toBe(refused ? 410 : 200);
    if (refused) return;
    model.position = ({ pause: "paused", resume: "on", end: "ended" } as const)[this.action];
  }
  override toString = () => this.action;
}

class Restock extends Step {
  readonly units: number;
  constructor(units: number) {
    super();
    this.units = units;
  }
  override async act(model: Model, { world }: Real): Promise<void> {
    model.stock += this.units;
    const body = JSON.stringify({ stock: model.stock });
    expect((await world.admin("/restock", { method: "POST", body })).status).toBe(200);
  }
  override toString = () => `restock(${this.units})`;
}

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["Date"], now: START });
});
afterEach(() => {
  vi.useRealTimers();
});

const person = fc.integer({ min: 0, max: PEOPLE - 1 });
const events = fc.commands(
  [
    person.map((who) => new Claim(who)),
    person.map((who) => new Claim(who)),
    person.map((who) => new Order(who)),
    person.map((who) => new Order(who)),
    fc.integer({ min: 0, max: HOLD }).map((ms) => new Wait(ms)),
    fc.constant(new Alarm()),
    fc.constant(new Evict()),
    fc.constantFrom("pause" as const, "resume" as const).map((action) => new Turn(action)),
    fc.integer({ min: 1, max: 2 }).map((units) => new Restock(units)),
    fc.constant(new Turn("end")),
  ],
  { maxCommands: 40, size: "max" },
);
const shapes = fc.record({
  stock: fc.integer({ min: 1, max: 4 }),
  gates: fc.integer({ min: 1, max: 3 }),
  slots: fc.integer({ min: 1, max: 2 }),
  reserve: fc.boolean(),
});

it("answers as the model does, whatever happens in whatever order", async () => {
  const property = fc.asyncProperty(shapes, events, async (shape, happening) => {
    await fc.asyncModelRun(() => open(shape), happening);
  });
  await fc.assert(property, { seed: 20261127, numRuns: RUNS });
});

async function open(shape: object): Promise<{ model: Model; real: Real }> {
  vi.setSystemTime(START);
  const world = new World({ ...shape, hold: HOLD });
  const people = Array.from({ length: PEOPLE }, () => new Shopper(world));
  const gates: number[] = [];
  const claimUrls: string[] = [];
  for (const one of people) {
    gates.push(gateOf(await one.id(), world.sale.gates));
    claimUrls.push(await one.claimUrl());
  }
  return { model: new Model(world, gates), real: { world, people, claimUrls } };
}
