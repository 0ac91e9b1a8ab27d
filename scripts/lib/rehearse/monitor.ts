/** Samples the sale while the crowd is there: the operator's status, and the counters around the Worker. */
import { setTimeout as sleep } from "node:timers/promises";
import { saleStatus } from "../operate/client.ts";
import type { SaleStatus } from "../operate/sale-status.ts";
import { type Calls, readCounts, sum } from "../workerd/measures.ts";
import type { Environment } from "./environment.ts";

const EVERY = 500;
/** Calls that sampling itself costs; the crowd did not cause them. */
const OPERATORS = new Set(["status", "survey", "orders", "redeliver"]);

interface Look {
  /** S after the start. */
  at: number;
  sold: number;
  slotsOpen: number;
}

export interface Samples {
  looks: Look[];
  /** What the crowd caused; and over time: calls since the sample before, by when they were counted (s after the start). */
  calls: Calls;
  callsAt: [at: number, calls: number][];
  /** What sampling caused. */
  operatorCalls: number;
  hmacs: number;
}

export class Monitor {
  readonly #environment: Environment;
  readonly #sale: string;
  readonly #startsAt: number;
  #on = true;
  readonly #running: Promise<void>;
  readonly samples: Samples = { looks: [], calls: {}, callsAt: [], operatorCalls: 0, hmacs: 0 };

  constructor(environment: Environment, sale: string, startsAt: number) {
    this.#environment = environment;
    this.#sale = sale;
    this.#startsAt = startsAt;
    this.#running = this.#run();
  }

  /** Takes a last sample. Resolves to the sale's status. */
  async end(): Promise<SaleStatus> {
    this.#on = false;
    await this.#running;
    const status = await this.#look();
    await this.#count();
    return status;
  }

  async #run(): Promise<void> {
    while (this.#on) {
      // A sample that fails proves nothing; the crowd records its own errors.
      await this.#look().catch(() => {});
      await this.#count().catch(() => {});
      await sleep(EVERY);
    }
  }

  async #look(): Promise<SaleStatus> {
    const status = await saleStatus(this.#environment.operator, this.#sale);
    const { sold, slotsOpen } = status;
    this.samples.looks.push({ at: this.#seconds(), sold, slotsOpen });
    return status;
  }

  async #count(): Promise<void> {
    const { hmacs, sales } = await readCounts(this.#environment.ports.worker);
    const { calls, callsAt } = this.samples;
    const before = sum(calls);
    for (const [object, methods] of Object.entries(sales[this.#sale] ?? {})) {
      for (const [method, count] of Object.entries(methods)) this.#add(object, method, count);
    }
    this.samples.hmacs += hmacs;
    callsAt.push([this.#seconds(), sum(calls) - before]);
  }

  #add(object: string, method: string, count: number): void {
    if (OPERATORS.has(method)) {
      this.samples.operatorCalls += count;
      return;
    }
    this.samples.calls[object] ??= {};
    const methods = this.samples.calls[object];
    methods[method] = (methods[method] ?? 0) + count;
  }

  #seconds(): number {
    return (Date.now() - this.#startsAt) / 1000;
  }
}
