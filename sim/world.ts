/**
 * A sale in virtual time: the real gate clients, services and ledgers, with everything that a runtime
 * does for them around them. With faults it is the simulation, without them the plan.
 */
import type { ContactField } from "../edge/contract.ts";
import {
  AdmissionCache,
  type Claimed,
  type Contact,
  type Counts,
  GateClient,
  type GateSale,
  type GateStub,
  gateOf,
  type InLine,
  type Looked,
  type OrderEvent,
  type Ordered,
  type OrderForm,
  OutboxService,
  type RegisterLedger,
  type RegisterStub,
  type Sent,
  StockroomService,
  type Terms,
  type Ticket,
  type WithNews,
} from "../edge/core.ts";
import { type SimSeed, simSeed } from "./draw.ts";
import { type Fault, HONEST } from "./faults.ts";
import { CALM, type Chaos, type Life, SimObject } from "./network.ts";
import { Scheduler } from "./scheduler.ts";
import { type Disk, DiskPool, ROWS_OF_TABLES } from "./sqlite.ts";
import { Tally } from "./tally.ts";
import type { SimWorker } from "./worker.ts";

export const START = Date.UTC(2030, 0, 1, 12);
/** Before anybody comes. */
const BEFORE = START - 86_400_000;
const CRASH_EVERY = 1_000;

const gateDisks = new DiskPool();
const stockroomDisks = new DiskPool();
const registerDisks = new DiskPool();
/** Of each sale: the contact's first digit decides which one is asked. */
export const REGISTERS = 16;

/** What a sale is made of. Ms. */
export interface SaleShape extends Omit<Terms, "draw"> {
  hold: number;
  /** From the start to the end. */
  lasts: number;
  /** What there may be only one order each for. */
  onePer?: ContactField[] | undefined;
  payWithin?: number;
  again?: boolean;
  /** Slots are drawn; such a sale always reserves. */
  draw?: { expected?: number } | undefined;
}

/** How bad the weather is, and until when. */
export interface Weather {
  chaos: Chaos;
  /** From then on nothing goes wrong any more. Ms since 1970. */
  until: number;
}

export interface Setting {
  seed: number;
  shape: SaleShape;
  isolates: number;
  /** Undefined: calls take no time, and nothing goes wrong. */
  weather?: Weather | undefined;
  fault?: Fault | undefined;
  /** The order system; without one, orders are kept. */
  deliver?: (event: OrderEvent) => Promise<Sent>;
  /** What the stockroom has just told of how far numbers are called. */
  called?: (called: number) => void;
  /** Called when an order has been placed, paid or cancelled, and before the stockroom hears of it. */
  changed?: () => void;
  /** Ms since 1970; a day before the start if not given. */
  from?: number;
}

export class World {
  readonly sale: GateSale;
  /** Of a draw. */
  readonly seed: SimSeed | undefined;
  readonly scheduler: Scheduler;
  readonly tally: Tally;
  readonly gates: SimObject<SimGate>[];
  readonly stockroom: SimObject<StockroomService>;
  readonly isolates: SimObject<SimWorker>[];
  /** Empty without `onePer`. */
  readonly registers: SimObject<RegisterLedger>[];
  /** What forgers can lay hands on: others' claim and order URLs, and order URLs of leavers. */
  readonly loot = { claims: false, orders: false, left: [] as { url: string; until: number }[] };
  readonly #setting: Setting;
  readonly #fault: Fault;
  /** The gates', then the stockroom's, then the registers'; made when an object is first asked. */
  readonly #disks: (Disk | undefined)[] = [];
  readonly #ownDisks = new DiskPool();
  readonly #counted: { at: number; orders: number }[] = [];
  #ids = 0;

  constructor(setting: Setting) {
    const { seed, shape, isolates, fault = HONEST, from = BEFORE } = setting;
    const { lasts, onePer, draw, ...made } = shape;
    this.#setting = setting;
    this.#fault = fault;
    this.scheduler = new Scheduler(seed, from);
    this.tally = new Tally(START, shape.gates);
    this.seed = draw && simSeed(`the seed of sale ${seed}`);
    const drawn = this.seed && { commitment: this.seed.commitment, ...draw };
    const times = { startsAt: START, endsAt: START + lasts };
    this.sale = { slug: "lamp", ...times, ...made, ...(drawn && { draw: drawn, reserve: true }) };
    this.gates = Array.from({ length: shape.gates }, (_, gate) => this.#makeGate(gate));
    this.stockroom = this.#makeStockroom();
    this.isolates = Array.from({ length: isolates }, (_, i) => this.#makeIsolate(i));
    this.registers = onePer
      ? Array.from({ length: REGISTERS }, (_, shard) => this.#makeRegister(shard))
      : [];
    if (setting.weather) this.#crashAgainAndAgain(setting.weather);
  }

  /** Greatest difference of an object's clock from the truth, ms. */
  get skew(): number {
    return this.#setting.weather?.chaos.skew ?? 0;
  }

  /** Of all objects, as the platform bills them: tables, index entries and alarms count. */
  get rowsWritten(): number {
    const disks = this.#disks.filter((disk) => disk !== undefined);
    const rows = disks.reduce((sum, disk) => sum + disk.rowsWritten + ROWS_OF_TABLES, 0);
    return this.gates.reduce((sum, { alarmsSet }) => sum + alarmsSet, rows);
  }

  /** Orders in the gates' storage: the truth. */
  orders(): number {
    return this.gates.reduce((sum, _, gate) => sum + this.#ordersOf(gate), 0);
  }

  orderRows(): OrderRow[] {
    return this.#gateDisks().flatMap((disk) => disk.rows<OrderRow>(ORDERS));
  }

  /** The forms of all orders, with their shoppers. */
  orderForms(): { shopper: string; form: OrderForm }[] {
    return this.#gateDisks()
      .flatMap((disk) => disk.rows<{ shopper: string; form: string }>(FORMS))
      .map(({ shopper, form }) => ({ shopper, form: JSON.parse(form) }));
  }

  /** Which shopper has which contact, as the registers have it. */
  contactRows(): { contact: string; shopper: string }[] {
    return this.#disks
      .slice(this.gates.length + 1)
      .flatMap((disk) => disk?.rows<{ contact: string; shopper: string }>(CONTACTS) ?? []);
  }

  /** Those of a form that one order each is allowed for: readable here, keyed hashes in the runtime. */
  contactsOf(form: OrderForm): Contact[] {
    const { onePer = [] } = this.#setting.shape;
    return onePer.map((field) => ({ field, hash: contactOf(field, form[field] ?? "") }));
  }

  /** Every step of `called`, by the stockroom's storage: the truth. */
  calls(): number[] {
    const disk = this.#disks[this.gates.length];
    return disk ? disk.rows<{ called: number }>(CALLS).map(({ called }) => called) : [];
  }

  /** Orders that were cancelled, by the gates' storage: the truth. */
  cancelled(): number {
    return this.#sum(CANCELLED);
  }

  /** Orders that will be cancelled if nobody pays. */
  unpaid(): number {
    return this.#sum(UNPAID);
  }

  /** Payments and cancellations that the order system must hear of. */
  events(): number {
    return this.#sum(EVENTS);
  }

  /** Cancellations that the stockroom has heard of. */
  knownCancelled(): number {
    return this.#disks[this.gates.length]?.count(KNOWN_CANCELLED) ?? 0;
  }

  /** Orders that the stockroom has heard of, cancelled ones included. */
  knownOrders(): number {
    return this.#disks[this.gates.length]?.count(KNOWN_SOLD) ?? 0;
  }

  #gateDisks(): Disk[] {
    return this.#disks.slice(0, this.gates.length).filter((disk) => disk !== undefined);
  }

  #sum(query: string): number {
    return this.#gateDisks().reduce((sum, disk) => sum + disk.count(query), 0);
  }

  /** Straight from the storage of that gate, by its own clock. */
  openSlots(gate: number): number {
    const now = this.scheduler.now + (this.gates[gate]?.life.skew ?? 0);
    return this.#disks[gate]?.count(OPEN_SLOTS, now) ?? 0;
  }

  isolate(index: number): SimObject<SimWorker> {
    const isolate = this.isolates[index];
    if (!isolate) throw new Error(`there is no isolate ${index}`);
    return isolate;
  }

  close(): void {
    this.#disks.forEach((disk, index) => {
      if (disk) this.#poolOf(index).give(disk);
    });
  }

  /** Counted anew only when something was written there. */
  #ordersOf(gate: number): number {
    const disk = this.#disks[gate];
    if (!disk) return 0;
    const counted = this.#counted[gate];
    if (counted?.at === disk.rowsWritten) return counted.orders;
    const orders = disk.count(COUNT_ORDERS);
    this.#counted[gate] = { at: disk.rowsWritten, orders };
    return orders;
  }

  #disk(index: number): Disk {
    const disk = this.#disks[index] ?? this.#poolOf(index).take();
    this.#disks[index] = disk;
    return disk;
  }

  /** A fault that rewrites the tables gets none that others will use. */
  #poolOf(index: number): DiskPool {
    if (index === this.gates.length) return stockroomDisks;
    if (index > this.gates.length) return registerDisks;
    return this.#fault.rewrite ? this.#ownDisks : gateDisks;
  }

  get #chaos(): (() => Chaos) | undefined {
    const { weather } = this.#setting;
    return weather && (() => (this.scheduler.now > weather.until ? CALM : weather.chaos));
  }

  #makeGate(gate: number): SimObject<SimGate> {
    const object: SimObject<SimGate> = new SimObject<SimGate>({
      name: `gate ${gate}`,
      scheduler: this.scheduler,
      chaos: this.#chaos,
      boot: (life) => this.#bootGate(gate, life, (at) => life.alive && object.wake(at, life)),
      ring: (service) => service.tick(),
      called: (kind) => this.tally.call(kind, this.scheduler.now, gate),
    });
    return object;
  }

  #bootGate(gate: number, life: Life, wake: (at: number) => void): SimGate {
    const { deliver } = this.#setting;
    const disk = this.#disk(gate);
    const storage = disk.open(() => life.alive, this.#fault.rewrite);
    const ledger = new this.#fault.GateLedger(storage);
    disk.mark();
    const around = {
      clock: () => this.scheduler.now + life.skew,
      random: () => this.scheduler.random.next(),
      wait: (ms: number) => this.scheduler.wait(ms),
      wake,
      background: (work: Promise<void>) => void work.catch(() => {}),
    };
    const outbox = new OutboxService({
      ...around,
      ledger: new this.#fault.OutboxLedger(storage),
      transport: deliver && { send: deliver },
      sale: () => ledger.self?.sale,
    });
    const service = new this.#fault.GateService({
      ...around,
      ledger,
      newSlot: () => `slot-${this.#ids++}`,
      newOrderId: () => `order-${this.#ids++}`,
      mail: false,
      stockroom: () => ({
        report: (report) =>
          this.stockroom.call("report", life, async (at) => {
            this.#setting.changed?.();
            const reply = await at.report(report);
            if (reply.draw) this.#setting.called?.(reply.draw.called);
            return reply;
          }),
      }),
      placed: () => {
        this.#setting.changed?.();
        outbox.work();
      },
      register: new this.#fault.RegisterService({
        register: (_sale, shard) => this.#registerStub(shard, life),
      }),
    });
    for (const due of [ledger.nextAlarm(), outbox.nextDue(), ledger.untold > 0 ? 0 : undefined])
      if (due !== undefined) wake(due);
    return new SimGate(service, outbox);
  }

  #makeStockroom(): SimObject<StockroomService> {
    const object: SimObject<StockroomService> = new SimObject<StockroomService>({
      name: "the stockroom",
      scheduler: this.scheduler,
      chaos: this.#chaos,
      called: (kind) => this.tally.call(kind, this.scheduler.now),
      boot: (life) => this.#bootStockroom(life, (at) => life.alive && object.wake(at, life)),
      ring: async (service) => service.tick(),
    });
    return object;
  }

  #bootStockroom(life: Life, wake: (at: number) => void): StockroomService {
    const disk = this.#disk(this.gates.length);
    const ledger = new this.#fault.StockroomLedger(disk.open(() => life.alive));
    disk.mark();
    return new StockroomService({
      ledger,
      sale: this.sale.slug,
      clock: () => this.scheduler.now + life.skew,
      wake,
      background: (work) => void work.catch(() => {}),
      gate: (gate) => ({
        recall: (self, told) =>
          this.#gateAt(gate).call("recall", life, ({ service }) => service.recall(self, told)),
        hear: (self, reply) =>
          this.#gateAt(gate).call("hear", life, ({ service }) => service.hear(self, reply)),
        drawn: () => this.#gateAt(gate).call("hear", life, ({ service }) => service.drawn()),
        survey: () => Promise.reject(new Error("the operator asks for nothing here")),
        settle: (orderId, change) =>
          this.#gateAt(gate).call(undefined, life, ({ service }) =>
            service.settle(orderId, change),
          ),
        redeliver: () => Promise.reject(new Error("the operator asks for nothing here")),
      }),
    });
  }

  #makeRegister(shard: number): SimObject<RegisterLedger> {
    const index = this.gates.length + 1 + shard;
    return new SimObject({
      name: `register ${shard}`,
      scheduler: this.scheduler,
      chaos: this.#chaos,
      called: (kind) => this.tally.call(kind, this.scheduler.now, index),
      boot: (life) => {
        const disk = this.#disk(index);
        const ledger = new this.#fault.RegisterLedger(disk.open(() => life.alive));
        disk.mark();
        return ledger;
      },
    });
  }

  #registerStub(shard: number, life: Life): RegisterStub {
    const object = this.registers[shard];
    if (!object) throw new Error(`there is no register ${shard}`);
    return {
      take: (contact, shopper) => object.call("take", life, (at) => at.take(contact, shopper)),
      free: (contact, version) => object.call("free", life, (at) => at.free(contact, version)),
    };
  }

  #makeIsolate(index: number): SimObject<SimWorker> {
    return new SimObject({
      name: `isolate ${index}`,
      scheduler: this.scheduler,
      chaos: this.#chaos,
      boot: (life) => {
        const clock = () => this.scheduler.now + life.skew;
        const stubs: Stub[] = [];
        const client = new GateClient({
          cache: new AdmissionCache(),
          clock,
          random: () => this.scheduler.random.next(),
          wait: (ms) => this.scheduler.wait(ms),
          gate: (_sale, gate) => {
            stubs[gate] ??= new Stub(this.#gateAt(gate), life);
            return stubs[gate];
          },
        });
        const contactsOf = (form: OrderForm) => this.contactsOf(form);
        return new this.#fault.SimWorker(client, this.sale, clock, contactsOf, this.seed);
      },
    });
  }

  #gateAt(gate: number): SimObject<SimGate> {
    const object = this.gates[gate];
    if (!object) throw new Error(`there is no gate ${gate}`);
    return object;
  }

  #crashAgainAndAgain({ chaos, until }: Weather): void {
    const { scheduler } = this;
    if (chaos.crash === 0 || scheduler.now > until) return;
    for (const object of [...this.gates, this.stockroom, ...this.isolates, ...this.registers]) {
      if (!scheduler.happens(chaos.crash)) continue;
      scheduler.after(scheduler.random.whole(0, CRASH_EVERY), () => object.crash());
    }
    scheduler.after(CRASH_EVERY, () => this.#crashAgainAndAgain({ chaos, until }));
  }
}

const CONTACTS = "SELECT contact, shopper FROM contacts";
const FORMS = "SELECT shopper, form FROM orders";
/** Times: ms since 1970, by the gate's clock of that moment. */
export interface OrderRow {
  shopper: string;
  id: string;
  again: number;
  placedAt: number;
  paidAt: number | null;
  cancelledAt: number | null;
  reason: string | null;
}

const ORDERS =
  "SELECT shopper, id, again, placed_at AS placedAt, paid_at AS paidAt, cancelled_at AS cancelledAt, reason FROM orders";
const CALLS = "SELECT called FROM calls ORDER BY rowid";
const CANCELLED = "SELECT count(*) AS n FROM orders WHERE cancelled_at IS NOT NULL";
const UNPAID = "SELECT count(*) AS n FROM orders WHERE pay_by IS NOT NULL";
const EVENTS = "SELECT count(*) AS n FROM events";
const KNOWN_CANCELLED = "SELECT coalesce(sum(cancelled), 0) AS n FROM gates";
const KNOWN_SOLD = "SELECT coalesce(sum(sold), 0) AS n FROM gates";
const COUNT_ORDERS = "SELECT count(*) AS n FROM orders";
const OPEN_SLOTS = "SELECT count(*) AS n FROM slots WHERE expires_at > ?";

/** Begins with a digit that spreads contacts over the registers, as a hash does. */
function contactOf(field: ContactField, text: string): string {
  return `${gateOf(text, REGISTERS).toString(REGISTERS)} ${field} ${text}`;
}

/** What the class `Gate` is in the runtime: it adds the news to answers, and does the alarm's work. */
class SimGate {
  readonly service: Fault["GateService"]["prototype"];
  readonly #outbox: OutboxService;

  constructor(service: SimGate["service"], outbox: OutboxService) {
    this.service = service;
    this.#outbox = outbox;
  }

  withNews<Answer>(answer: Answer): WithNews<Answer> {
    const news = this.service.lastNews();
    return news ? { answer, news } : { answer };
  }

  tick(): Promise<void> {
    this.#outbox.work();
    return this.service.tick();
  }
}

/** A gate, as one life of an isolate reaches it. */
class Stub implements GateStub {
  readonly #to: SimObject<SimGate>;
  readonly #life: Life;

  constructor(to: SimObject<SimGate>, life: Life) {
    this.#to = to;
    this.#life = life;
  }

  claim(sale: GateSale, gate: number, shopper: string, counted: Counts, ticket?: Ticket) {
    return this.#to.call(
      "claim",
      this.#life,
      async (at): Promise<WithNews<Claimed>> =>
        at.withNews(await at.service.claim(sale, gate, shopper, counted, ticket)),
    );
  }

  order(
    sale: GateSale,
    gate: number,
    shopper: string,
    slot: string,
    form: OrderForm,
    contacts: Contact[],
  ) {
    return this.#to.call(
      "order",
      this.#life,
      async (at): Promise<WithNews<Ordered>> =>
        at.withNews(await at.service.order(sale, gate, shopper, slot, form, contacts)),
    );
  }

  look(shopper: string, slot: string): Promise<Looked> {
    return this.#to.call("look", this.#life, ({ service }) => service.look(shopper, slot));
  }

  release(shopper: string, slot: string): Promise<Looked> {
    return this.#to.call("release", this.#life, ({ service }) => service.release(shopper, slot));
  }

  turn(sale: GateSale, gate: number): Promise<number> {
    return this.#to.call("news", this.#life, ({ service }) => service.turn(sale, gate));
  }

  news(sale: GateSale, gate: number, counted: Counts, inLine?: InLine) {
    return this.#to.call("news", this.#life, ({ service }) =>
      service.news(sale, gate, counted, inLine),
    );
  }
}
