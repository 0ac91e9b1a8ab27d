import { DurableObject } from "cloudflare:workers";
import { allSales, type Bindings, placeOf, saleOf } from "../env.ts";
import { gateName } from "../gate/name.ts";
import { operatorView, termsOf } from "../stockroom/view.ts";
import { eachGate } from "./each-gate.ts";
import { SessionLedger } from "./ledger.ts";
import { ConsoleService } from "./service.ts";
import type { Session } from "./session.ts";

/** Bars of the past's curve, at most. */
const STEPS = 300;

/** One object per deployment. Knows which sessions have been signed out, and who is watching. */
export class Console extends DurableObject<Bindings> {
  readonly #service: ConsoleService;

  constructor(ctx: DurableObjectState, env: Bindings) {
    super(ctx, env);
    this.#service = new ConsoleService({
      ledger: new SessionLedger(ctx.storage),
      clock: () => Date.now(),
      wait: (ms) => scheduler.wait(ms),
      sales: () => Object.keys(allSales(env)),
      survey: (sale) => this.#survey(sale),
      glance: (sale) => this.#glance(sale),
      past: (sale) => this.#past(sale),
      background: (work) => ctx.waitUntil(work),
    });
  }

  isLive(session: Session): boolean {
    return this.#service.isLive(session);
  }

  signOut(session: Session, everywhere: boolean): void {
    this.#service.signOut(session, everywhere);
  }

  watch(sale: string | undefined, session: Session) {
    return this.#service.watch(sale, session);
  }

  async #survey(slug: string) {
    const sale = saleOf(this.env, slug);
    const told = await this.#stockroom(slug).watch(sale && (await termsOf(this.env, sale)));
    return told && operatorView(slug, sale, told, Date.now());
  }

  async #glance(slug: string) {
    const sale = saleOf(this.env, slug);
    if (!sale) return undefined;
    const told = await this.#stockroom(slug).glance(await termsOf(this.env, sale));
    if (!told) return undefined;
    const {
      state,
      startsAt = 0,
      endsAt = 0,
      stock,
      sold,
    } = operatorView(slug, sale, told, Date.now());
    return { sale: slug, title: sale.title, state, startsAt, endsAt, stock, sold };
  }

  /** Each gate's orders, counted in steps of time and added up. */
  async #past(slug: string): Promise<[number, number][]> {
    const from = saleOf(this.env, slug)?.startsAt ?? 0;
    const width = Math.max(1_000, Math.ceil((Date.now() - from) / STEPS));
    const counts = new Map<number, number>();
    const place = placeOf(this.env, slug);
    const gates = await this.#stockroom(slug).gates();
    await eachGate(gates, async (gate) => {
      const told = await this.env.GATE.getByName(gateName(slug, gate), place).placements(
        from,
        width,
      );
      for (const { step, orders } of told) counts.set(step, (counts.get(step) ?? 0) + orders);
    });
    let sold = 0;
    const steps = [...counts].sort(([a], [b]) => a - b);
    return steps.map(([step, orders]) => {
      sold += orders;
      return [Math.min(from + (step + 1) * width, Date.now()), sold];
    });
  }

  #stockroom(slug: string) {
    return this.env.STOCKROOM.getByName(slug, placeOf(this.env, slug));
  }
}
