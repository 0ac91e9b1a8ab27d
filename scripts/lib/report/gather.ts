/** Reads what a report is made of: the orders, however many, then how the sale stands. */
import { DELIVERY_STATES, type DeliveryState, type ExportedOrder } from "../../../edge/contract.ts";
import { context } from "../context.ts";
import { type ProvenOrder, provenOrder } from "../draw/proof.ts";
import { saleStatus } from "../operate/client.ts";
import { NearAddresses } from "../operate/near-addresses.ts";
import type { Row } from "../operate/order-pages.ts";
import { readOrders } from "../operate/orders.ts";
import type { Operator } from "../operate/where.ts";
import { readProduct, type Sources } from "./figures.ts";
import { type Source, sourceOf, sourcesOf } from "./visitors.ts";

export interface Gathering {
  operator: Operator;
  sale: string;
  /** Hears how many orders were read, batch by batch. */
  onRows: (rows: number) => void;
  /** Aborts it; the abort's reason is thrown. */
  signal: AbortSignal;
}

export async function gather({ operator, sale, onRows, signal }: Gathering): Promise<Sources> {
  const ending = new AbortController();
  const either = AbortSignal.any([signal, ending.signal]);
  const tally = new Tally();
  try {
    for await (const rows of await readOrders({ operator, sale, signal: either })) {
      tally.add(rows);
      onRows(rows.length);
    }
  } finally {
    // Stops the pages that are being read ahead.
    ending.abort();
  }
  const status = await saleStatus(operator, sale, signal);
  return {
    status,
    tally,
    placed: tally.placed(),
    product: readProduct(sale),
    now: context().clock.now(),
  };
}

// ── The tally ──────────────────────────────────────────────────────────────────────────────────
export interface Delivery extends Record<DeliveryState, number> {
  /** Why orders have not arrived, and how many. */
  because: Record<string, number>;
  /** From order to delivery, milliseconds. */
  took?: { half: number; longest: number };
}

export class Tally {
  readonly #placed: number[] = [];
  readonly #took: number[] = [];
  readonly #states = new Map<DeliveryState, number>();
  readonly #because = new Map<string, number>();
  readonly #sources = new Map<string, number>();
  readonly #life = { paid: 0, awaiting: 0, cancelled: 0 };
  readonly #proven: ProvenOrder[] = [];
  readonly #near = new NearAddresses();
  /** Orders whose address is nearly that of an earlier one. */
  nearAddresses = 0;

  add(rows: Row[]): void {
    for (const { order } of rows) this.#addOne(order);
  }

  #addOne(order: ExportedOrder): void {
    const { placedAt, delivery, visit } = order;
    const { state, deliveredAt } = delivery;
    const proven = provenOrder(order);
    if (proven) this.#proven.push(proven);
    this.#placed.push(placedAt);
    if (this.#near.of(order) !== undefined) this.nearAddresses += 1;
    more(this.#states, state);
    if (deliveredAt !== undefined) this.#took.push(Math.max(0, deliveredAt - placedAt));
    const reason = why(delivery);
    if (reason !== undefined) more(this.#because, reason);
    more(this.#sources, sourceOf(visit));
    const life = lifeOf(order);
    if (life) this.#life[life] += 1;
  }

  /** Orders by where their visit came from. */
  sources(): Source[] {
    return sourcesOf(this.#sources);
  }

  /** What has become of the orders. */
  life(): Readonly<Record<Life, number>> {
    return this.#life;
  }

  /** The orders of a draw. */
  proven(): ProvenOrder[] {
    return this.#proven;
  }

  /** Sorted, because each gate has its own clock. */
  placed(): number[] {
    return this.#placed.toSorted((a, b) => a - b);
  }

  delivery(): Delivery {
    const counts = DELIVERY_STATES.map((state) => [state, this.#states.get(state) ?? 0]);
    const took = this.#took.toSorted((a, b) => a - b);
    const [half, longest] = [took[Math.ceil(took.length / 2) - 1], took.at(-1)];
    return {
      ...(Object.fromEntries(counts) as Record<DeliveryState, number>),
      because: Object.fromEntries(this.#because),
      ...(half !== undefined && longest !== undefined && { took: { half, longest } }),
    };
  }
}

type Life = "paid" | "awaiting" | "cancelled";

/** An order that is neither paid nor to be paid here is just an order. */
function lifeOf({ paidAt, cancelledAt, payAt, payBy }: ExportedOrder): Life | undefined {
  if (cancelledAt !== undefined) return "cancelled";
  if (paidAt !== undefined) return "paid";
  return payAt === undefined && payBy === undefined ? undefined : "awaiting";
}

function more<Key>(counts: Map<Key, number>, key: Key): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}

/** Undefined where there is nothing to explain. The status only: what was said may hold anything. */
function why({ state, attempts, status, error }: ExportedOrder["delivery"]): string | undefined {
  if (state === "delivered" || state === "kept") return undefined;
  if (attempts === 0) return "not sent yet";
  if (status) return `HTTP ${status}`;
  return error === "timeout" ? "no answer in time" : "no answer";
}
