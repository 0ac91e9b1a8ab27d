/** One sale from before its start to its end: the real gateClient, services and ledgers, a bent world around them. */

import { AdmissionCache } from "../edge/admission-cache/admission-cache.ts";
import type { GateSale } from "../edge/gate/messages.ts";
import type { GateService } from "../edge/gate/service.ts";
import { GateClient } from "../edge/gate-client/gate-client.ts";
import { StockroomService } from "../edge/stockroom/service.ts";
import { type Fault, HONEST } from "./faults.ts";
import { CALM, type Chaos, SimObject } from "./network.ts";
import { Scheduler } from "./scheduler.ts";
import { Disk } from "./sqlite.ts";

/** All that a sale is drawn from; the seed decides the rest. */
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

export const START = Date.UTC(2030, 0, 1, 12);
/** From here on nothing goes wrong any more: then every unit must find its shopper. */
const HEALED = START + 40_000;
export const LAST_RESTOCK = START + 30_000;
const CRASH_EVERY = 1_000;

export class SimulatedSale {
  readonly scenario: Scenario;
  readonly sale: GateSale;
  readonly scheduler: Scheduler;
  readonly gates: SimObject<GateService>[];
  readonly gateDisks: Disk[];
  readonly stockroom: SimObject<StockroomService>;
  readonly stockroomDisk = new Disk();
  readonly isolates: SimObject<GateClient>[];
  /** The stock at this moment: it grows with each restock. */
  stock: number;
  #ids = 0;

  constructor(scenario: Scenario, fault: Fault = HONEST) {
    const { seed, gates, slots, stock, reserve, hold } = scenario;
    this.scenario = scenario;
    this.stock = stock;
    this.scheduler = new Scheduler(seed, START - 5_000);
    const times = { startsAt: START, endsAt: START + 3_600_000 };
    this.sale = { slug: "lamp", ...times, stock, gates, slots, hold, reserve };
    this.gateDisks = Array.from({ length: gates }, () => new Disk());
    this.gates = this.gateDisks.map((disk, gate) => this.#gate(gate, disk, fault));
    this.stockroom = this.#stockroom(fault);
    this.isolates = Array.from({ length: scenario.isolates }, (_, i) => this.#isolate(i));
    this.#crashAgainAndAgain();
  }

  /** What a clock says in a life that is off by `skew`. */
  clock(skew: number): number {
    return this.scheduler.now + skew;
  }

  /** Orders in the gates' storage: the truth. */
  orders(): number {
    return this.gateDisks.reduce((sum, disk) => sum + ordersOn(disk), 0);
  }

  close(): void {
    for (const disk of [...this.gateDisks, this.stockroomDisk]) disk.close();
  }

  #chaos = (): Chaos => {
    const { chaos } = this.scenario;
    if (chaos === 0 || this.scheduler.now > HEALED) return CALM;
    return {
      lost: 0.15 * chaos,
      doubled: 0.15 * chaos,
      crash: 0.15 * chaos,
      skew: Math.round(2_000 * chaos),
      latency: 20 + Math.round(200 * chaos),
    };
  };

  #gate(gate: number, disk: Disk, fault: Fault): SimObject<GateService> {
    const boot = (life: { alive: boolean; skew: number }) => {
      const ledger = new fault.GateLedger(disk.open(() => life.alive, fault.rewrite));
      const wake = (at: number) => life.alive && object.wake(at, life.skew);
      const due = ledger.nextLapse();
      if (due !== undefined) wake(due);
      return new fault.GateService({
        ledger,
        clock: () => this.clock(life.skew),
        newSlot: () => `slot-${this.#ids++}`,
        newOrderId: () => `order-${this.#ids++}`,
        stockroom: () => ({
          report: (report) => this.stockroom.call(life, (service) => service.report(report)),
        }),
        wake,
        background: () => {},
        placed: () => {},
      });
    };
    const object: SimObject<GateService> = new SimObject(
      `gate ${gate}`,
      this.scheduler,
      this.#chaos,
      boot,
      (service) => service.tick(),
    );
    return object;
  }

  #stockroom(fault: Fault): SimObject<StockroomService> {
    return new SimObject("the stockroom", this.scheduler, this.#chaos, (life) => {
      const ledger = new fault.StockroomLedger(this.stockroomDisk.open(() => life.alive));
      return new StockroomService({
        ledger,
        sale: this.sale.slug,
        clock: () => this.clock(life.skew),
        background: () => {},
        gate: (gate) => ({
          recall: (self, told) => this.#gateAt(gate).call(life, (at) => at.recall(self, told)),
          hear: (self, reply) => this.#gateAt(gate).call(life, (at) => at.hear(self, reply)),
          survey: () => Promise.reject(new Error("the operator asks for nothing here")),
          redeliver: () => Promise.reject(new Error("the operator asks for nothing here")),
        }),
      });
    });
  }

  #isolate(index: number): SimObject<GateClient> {
    return new SimObject(`isolate ${index}`, this.scheduler, this.#chaos, (life) => {
      return new GateClient({
        cache: new AdmissionCache(),
        clock: () => this.clock(life.skew),
        random: this.scheduler.random,
        wait: (ms) => this.scheduler.wait(ms),
        gate: (_sale, gate) => {
          const to = this.#gateAt(gate);
          return {
            claim: (sale, at, shopper, refused) =>
              to.call(life, async (service) => ({
                answer: await service.claim(sale, at, shopper, refused),
                ...brought(service),
              })),
            order: (sale, at, shopper, slot, form) =>
              to.call(life, async (service) => ({
                answer: await service.order(sale, at, shopper, slot, form),
                ...brought(service),
              })),
            look: (shopper, slot) => to.call(life, (service) => service.look(shopper, slot)),
            release: (shopper, slot) => to.call(life, (service) => service.release(shopper, slot)),
            turn: (sale, at) => to.call(life, (service) => service.turn(sale, at)),
            news: (sale, at, refused) =>
              to.call(life, (service) => service.news(sale, at, refused)),
          };
        },
      });
    });
  }

  #gateAt(gate: number): SimObject<GateService> {
    const object = this.gates[gate];
    if (!object) throw new Error(`there is no gate ${gate}`);
    return object;
  }

  #crashAgainAndAgain(): void {
    const { crash } = this.#chaos();
    if (crash === 0) return;
    for (const object of [...this.gates, this.stockroom, ...this.isolates]) {
      if (!this.scheduler.happens(crash)) continue;
      this.scheduler.after(this.scheduler.between(0, CRASH_EVERY), () => object.crash());
    }
    this.scheduler.after(CRASH_EVERY, () => this.#crashAgainAndAgain());
  }
}

function brought(service: GateService) {
  const news = service.lastNews();
  return news ? { news } : {};
}

export function ordersOn(disk: Disk): number {
  const made = disk.count("SELECT count(*) AS n FROM sqlite_master WHERE name = 'orders'");
  return made === 0 ? 0 : disk.count("SELECT count(*) AS n FROM orders");
}
