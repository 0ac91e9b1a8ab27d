import { DurableObject } from "cloudflare:workers";
import { Alarm } from "../alarm.ts";
import { Trouble } from "../alerts/trouble.ts";
import type { ExportedOrder, OrderForm } from "../contract.ts";
import { type Bindings, placeOf } from "../env.ts";
import { newSlot } from "../ids.ts";
import { newOrderId } from "../order-id.ts";
import { deliveryTransport, mailTransport } from "../outbox/configured.ts";
import { OutboxLedger } from "../outbox/ledger.ts";
import type { OrderSearch } from "../outbox/messages.ts";
import { OutboxService } from "../outbox/service.ts";
import type { Contact } from "../register/contacts.ts";
import { RegisterService, registerName } from "../register/service.ts";
import type { Account, Called, Reply, Report, Told } from "../stockroom/messages.ts";
import { GateLedger, type Self } from "./ledger.ts";
import type {
  Change,
  Claimed,
  Counts,
  GateSale,
  InLine,
  Looked,
  News,
  Ordered,
  Settled,
  Ticket,
  WithNews,
} from "./messages.ts";
import { GateService } from "./service.ts";

/** How often a report bears what the operator wants to know, at most: each time is some queries. Ms. */
const TELL_EVERY = 1_000;

/** One object per sale and gate. Knows slots, units and orders; nothing of HTTP. */
export class Gate extends DurableObject<Bindings> {
  readonly #service: GateService;
  readonly #outbox: OutboxService;
  readonly #ledger: GateLedger;
  readonly #outboxLedger: OutboxLedger;
  readonly #alarm: Alarm;
  #toldAt = 0;
  /** Where nobody wants alerts there is none. */
  readonly #trouble: Trouble | undefined;

  constructor(ctx: DurableObjectState, env: Bindings) {
    super(ctx, env);
    const set = (at: number) => ctx.waitUntil(ctx.storage.setAlarm(at));
    this.#alarm = new Alarm(set, () => Date.now());
    const ledger = new GateLedger(ctx.storage);
    this.#ledger = ledger;
    this.#outboxLedger = new OutboxLedger(ctx.storage);
    const deps = {
      clock: () => Date.now(),
      wait: (ms: number) => scheduler.wait(ms),
      random: () => Math.random(),
      wake: (at: number) => this.#wake(at),
      background: (work: Promise<void>) => ctx.waitUntil(work),
    };
    const mail = mailTransport(env);
    this.#outbox = new OutboxService({
      ...deps,
      ledger: this.#outboxLedger,
      transport: deliveryTransport(env),
      mail,
      sale: () => ledger.self?.sale,
    });
    this.#service = new GateService({
      ...deps,
      ledger,
      newSlot,
      newOrderId,
      mail: mail !== undefined,
      stockroom: (sale) => ({ report: (report) => this.#report(sale, report) }),
      register: new RegisterService({
        register: (sale, shard) =>
          env.REGISTER.getByName(registerName(sale, shard), placeOf(env, sale)),
      }),
      placed: () => this.#outbox.work(),
    });
    if (env.EVENTS_URL) {
      this.#trouble = new Trouble({
        ...deps,
        since: () => this.#outbox.deliveries().failure?.since,
        tell: (isFailing) => this.#tellTrouble(isFailing),
      });
    }
    // An alarm that had failed too often is gone; what it was for is still due.
    this.#wakeFor(ledger.nextAlarm(), ledger.untold > 0 ? 0 : undefined);
    this.#wakeFor(this.#outbox.nextDue(), this.#outboxLedger.eraseAt);
  }

  async claim(
    sale: GateSale,
    gate: number,
    shopper: string,
    counted: Counts,
    ticket?: Ticket,
  ): Promise<WithNews<Claimed>> {
    return this.#withNews(await this.#service.claim(sale, gate, shopper, counted, ticket));
  }

  async order(
    sale: GateSale,
    gate: number,
    shopper: string,
    slot: string,
    form: OrderForm,
    contacts: Contact[] = [],
  ): Promise<WithNews<Ordered>> {
    this.#keepUntil(sale);
    return this.#withNews(await this.#service.order(sale, gate, shopper, slot, form, contacts));
  }

  look(shopper: string, slot: string): Looked {
    return this.#service.look(shopper, slot);
  }

  release(shopper: string, slot: string): Looked {
    return this.#service.release(shopper, slot);
  }

  news(sale: GateSale, gate: number, counted: Counts, inLine?: InLine): Promise<News | undefined> {
    this.#keepUntil(sale);
    return this.#service.news(sale, gate, counted, inLine);
  }

  turn(sale: GateSale, gate: number): number {
    this.#keepUntil(sale);
    return this.#service.turn(sale, gate);
  }

  recall(self: Self, told: Pick<Reply, "given" | "terms">): Account {
    return this.#service.recall(self, told);
  }

  hear(self: Self, reply: Reply): Account {
    return this.#service.hear(self, reply);
  }

  settle(orderId: string, change: Change): Settled {
    return this.#service.settle(orderId, change);
  }

  survey(): Account & Told {
    return { ...this.#service.survey(), deliveries: this.#outbox.deliveries() };
  }

  drawn(): Account & Called {
    return this.#service.drawn();
  }

  /** How many orders were placed in each step of `width` ms since `from`. */
  placements(from: number, width: number): { step: number; orders: number }[] {
    return this.#outboxLedger.placements(from, width);
  }

  /** At most `most` orders that match, the last placed first. */
  searchOrders(wanted: OrderSearch, most: number): ExportedOrder[] {
    return this.#outbox.search(wanted, most);
  }

  /** At most `most` orders after `seq`, in the order in which they were placed at this gate. */
  orders(seq: number, most: number): ExportedOrder[] {
    return this.#outbox.page(seq, most);
  }

  /** Sends one order again, or all that were given up; resolves to how many. */
  redeliver(orderId?: string): number {
    return this.#outbox.redeliver(orderId);
  }

  /** The alarm's work, apart from it because `alarm()` cannot be called by RPC. Never throws. */
  async tick(): Promise<void> {
    this.#alarm.rang();
    try {
      this.#outbox.erase();
      this.#outbox.work();
      await this.#service.tick();
      await this.#trouble?.look();
    } catch (error) {
      console.error("a gate's alarm failed; it rings again", error);
      this.#wake(Date.now() + 1_000);
    }
    // Slots and deliveries have set their own; one that is in flight is due, and must not ring again.
    this.#wakeFor(this.#outboxLedger.eraseAt);
  }

  override alarm(): Promise<void> {
    return this.tick();
  }

  /** What the operator wants to know rides along, so that watching a sale costs no calls. */
  #report(sale: string, report: Report): Promise<Reply> {
    const isDue = Date.now() - this.#toldAt >= TELL_EVERY;
    if (isDue) this.#toldAt = Date.now();
    const told = isDue ? { told: this.#told() } : {};
    return this.#stockroom(sale).report({ ...report, ...told });
  }

  #stockroom(sale: string) {
    return this.env.STOCKROOM.getByName(sale, placeOf(this.env, sale));
  }

  #told(): Told {
    const { slotsOpen, visitors, refusals, payments, deliveries } = this.survey();
    return { slotsOpen, visitors, refusals, payments, deliveries };
  }

  async #tellTrouble(isFailing: boolean): Promise<void> {
    const { self } = this.#ledger;
    if (self) await this.#stockroom(self.sale).hearTrouble(self.gate, this.#told(), isFailing);
  }

  #withNews<Answer>(answer: Answer): WithNews<Answer> {
    const news = this.#service.lastNews();
    return news ? { answer, news } : { answer };
  }

  /** A deployment may have moved the end, or how long data are kept; any call brings the news. */
  #keepUntil({ endsAt, retain }: GateSale): void {
    const until = retain === undefined ? undefined : endsAt + retain;
    if (this.#outboxLedger.keepUntil(until)) this.#wakeFor(this.#outboxLedger.eraseAt);
  }

  #wakeFor(...dues: (number | undefined)[]): void {
    const due = Math.min(...dues.filter((at) => at !== undefined));
    if (Number.isFinite(due)) this.#wake(Math.max(due, Date.now()));
  }

  /** Slots lapse in the order of their grants, so a burst of grants sets one alarm. */
  #wake(at: number): void {
    this.#alarm.wake(at);
  }
}
