import { DurableObject } from "cloudflare:workers";
import { Alarm } from "../alarm.ts";
import { AlertLedger } from "../alerts/ledger.ts";
import { AlertsService } from "../alerts/service.ts";
import { type Bindings, placeOf, saleOf } from "../env.ts";
import type { Change, Settled } from "../gate/messages.ts";
import { gateName } from "../gate/name.ts";
import { sendSigned } from "../outbox/webhook.ts";
import { type Doer, StockroomLedger } from "./ledger.ts";
import type { Reply, Report, Terms, Told } from "./messages.ts";
import { type Redelivered, type Status, StockroomService } from "./service.ts";

/** One object per sale, named like it. Knows the units that no gate has, and the operator's switch. */
export class Stockroom extends DurableObject<Bindings> {
  readonly #ledger: StockroomLedger;
  readonly #service: StockroomService;
  /** Where nobody wants alerts there are none. */
  readonly #alerts: AlertsService | undefined;
  readonly #alarm: Alarm;

  constructor(ctx: DurableObjectState, env: Bindings) {
    super(ctx, env);
    const set = (at: number) => ctx.waitUntil(ctx.storage.setAlarm(at));
    this.#alarm = new Alarm(set, () => Date.now());
    const sale = ctx.id.name;
    if (sale === undefined) throw new Error("a stockroom is only ever reached by its sale's name");
    this.#ledger = new StockroomLedger(ctx.storage);
    const background = (work: Promise<void>) => ctx.waitUntil(work);
    this.#service = new StockroomService({
      ledger: this.#ledger,
      ...{ sale, background },
      clock: () => Date.now(),
      wake: (at) => this.#wake(at),
      gate: (gate) => env.GATE.getByName(gateName(sale, gate), placeOf(env, sale)),
    });
    const { EVENTS_URL: url, EVENTS_SECRET: secret } = env;
    if (!url || !secret) return;
    this.#alerts = new AlertsService({
      ledger: new AlertLedger(ctx.storage),
      ...{ slug: sale, background },
      sale: () => saleOf(env, sale),
      send: (message) => sendSigned(url, secret, message),
      clock: () => Date.now(),
      random: () => Math.random(),
      wake: (at) => this.#wake(at),
    });
    this.#alerts.work(); // what was due when an earlier instance died
  }

  async report(report: Report): Promise<Reply> {
    const reply = await this.#service.report(report);
    this.#alert();
    return reply;
  }

  status(terms: Terms | undefined): Promise<Status | undefined> {
    return this.#service.status(terms);
  }

  async watch(terms: Terms | undefined): Promise<Status | undefined> {
    const status = await this.#service.watch(terms);
    this.#alert();
    return status;
  }

  glance(terms: Terms | undefined): Status | undefined {
    return this.#service.glance(terms);
  }

  async settle(orderId: string, change: Change): Promise<Settled> {
    const settled = await this.#service.settle(orderId, change);
    this.#alert();
    return settled;
  }

  gates(): number[] {
    return this.#service.gates();
  }

  hearTrouble(gate: number, told: Told, isFailing: boolean): void {
    this.#service.hearTold(gate, told);
    this.#alerts?.noteDeliveries(gate, isFailing);
    this.#alert();
  }

  redeliver(orderId?: string, by?: string): Promise<Redelivered> {
    return this.#service.redeliver(orderId, by);
  }

  log(action: "cancel" | "paid", doer: Doer): void {
    this.#service.log(action, doer);
  }

  turn(terms: Terms, action: "pause" | "resume" | "end", by?: string): boolean {
    const done = this.#service.turn(terms, action, by);
    this.#alert();
    return done;
  }

  restock(terms: Terms, stock: number, by?: string): boolean {
    const done = this.#service.restock(terms, stock, by);
    this.#alert();
    return done;
  }

  /** The alarm's work, apart from it because `alarm()` cannot be called by RPC. Never throws. */
  tick(): void {
    this.#alarm.rang();
    try {
      this.#service.tick();
      this.#alert();
      this.#alerts?.work();
    } catch (error) {
      console.error("a stockroom's alarm failed; it rings again", error);
      this.#wake(Date.now() + 1_000);
    }
  }

  override alarm(): void {
    this.tick();
  }

  /** Whatever may have changed how the sale stands ends with this. Nothing is said before first contact. */
  #alert(): void {
    if (this.#ledger.terms) this.#alerts?.note(this.#ledger.reply(-1));
  }

  #wake(at: number): void {
    this.#alarm.wake(at);
  }
}
