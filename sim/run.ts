/** Runs one sale with its crowd, and checks every promise on the way and at the end. */
import type { Claimed, Ordered } from "../edge/gate/messages.ts";
import { gateOf } from "../edge/gate/rules.ts";
import type { Fault } from "./faults.ts";
import { LAST_RESTOCK, ordersOn, type Scenario, SimulatedSale, START } from "./sale.ts";

/** Virtual time after which a shopper who keeps trying must have his answer. */
const DELIVERY_TIMEOUT = 30 * 60_000;
/** How old a "sold out" may be when it is heard: two cache, and the way of a message that is late. */
const STALE = 8_000;

/** Until a switch of the operator, or a restock, is known to all. */
const EVERYWHERE = 2_000;

/** What was promised and broken; empty when all went well. */
export type Broken = string[];

type Kind = "patient" | "slow" | "leaver" | "doubler";

interface Shopper {
  id: string;
  kind: Kind;
  done: boolean;
  slot?: string;
  order?: string;
}

export async function simulate(scenario: Scenario, fault?: Fault): Promise<Broken> {
  const run = new Run(new SimulatedSale(scenario, fault));
  try {
    return await run.all();
  } finally {
    run.world.close();
  }
}

class Run {
  readonly world: SimulatedSale;
  readonly #broken: Broken = [];
  readonly #shoppers: Shopper[];
  /** Order ids that somebody was told, by shopper. */
  readonly #acknowledged = new Map<string, string>();
  /** Until when all units were in orders; undefined before that happened. */
  #soldOutUntil: number | undefined;
  #restocks: number[];
  /** What every gate must know of by now: a restock is everywhere within 2 s of its answer. */
  #knownStock: number;

  constructor(world: SimulatedSale) {
    this.world = world;
    const { scenario, scheduler } = world;
    this.#restocks = [...scenario.restocks];
    this.#knownStock = scenario.stock;
    const kinds: Kind[] = ["patient", "patient", "slow", "leaver", "doubler"];
    this.#shoppers = Array.from({ length: scenario.shoppers }, (_, i) => ({
      id: `shopper-${scenario.seed}-${i}`,
      kind: kinds[scheduler.between(0, kinds.length - 1)] ?? "patient",
      done: false,
    }));
  }

  async all(): Promise<Broken> {
    const { scheduler } = this.world;
    for (const shopper of this.#shoppers) void this.#live(shopper);
    this.#operate();
    const done = () => this.#broken.length > 0 || this.#shoppers.every((shopper) => shopper.done);
    const ended = await scheduler.run(START + DELIVERY_TIMEOUT, done);
    if (!ended) this.#breaks("4: somebody who kept trying never got an answer");
    if (this.#broken.length === 0) this.#judgeTheEnd();
    return this.#broken;
  }

  // ── Shoppers ──────────────────────────────────────────────────────────────────────────────

  async #live(shopper: Shopper): Promise<void> {
    const { scheduler } = this.world;
    await scheduler.wait(scheduler.between(0, 15_000)); // some come before the start
    while (!shopper.done) {
      await this.#tryToBuy(shopper).catch(() => {}); // lost on the way: tries again
      await scheduler.wait(scheduler.between(300, 3_000));
    }
  }

  async #tryToBuy(shopper: Shopper): Promise<void> {
    const claimed = await this.#claim(shopper);
    if (claimed.ok) await this.#fillIn(shopper, claimed.slot);
    else if (claimed.code === "already_ordered") this.#hear(shopper, claimed.orderId);
    else this.#hearRefusal(shopper, claimed.code);
  }

  /** As the route does it: the token was signed, so it is open by the isolate's clock. */
  #claim(shopper: Shopper): Promise<Claimed> {
    const { sale } = this.world;
    const isolate = this.#anyIsolate();
    const held = shopper.slot === undefined ? undefined : this.#url(shopper, shopper.slot);
    const ask = isolate.call<Claimed>(undefined, async (gateClient) => {
      const now = this.world.clock(isolate.life.skew);
      if (now < sale.startsAt) return { ok: false, code: "too_early" };
      const admitted = await gateClient.admit(sale, shopper.id, async () => held);
      if (admitted.by === "gate") return admitted.answer;
      return admitted.code === "full"
        ? { ok: false, code: "full", ttl: 0 }
        : { ok: false, code: admitted.code };
    });
    if (shopper.kind === "doubler") this.#again(() => this.#claim({ ...shopper, kind: "patient" }));
    return ask.then((answer) => this.#heardClaim(shopper, answer));
  }

  #heardClaim(shopper: Shopper, answer: Claimed): Claimed {
    this.#checkGate(shopper);
    if (!answer.ok) return answer;
    if (this.world.scheduler.now < START - 2_000) this.#breaks("1: a slot before the start");
    shopper.slot = answer.slot;
    return answer;
  }

  async #fillIn(shopper: Shopper, slot: string): Promise<void> {
    const { scheduler, scenario } = this.world;
    const slow = shopper.kind === "slow" && scheduler.now < LAST_RESTOCK;
    await scheduler.wait(
      slow ? scheduler.between(0, 2 * scenario.hold) : scheduler.between(0, 1_500),
    );
    if (shopper.kind === "leaver") {
      shopper.done = true;
      return;
    }
    const answer = await this.#order(shopper, slot);
    if (answer?.ok) this.#hear(shopper, answer.orderId);
    else if (answer) this.#hearRefusal(shopper, answer.code);
  }

  #url(shopper: Shopper, slot: string) {
    const { sale } = this.world;
    return { sale: sale.slug, gate: gateOf(shopper.id, sale.gates), shopper: shopper.id, slot };
  }

  #order(shopper: Shopper, slot: string): Promise<Ordered | undefined> {
    const { sale } = this.world;
    const url = this.#url(shopper, slot);
    const form = { name: shopper.id, email: "a@b.co" };
    const send = () =>
      this.#anyIsolate().call(undefined, (gateClient) => gateClient.order(sale, url, form));
    if (shopper.kind === "doubler") this.#again(send);
    return send().then((answer) => {
      this.#checkGate(shopper);
      return answer;
    });
  }

  #hear(shopper: Shopper, orderId: string): void {
    const before = this.#acknowledged.get(shopper.id);
    if (before !== undefined && before !== orderId) {
      this.#breaks(`9: ${shopper.id} was told of the orders ${before} and ${orderId}`);
    }
    this.#acknowledged.set(shopper.id, orderId);
    const comesBack = shopper.order === undefined && shopper.kind === "doubler";
    shopper.order = orderId;
    shopper.done = !comesBack; // once more, to see whether a second order can be had
  }

  #hearRefusal(shopper: Shopper, code: string): void {
    if (code === "slot_expired") delete shopper.slot;
    if (code !== "sold_out") return;
    this.#checkSoldOut();
    if (this.#restocks.length === 0 && this.world.scheduler.now > this.#soldOutIsFinal) {
      shopper.done = true;
    }
  }

  #again(send: () => Promise<unknown>): void {
    void send().catch(() => {});
  }

  #anyIsolate() {
    const { isolates, scheduler } = this.world;
    const isolate = isolates[scheduler.between(0, isolates.length - 1)];
    if (!isolate) throw new Error("there is no isolate");
    return isolate;
  }

  // ── The operator ──────────────────────────────────────────────────────────────────────────

  #soldOutIsFinal = START;

  #operate(): void {
    const { scheduler, scenario } = this.world;
    for (const units of scenario.restocks) {
      scheduler.after(scheduler.between(6_000, LAST_RESTOCK - START), () => this.#restock(units));
    }
    if (!scenario.pause) return;
    const [from, length] = [scheduler.between(0, 20_000), scheduler.between(0, 15_000)];
    scheduler.after(from, () =>
      this.#turn("pause", () => {
        scheduler.after(length, () => this.#turn("resume", () => {}));
      }),
    );
  }

  /** Until it is heard; the total is what makes that safe. */
  #restock(units: number): void {
    const { stockroom, sale, scheduler } = this.world;
    this.world.stock += units;
    const total = this.world.stock;
    const again = () => {
      stockroom
        .call(undefined, (service) => service.restock(sale, total))
        .then(
          () => {
            this.#restocks = this.#restocks.slice(1);
            scheduler.after(EVERYWHERE, () => {
              this.#noteSoldOut();
              this.#knownStock = Math.max(this.#knownStock, total);
            });
            // Whoever hears "sold out" from now on may hear an old one.
            this.#soldOutIsFinal = Math.max(this.#soldOutIsFinal, scheduler.now + STALE);
          },
          () => scheduler.after(500, again),
        );
    };
    again();
  }

  /** Until it is heard: only then comes what follows. */
  #turn(action: "pause" | "resume", then: () => void): void {
    const { stockroom, sale, scheduler } = this.world;
    stockroom
      .call(undefined, (service) => service.turn(sale, action), { once: true })
      .then(then, () => scheduler.after(500, () => this.#turn(action, then)));
  }

  // ── Promises ──────────────────────────────────────────────────────────────────────────────

  #breaks(promise: string): void {
    this.#broken.push(promise);
  }

  /** Straight from the storage of the gate that has just answered, not from what it believes. */
  #checkGate({ id }: Shopper): void {
    const { world } = this;
    const gate = gateOf(id, world.sale.gates);
    const disk = world.gateDisks[gate];
    const object = world.gates[gate];
    if (!disk || !object) return;
    const now = world.clock(object.life.skew);
    const made = "SELECT count(*) AS n FROM sqlite_master WHERE name = 'slots'";
    if (disk.count(made) === 0) return;
    const open = disk.count("SELECT count(*) AS n FROM slots WHERE expires_at > ?", now);
    if (open > world.scenario.slots) this.#breaks(`6: gate ${gate} has ${open} open slots`);
    if (world.orders() > world.stock) this.#breaks(`3: ${world.orders()} orders`);
    this.#noteSoldOut();
  }

  #noteSoldOut(): void {
    if (this.world.orders() >= this.#knownStock) this.#soldOutUntil = this.world.scheduler.now;
  }

  #checkSoldOut(): void {
    this.#noteSoldOut();
    const last = this.#soldOutUntil ?? Number.NEGATIVE_INFINITY;
    if (this.world.scheduler.now - last > STALE) {
      this.#breaks(`4: sold out with ${this.world.orders()} of ${this.world.stock} in orders`);
    }
  }

  #judgeTheEnd(): void {
    const { world } = this;
    const orders = world.gateDisks.flatMap((disk) =>
      ordersOn(disk) === 0
        ? []
        : disk.rows<{ shopper: string; id: string }>("SELECT shopper, id FROM orders"),
    );
    const buyers = new Set(orders.map(({ shopper }) => shopper));
    if (buyers.size < orders.length) this.#breaks("5: two orders of one shopper");
    const byShopper = new Map(orders.map(({ shopper, id }) => [shopper, id]));
    for (const [shopper, id] of this.#acknowledged) {
      if (byShopper.get(shopper) !== id) this.#breaks(`7: the order of ${shopper} is lost`);
    }
    const tried = this.#shoppers.filter(({ kind }) => kind !== "leaver").length;
    const expected = Math.min(world.stock, tried);
    if (orders.length !== expected) {
      this.#breaks(`4: ${orders.length} orders instead of ${expected}`);
    }
  }
}
