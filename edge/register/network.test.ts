/**
 * Orders with contacts over a network that loses, delays and repeats messages, in any order; with
 * units that run out in between. Seeded: a failure names the seed that shows it again.
 */
import { runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { beforeEach, expect, it, vi } from "vitest";
import { type Bindings, gateSaleOf } from "../env.ts";
import { GateLedger } from "../gate/ledger.ts";
import type { Ordered } from "../gate/messages.ts";
import { GateService } from "../gate/service.ts";
import type { LedgerStorage } from "../storage.ts";
import { someSale } from "../testing/world.ts";
import { RegisterLedger } from "./ledger.ts";
import { RegisterService } from "./service.ts";

const PEOPLE = 5;
const ORDERS_EACH = 4;
const RUNS = 50;

/** mulberry32. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Messages wait here until one of them, any of them, is delivered. */
class Network {
  readonly #waiting: (() => void)[] = [];
  readonly #random: () => number;
  readonly #faults: boolean;

  constructor(random: () => number, faults: boolean) {
    this.#random = random;
    this.#faults = faults;
  }

  send<Result>(work: () => Result): Promise<Result> {
    const { promise, resolve, reject } = Promise.withResolvers<Result>();
    const chance = this.#faults ? this.#random() : 1;
    const lost = () => reject(new Error("lost"));
    if (chance < 0.1) this.#waiting.push(lost);
    else {
      // Late also means: after the caller has given up.
      if (chance < 0.3) this.#waiting.push(() => void work());
      this.#waiting.push(() => {
        const result = work();
        this.#waiting.push(chance > 0.3 && chance < 0.4 ? lost : () => resolve(result));
      });
    }
    return promise;
  }

  async deliverAll(): Promise<void> {
    for (let idle = 0; idle < 2; ) {
      const [next] = this.#waiting.splice(Math.floor(this.#random() * this.#waiting.length), 1);
      next?.();
      idle = next ? 0 : idle + 1;
      // Nothing here waits for a timer or a disk, so all that goes on after a message is microtasks.
      for (let turn = 0; turn < 50; turn++) await undefined;
    }
  }
}

/** A second ledger in one storage: each counts its migrations in a table of its own. */
function beside(storage: DurableObjectStorage): LedgerStorage {
  const own = (query: string) => query.replaceAll("migrated", "migrated_beside");
  return {
    sql: { exec: (query, ...values) => storage.sql.exec(own(query), ...values) },
    transactionSync: (work) => storage.transactionSync(work),
  };
}

interface Placed {
  shopper: string;
  contacts: string[];
}

/** One gate, one register, and shoppers who each order some times with one of few contacts. */
async function play(seed: number, faults: boolean, storage: DurableObjectStorage) {
  const random = seeded(seed);
  const network = new Network(random, faults);
  const sale = gateSaleOf(someSale({ gates: 1, slots: 100, stock: 4 }));
  const terms = { gates: 1, slots: 100, reserve: false, stock: 4 };
  const ledger = new GateLedger(storage);
  const register = new RegisterLedger(beside(storage));
  let id = 0;
  const service = new GateService({
    ledger,
    clock: () => sale.startsAt + 1_000,
    newSlot: () => `slot-${++id}`,
    newOrderId: () => `order-${++id}`,
    mail: false,
    // Units come and go: a draw is answered with one, or with none.
    stockroom: () => ({
      report: ({ given, wanted }) =>
        network.send(() => ({
          ...{ terms, switch: "on" as const, left: 4, sold: 0, soldOut: false },
          given: wanted > given && random() < 0.5 ? given + 1 : given,
        })),
    }),
    register: new RegisterService({
      register: () => ({
        take: (contact, shopper) => network.send(() => register.take(contact, shopper)),
        free: (contact, version) => network.send(() => register.free(contact, version)),
      }),
    }),
    wake: () => {},
    placed: () => {},
    background: () => {},
  });
  const placed: Placed[] = [];
  const shop = async (shopper: string) => {
    const claimed = await service.claim(sale, 0, shopper);
    if (!claimed.ok) return;
    const attempt = async () => {
      const contacts = ["email" as const, "phone" as const].map((field, index) => ({
        field,
        hash: `${index}${Math.floor(random() * 2)}`,
      }));
      const answer: Ordered = await service.order(
        sale,
        0,
        shopper,
        claimed.slot,
        { name: "A", email: "a@example.com" },
        contacts,
      );
      if (answer.ok && answer.fresh) {
        placed.push({ shopper, contacts: contacts.map(({ hash }) => hash) });
      }
    };
    // All at once, as from many tabs, and each with other contacts.
    await Promise.all(Array.from({ length: ORDERS_EACH }, attempt));
  };
  const done = Promise.all(Array.from({ length: PEOPLE }, (_, i) => shop(`shopper-${i}`)));
  await network.deliverAll();
  await done;
  await network.deliverAll();
  const rows = storage.sql.exec<{ contact: string; shopper: string }>(
    "SELECT contact, shopper FROM contacts",
  );
  return { placed, rows: rows.toArray(), held: ledger.held };
}

async function playAll(faults: boolean, check: (played: Awaited<ReturnType<typeof play>>) => void) {
  const { GATE } = env as Bindings;
  for (let seed = 1; seed <= RUNS; seed++) {
    const stub = GATE.getByName(`network/${faults}/${seed}`);
    await runInDurableObject(stub, async (_, { storage }) => {
      const played = await play(seed, faults, storage);
      try {
        check(played);
      } catch (error) {
        throw new Error(`seed ${seed}: ${(error as Error).message}`);
      }
    });
  }
}

/** What the register has for each contact of an order. */
function expectRegistered({ placed, rows }: Awaited<ReturnType<typeof play>>): void {
  const contacts = placed.flatMap((order) => order.contacts);
  expect(new Set(contacts).size, "one order for each contact").toBe(contacts.length);
  for (const { shopper, contacts } of placed) {
    for (const contact of contacts) expect(rows).toContainEqual({ contact, shopper });
  }
}

beforeEach(() => {
  vi.spyOn(console, "error").mockImplementation(() => {}); // what was lost is told each time
});

it("never are two orders placed with one contact, whatever is lost, late or repeated", async () => {
  let orders = 0;
  await playAll(true, (played) => {
    expectRegistered(played);
    orders += played.placed.length;
  });
  expect(orders).toBeGreaterThan(RUNS / 2);
});

it("every contact of an order that failed is free again, where no message is lost", async () => {
  let failed = 0;
  await playAll(false, (played) => {
    expectRegistered(played);
    const used = played.placed.flatMap(({ contacts }) => contacts);
    expect(played.rows.map(({ contact }) => contact).sort()).toEqual(used.sort());
    failed += PEOPLE - played.placed.length;
  });
  expect(failed).toBeGreaterThan(RUNS / 2);
});
