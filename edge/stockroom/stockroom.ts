import { DurableObject } from "cloudflare:workers";
import { type Bindings, placeOf } from "../env.ts";
import type { Change, Settled } from "../gate/messages.ts";
import { gateName } from "../gate/name.ts";
import { StockroomLedger } from "./ledger.ts";
import type { Reply, Report, Terms } from "./messages.ts";
import { type Redelivered, type Status, StockroomService } from "./service.ts";

/** One object per sale, named like it. Knows the units that no gate has, and the operator's switch. */
export class Stockroom extends DurableObject<Bindings> {
  readonly #service: StockroomService;

  constructor(ctx: DurableObjectState, env: Bindings) {
    super(ctx, env);
    const sale = ctx.id.name;
    if (sale === undefined) throw new Error("a stockroom is only ever reached by its sale's name");
    this.#service = new StockroomService({
      ledger: new StockroomLedger(ctx.storage),
      sale,
      clock: () => Date.now(),
      background: (work) => ctx.waitUntil(work),
      gate: (gate) => env.GATE.getByName(gateName(sale, gate), placeOf(env, sale)),
    });
  }

  report(report: Report): Promise<Reply> {
    return this.#service.report(report);
  }

  status(terms: Terms | undefined): Promise<Status | undefined> {
    return this.#service.status(terms);
  }

  redeliver(orderId?: string): Promise<Redelivered> {
    return this.#service.redeliver(orderId);
  }

  settle(orderId: string, change: Change): Promise<Settled> {
    return this.#service.settle(orderId, change);
  }

  turn(terms: Terms, action: "pause" | "resume" | "end"): boolean {
    return this.#service.turn(terms, action);
  }

  restock(terms: Terms, stock: number): boolean {
    return this.#service.restock(terms, stock);
  }
}
