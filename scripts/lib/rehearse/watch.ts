/** Looks on from outside while the crowd is there: as the operator, and at the counters. */
import { setTimeout as sleep } from "node:timers/promises";
import { saleStatus } from "../operator/client.ts";
import type { SaleStatus } from "../operator/sale-status.ts";
import { type Calls, readCounts, sum } from "../workerd/counts.ts";
import type { Stage } from "./stage.ts";

const EVERY = 500;
/** What the operator's looks themselves cost; the crowd did not cause it. */
const OPERATORS = new Set(["status", "survey", "orders", "redeliver"]);

interface Look {
  /** S after the start. */
  at: number;
  sold: number;
  slotsOpen: number;
}

export interface Watched {
  looks: Look[];
  /** By what the crowd does, and over time: calls since the look before, by when they were counted (s after the start). */
  calls: Calls;
  callsAt: [at: number, calls: number][];
  /** By looking on. */
  operatorCalls: number;
  hmacs: number;
}

export class Watch {
  readonly #stage: Stage;
  readonly #sale: string;
  readonly #startsAt: number;
  #on = true;
  readonly #running: Promise<void>;
  readonly watched: Watched = { looks: [], calls: {}, callsAt: [], operatorCalls: 0, hmacs: 0 };

  constructor(stage: Stage, sale: string, startsAt: number) {
    this.#stage = stage;
    this.#sale = sale;
    this.#startsAt = startsAt;
    this.#running = this.#run();
  }

  /** A last look, and no more. Resolves to how the sale stands. */
  async end(): Promise<SaleStatus> {
    this.#on = false;
    await this.#running;
    const status = await this.#look();
    await this.#count();
    return status;
  }

  async #run(): Promise<void> {
    while (this.#on) {
      // A look that fails is no evidence; the crowd's own troubles are noted there.
      await this.#look().catch(() => {});
      await this.#count().catch(() => {});
      await sleep(EVERY);
    }
  }

  async #look(): Promise<SaleStatus> {
    const status = await saleStatus(this.#stage.operator, this.#sale);
    const { sold, slotsOpen } = status;
    this.watched.looks.push({ at: this.#seconds(), sold, slotsOpen });
    return status;
  }

  async #count(): Promise<void> {
    const { hmacs, sales } = await readCounts(this.#stage.ports.worker);
    const { calls, callsAt } = this.watched;
    const before = sum(calls);
    for (const [object, methods] of Object.entries(sales[this.#sale] ?? {})) {
      for (const [method, count] of Object.entries(methods)) this.#add(object, method, count);
    }
    this.watched.hmacs += hmacs;
    callsAt.push([this.#seconds(), sum(calls) - before]);
  }

  #add(object: string, method: string, count: number): void {
    if (OPERATORS.has(method)) {
      this.watched.operatorCalls += count;
      return;
    }
    this.watched.calls[object] ??= {};
    const methods = this.watched.calls[object];
    methods[method] = (methods[method] ?? 0) + count;
  }

  #seconds(): number {
    return (Date.now() - this.#startsAt) / 1000;
  }
}
