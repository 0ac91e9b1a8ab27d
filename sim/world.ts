/**
 * A sale in virtual time: the real gate clients, services and ledgers, with everything that a runtime
 * does for them around them. With faults it is the simulation, without them the plan.
 */
import {
  AdmissionCache,
  type Claimed,
  GateClient,
  type GateSale,
  type GateStub,
  type Looked,
  type Ordered,
  type OrderForm,
  OutboxService,
  type OutgoingOrder,
  type Refusals,
  type Sent,
  StockroomService,
  type Terms,
  type WithNews,
} from "../edge/core.ts";
import { type Fault, HONEST } from "./faults.ts";
import { CALM, type Chaos, type Life, SimObject } from "./network.ts";
import { Scheduler } from "./scheduler.ts";
import { type Disk, DiskPool, ROWS_OF_TABLES } from "./sqlite.ts";
import { Tally } from "./tally.ts";
import { SimWorker } from "./worker.ts";

export const START = Date.UTC(2030, 0, 1, 12);
/** Before anybody comes. */
const BEFORE = START - 86_400_000;
const CRASH_EVERY = 1_000;

const gateDisks = new DiskPool();
const stockroomDisks = new DiskPool();

/** What a sale is made of. Ms. */
export interface SaleShape extends Terms {
  hold: number;
  /** From the start to the end. */
  lasts: number;
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
  deliver?: (order: OutgoingOrder) => Promise<Sent>;
  /** Ms since 1970; a day before the start if not given. */
  from?: number;
}

export class World {
  readonly sale: GateSale;
  readonly scheduler: Scheduler;
  readonly tally: Tally;
  readonly gates: SimObject<SimGate>[];
  readonly stockroom: SimObject<StockroomService>;
  readonly isolates: SimObject<SimWorker>[];
  /** What forgers can lay hands on: others' claim and order URLs, and order URLs of leavers. */
  readonly loot = { claims: false, orders: false, left: [] as { url: string; until: number }[] };
  readonly #setting: Setting;
  readonly #fault: Fault;
  /** The gates' and, behind them, the stockroom's; made when an object is first asked. */
  readonly #disks: (Disk | undefined)[] = [];
  readonly #ownDisks = new DiskPool();
  readonly #counted: { at: number; orders: number }[] = [];
  #ids = 0;

  constructor(setting: Setting) {
    const { seed, shape, isolates, fault = HONEST, from = BEFORE } = setting;
    const { lasts, ...made } = shape;
    this.#setting = setting;
    this.#fault = fault;
    this.scheduler = new Scheduler(seed, from);
    this.tally = new Tally(START, shape.gates);
    this.sale = { slug: "lamp", startsAt: START, endsAt: START + lasts, ...made };
    this.gates = Array.from({ length: shape.gates }, (_, gate) => this.#makeGate(gate));
    this.stockroom = this.#makeStockroom();
    this.isolates = Array.from({ length: isolates }, (_, i) => this.#makeIsolate(i));
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

  orderRows(): { shopper: string; id: string }[] {
    return this.#disks
      .slice(0, this.gates.length)
      .flatMap((disk) => disk?.rows<{ shopper: string; id: string }>(ORDERS) ?? []);
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
      stockroom: () => ({
        report: (report) => this.stockroom.call("report", life, (at) => at.report(report)),
      }),
      placed: () => outbox.work(),
    });
    for (const due of [ledger.nextLapse(), outbox.nextDue()]) if (due !== undefined) wake(due);
    return new SimGate(service, outbox);
  }

  #makeStockroom(): SimObject<StockroomService> {
    return new SimObject({
      name: "the stockroom",
      scheduler: this.scheduler,
      chaos: this.#chaos,
      called: (kind) => this.tally.call(kind, this.scheduler.now),
      boot: (life) => this.#bootStockroom(life),
    });
  }

  #bootStockroom(life: Life): StockroomService {
    const disk = this.#disk(this.gates.length);
    const ledger = new this.#fault.StockroomLedger(disk.open(() => life.alive));
    disk.mark();
    return new StockroomService({
      ledger,
      sale: this.sale.slug,
      clock: () => this.scheduler.now + life.skew,
      background: (work) => void work.catch(() => {}),
      gate: (gate) => ({
        recall: (self, told) =>
          this.#gateAt(gate).call("recall", life, ({ service }) => service.recall(self, told)),
        hear: (self, reply) =>
          this.#gateAt(gate).call("hear", life, ({ service }) => service.hear(self, reply)),
        survey: () => Promise.reject(new Error("the operator asks for nothing here")),
        redeliver: () => Promise.reject(new Error("the operator asks for nothing here")),
      }),
    });
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
        return new SimWorker(client, this.sale, clock);
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
    for (const object of [...this.gates, this.stockroom, ...this.isolates]) {
      if (!scheduler.happens(chaos.crash)) continue;
      scheduler.after(scheduler.random.whole(0, CRASH_EVERY), () => object.crash());
    }
    scheduler.after(CRASH_EVERY, () => this.#crashAgainAndAgain({ chaos, until }));
  }
}

const ORDERS = "SELECT shopper, id FROM orders";
const COUNT_ORDERS = "SELECT count(*) AS n FROM orders";
const OPEN_SLOTS = "SELECT count(*) AS n FROM slots WHERE expires_at > ?";

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

  claim(sale: GateSale, gate: number, shopper: string, refused: Refusals) {
    return this.#to.call(
      "claim",
      this.#life,
      async (at): Promise<WithNews<Claimed>> =>
        at.withNews(await at.service.claim(sale, gate, shopper, refused)),
    );
  }

  order(sale: GateSale, gate: number, shopper: string, slot: string, form: OrderForm) {
    return this.#to.call(
      "order",
      this.#life,
      async (at): Promise<WithNews<Ordered>> =>
        at.withNews(await at.service.order(sale, gate, shopper, slot, form)),
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

  news(sale: GateSale, gate: number, refused: Refusals) {
    return this.#to.call("news", this.#life, ({ service }) => service.news(sale, gate, refused));
  }
}
