/** The outbox in virtual time: the real service and ledger, an order system that does what it wants. */
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import {
  GateLedger,
  OutboxLedger,
  OutboxService,
  pause,
  retryAfter,
  type Sent,
  TRIED_FOR,
} from "../../edge/core.ts";
import { Scheduler } from "../../sim/scheduler.ts";
import { Disk } from "../../sim/sqlite.ts";

const START = Date.UTC(2030, 0, 1, 12);
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const ACCEPTED: Sent = { ok: true, status: 204 };
const DOWN: Sent = { ok: false, status: 503 };

/** One gate's outbox, its alarm, and an order system in the test's hands. */
class Scene {
  readonly scheduler = new Scheduler(7, START);
  readonly disk = new Disk();
  readonly arrived: string[] = [];
  gate!: GateLedger;
  ledger!: OutboxLedger;
  service!: OutboxService;
  inFlight = 0;
  mostInFlight = 0;
  takes = 50;
  answer: (id: string) => Sent = () => ACCEPTED;
  #life = { alive: true };
  #alarmAt = Number.POSITIVE_INFINITY;

  constructor() {
    this.boot();
    const terms = { gates: 1, slots: 100, reserve: false, stock: 1_000 };
    this.gate.learn({ sale: "lamp", gate: 0 }, { given: 1_000, terms });
  }

  boot(): void {
    const life = { alive: true };
    this.#life = life;
    const storage = this.disk.open(() => life.alive);
    this.gate = new GateLedger(storage);
    this.ledger = new OutboxLedger(storage);
    this.service = new OutboxService({
      ledger: this.ledger,
      transport: { send: ({ order: { orderId } }) => this.#send(orderId) },
      sale: () => "lamp",
      clock: () => this.scheduler.now,
      random: () => this.scheduler.random.next(),
      wait: (ms) => this.scheduler.wait(ms),
      wake: (at) => this.#wake(at, life),
      background: (work) => void work.catch(() => {}),
    });
  }

  /** The object dies where it stands; its alarm brings the next one up. */
  crash(): void {
    this.#life.alive = false;
    this.boot();
    this.service.work();
  }

  place(count: number): string[] {
    return Array.from({ length: count }, () => {
      const n = this.gate.account.sold + 1;
      const order = { orderId: `order-${n}`, slot: "s", placedAt: this.scheduler.now };
      this.gate.place(`shopper-${n}`, order, { name: `N ${n}`, email: `${n}@a.co` });
      this.service.work();
      return order.orderId;
    });
  }

  async pass(ms: number): Promise<void> {
    const until = this.scheduler.now + ms;
    await this.scheduler.run({ until });
    this.scheduler.now = until;
  }

  states(): Record<string, number> {
    const { failure: _failure, ...counts } = this.service.deliveries();
    return Object.fromEntries(Object.entries(counts).filter(([, count]) => count > 0));
  }

  async #send(id: string): Promise<Sent> {
    this.inFlight += 1;
    this.mostInFlight = Math.max(this.mostInFlight, this.inFlight);
    this.arrived.push(id);
    await this.scheduler.wait(this.takes);
    this.inFlight -= 1;
    return this.answer(id);
  }

  #wake(at: number, life: { alive: boolean }): void {
    if (at >= this.#alarmAt && this.#alarmAt > this.scheduler.now) return;
    this.#alarmAt = at;
    this.scheduler.after(at - this.scheduler.now, () => {
      if (this.#alarmAt !== at) return;
      this.#alarmAt = Number.POSITIVE_INFINITY;
      if (life.alive || this.#life.alive) this.service.work();
    });
  }
}

let scene: Scene;
beforeEach(() => {
  scene = new Scene();
  vi.spyOn(console, "error").mockImplementation(() => {});
});
afterEach(() => {
  scene.disk.close();
  vi.restoreAllMocks();
});

describe("an order that was placed", () => {
  it("is delivered at once, two at a time, each by its id", async () => {
    const ids = scene.place(20);
    await scene.pass(MINUTE);
    expect(scene.arrived.toSorted()).toEqual(ids.toSorted());
    expect(scene.mostInFlight).toBe(2);
    expect(scene.states()).toEqual({ delivered: 20 });
  });

  it("arrives although the order system was down all the sale, and an hour longer", async () => {
    let up = false;
    const stored = new Set<string>();
    scene.answer = (id) => {
      if (!up) return DOWN;
      stored.add(id);
      return ACCEPTED;
    };
    const ids = scene.place(30);
    await scene.pass(HOUR);
    expect(scene.states()).toEqual({ waiting: 30 });
    const tries = scene.arrived.length / ids.length;
    expect(tries).toBeGreaterThan(8); // 1 s doubled up to an hour, half of it left to chance
    expect(tries).toBeLessThan(16);
    up = true;
    await scene.pass(2 * HOUR);
    expect([...stored].toSorted()).toEqual(ids.toSorted());
    expect(scene.states()).toEqual({ delivered: 30 });
  });

  it("comes again under the same id when the answer was lost, and is stored once", async () => {
    const stored = new Map<string, number>();
    scene.answer = (id) => {
      const times = (stored.get(id) ?? 0) + 1;
      stored.set(id, times);
      return times === 1 ? { ok: false, status: 0, error: "network" } : ACCEPTED;
    };
    const ids = scene.place(5);
    await scene.pass(MINUTE);
    expect([...stored.keys()].toSorted()).toEqual(ids.toSorted());
    expect([...stored.values()]).toEqual([2, 2, 2, 2, 2]);
    expect(scene.states()).toEqual({ delivered: 5 });
  });

  it("is sent again when the object dies in the middle of sending it, time after time", async () => {
    scene.takes = 900;
    const ids = scene.place(10);
    for (let crash = 0; crash < 12; crash++) {
      await scene.pass(scene.scheduler.random.whole(100, 2_500));
      scene.crash();
    }
    await scene.pass(HOUR);
    expect(new Set(scene.arrived)).toEqual(new Set(ids));
    expect(scene.states()).toEqual({ delivered: 10 });
  });

  it("is undelivered after seven days in vain: kept, shown, and sent again when asked", async () => {
    scene.answer = () => DOWN;
    const [id] = scene.place(2);
    await scene.pass(TRIED_FOR + 2 * HOUR);
    expect(scene.states()).toEqual({ undelivered: 2 });
    expect(scene.service.deliveries().failure).toMatchObject({ status: 503 });
    const silent = scene.arrived.length;
    await scene.pass(DAY);
    expect(scene.arrived).toHaveLength(silent);
    scene.answer = () => ACCEPTED;
    expect(scene.service.redeliver(id)).toBe(1);
    await scene.pass(MINUTE);
    expect(scene.states()).toEqual({ delivered: 1, undelivered: 1 });
    expect(scene.service.redeliver(undefined)).toBe(1);
    await scene.pass(MINUTE);
    expect(scene.states()).toEqual({ delivered: 2 });
    expect(scene.service.redeliver("nobody's")).toBe(0);
  });

  it("can be sent again although it was delivered", async () => {
    const [id] = scene.place(1);
    await scene.pass(MINUTE);
    expect(scene.service.redeliver(id)).toBe(1);
    await scene.pass(MINUTE);
    expect(scene.arrived).toEqual([id, id]);
    expect(scene.states()).toEqual({ delivered: 1 });
  });
});

describe("an order system that asks for it", () => {
  it("by never answering holds no place for good", async () => {
    scene.takes = DAY;
    const ids = scene.place(3);
    await scene.pass(25_000);
    expect(new Set(scene.arrived)).toEqual(new Set(ids));
    scene.takes = 50;
    await scene.pass(HOUR);
    expect(scene.states()).toEqual({ delivered: 3 });
  });

  it("is left alone for as long as Retry-After says", async () => {
    scene.answer = () => ({ ok: false, status: 429, retryAfter: 10 * MINUTE });
    scene.place(1);
    await scene.pass(9 * MINUTE);
    expect(scene.arrived).toHaveLength(1);
    await scene.pass(2 * MINUTE);
    expect(scene.arrived).toHaveLength(2);
  });

  it("by 410 gets nothing more, until the operator says so", async () => {
    scene.answer = () => ({ ok: false, status: 410, stop: true });
    scene.place(5);
    await scene.pass(DAY);
    expect(scene.arrived.length).toBeLessThanOrEqual(2);
    expect(scene.states()).toEqual({ stopped: 5 });
    scene.crash();
    await scene.pass(DAY);
    expect(scene.arrived.length).toBeLessThanOrEqual(2);
    expect(scene.service.redeliver(undefined)).toBe(5);
    await scene.pass(DAY);
    expect(scene.states()).toEqual({ stopped: 5 });
    scene.answer = () => DOWN; // a second chance is seven days again, however old the order is
    await scene.pass(8 * DAY);
    expect(scene.service.redeliver(undefined)).toBe(5);
    await scene.pass(DAY);
    expect(scene.states()).toEqual({ waiting: 5 });
    scene.answer = () => ACCEPTED;
    await scene.pass(2 * HOUR);
    expect(scene.states()).toEqual({ delivered: 5 });
  });
});

describe("the shoppers' data", () => {
  it("are erased when their time is up, and nothing else is", async () => {
    scene.place(2);
    await scene.pass(MINUTE);
    scene.ledger.keepUntil(START + DAY);
    scene.ledger.erase(START + DAY - 1, true);
    expect(scene.service.page(0, 10)[0]).toMatchObject({ name: "N 1", email: "1@a.co" });
    scene.ledger.erase(START + DAY, true);
    const [order] = scene.service.page(0, 10);
    expect(order).toEqual({
      seq: 1,
      orderId: "order-1",
      placedAt: START,
      delivery: expect.objectContaining({ state: "delivered", attempts: 1 }),
    });
    expect(scene.states()).toEqual({ delivered: 2 });
    expect(scene.ledger.eraseAt).toBeUndefined();
    // The sale goes on after all: what comes then is erased in its time, too.
    scene.place(1);
    expect(scene.ledger.keepUntil(START + 3 * DAY)).toBe(true);
    expect(scene.ledger.keepUntil(START + 3 * DAY)).toBe(false);
    scene.crash();
    expect(scene.ledger.eraseAt).toBe(START + 3 * DAY);
    await scene.pass(MINUTE);
    scene.ledger.erase(START + 3 * DAY, true);
    expect(scene.service.page(2, 10)[0]).not.toHaveProperty("name");
    expect(scene.ledger.keepUntil(undefined)).toBe(true);
    expect(scene.ledger.eraseAt).toBeUndefined();
  });

  it("are kept beyond their time while the order is not delivered, and erased once it is", async () => {
    scene.place(1);
    await scene.pass(MINUTE);
    scene.answer = () => DOWN;
    scene.place(1);
    await scene.pass(HOUR);
    scene.ledger.keepUntil(START + HOUR);
    scene.service.erase();
    expect(scene.service.page(0, 10).map(({ name }) => name)).toEqual([undefined, "N 2"]);
    // Looked at again later, not at once: the alarm must not ring without end.
    expect(scene.ledger.eraseAt).toBeGreaterThan(START + 10 * HOUR);
    scene.crash();
    expect(scene.ledger.eraseAt).toBe(START + HOUR);
    scene.answer = () => ACCEPTED;
    await scene.pass(2 * HOUR); // with its delivery it is erased, too
    expect(scene.arrived).toContain("order-2");
    expect(scene.service.page(0, 10).map(({ name }) => name)).toEqual([undefined, undefined]);
    expect(scene.ledger.eraseAt).toBeUndefined();
  });

  it("are kept without an order system until they were exported", () => {
    scene.place(3);
    scene.ledger.keepUntil(START + DAY);
    scene.ledger.page(2, 1, false); // a look at the last one is no export
    scene.ledger.erase(START + DAY, false);
    scene.ledger.page(0, 2, false);
    scene.crash();
    scene.ledger.erase(START + DAY, false);
    const names = scene.ledger.page(0, 2, false).map(({ name }) => name);
    expect(names).toEqual([undefined, undefined]);
    expect(scene.ledger.page(2, 1, false)[0]?.name).toBe("N 3");
    scene.crash();
    scene.ledger.erase(START + DAY, false);
    expect(scene.ledger.eraseAt).toBeUndefined();
  });
});

describe("the pause between two attempts", () => {
  it("doubles from a second to an hour, with half of it left to chance", () => {
    expect(pause(1, 0)).toBe(500);
    expect(pause(1, 0.999)).toBeLessThanOrEqual(1_000);
    expect(pause(5, 0)).toBe(8_000);
    expect(pause(50, 0.999)).toBeLessThanOrEqual(HOUR);
    expect(pause(1, 0, 30_000)).toBe(30_000);
    expect(pause(1, 0, 400 * DAY)).toBe(DAY);
  });

  it("takes Retry-After in seconds and as a date, and no nonsense", () => {
    const now = Date.UTC(2030, 0, 1);
    expect(retryAfter("120", now)).toBe(120_000);
    expect(retryAfter("Tue, 01 Jan 2030 00:05:00 GMT", now)).toBe(5 * MINUTE);
    expect(retryAfter("Mon, 31 Dec 2029 00:00:00 GMT", now)).toBe(0);
    expect(retryAfter("soon", now)).toBe(0);
    expect(retryAfter(null, now)).toBe(0);
  });
});
