/** All orders of a sale, gate by gate and in the order in which they were placed. */

import type { ExportedOrder } from "../../../edge/contract.ts";
import { atOnce } from "../semaphore.ts";
import { RETRY_POLICY, type RetryPolicy, saleStatus } from "./client.ts";
import { type Page, type Row, readPage, type Source } from "./order-pages.ts";
import type { Operator } from "./where.ts";

export interface Reading {
  operator: Operator;
  sale: string;
  patience?: RetryPolicy;
  /** Pages are read ahead: whoever wants no more must abort it, also after the last row. */
  signal: AbortSignal;
}

/** Orders in memory, at most, however many gates there are; each holds two pages. */
const HELD = 50_000;
const LONGEST_PAGE = 500;
const BATCH = 500;
const AT_ONCE = 8;

/** In batches. Throws a Refusal when there is no such sale, and when retries do not help. */
export async function readOrders(reading: Reading): Promise<AsyncGenerator<Row[]>> {
  return merge(await openGates(reading), BATCH);
}

async function openGates(reading: Reading): Promise<GateOrders[]> {
  const { operator, sale, patience = RETRY_POLICY, signal } = reading;
  const { gates } = await saleStatus(operator, sale, signal);
  const limit = Math.max(1, Math.min(LONGEST_PAGE, Math.floor(HELD / 2 / gates)));
  const source: Source = { operator, sale, limit, patience, signal };
  const limited = atOnce(AT_ONCE);
  return Array.from(
    { length: gates },
    (_, gate) => new GateOrders(gate, (after) => limited(() => readPage(source, gate, after))),
  );
}

// ── One gate ───────────────────────────────────────────────────────────────────────────────────
class GateOrders {
  readonly gate: number;
  readonly #read: (after: number) => Promise<Page>;
  #page: ExportedOrder[] = [];
  #at = 0;
  #ahead: Promise<Page> | undefined;

  constructor(gate: number, read: (after: number) => Promise<Page>) {
    this.gate = gate;
    this.#read = read;
    this.#readAhead(0);
  }

  /** The next order; undefined before the first page is there, and after the last. */
  get head(): ExportedOrder | undefined {
    return this.#page[this.#at];
  }

  /** Goes to the next order. Returns false at the end of a page: call `turnPage`. */
  step(): boolean {
    this.#at += 1;
    return this.#at < this.#page.length;
  }

  async turnPage(): Promise<void> {
    const next = await this.#ahead;
    this.#ahead = undefined;
    this.#page = next?.orders ?? [];
    this.#at = 0;
    const last = this.#page.at(-1);
    if (next && !next.ended && last) this.#readAhead(last.seq);
  }

  #readAhead(after: number): void {
    this.#ahead = this.#read(after);
    // turnPage reports it; until then it must not count as unhandled.
    this.#ahead.catch(() => {});
  }
}

// ── All gates ──────────────────────────────────────────────────────────────────────────────────
/** In batches, since a promise for each of a million rows takes its time. */
async function* merge(gates: GateOrders[], size: number): AsyncGenerator<Row[]> {
  await Promise.all(gates.map((gate) => gate.turnPage()));
  const heap = gates.filter(({ head }) => head);
  for (let at = heap.length >> 1; at >= 0; at--) sink(heap, at);
  let batch: Row[] = [];
  for (let first = heap[0]; first?.head; first = heap[0]) {
    batch.push({ gate: first.gate, order: first.head });
    if (!first.step()) await first.turnPage();
    if (first.head === undefined) dropFirst(heap);
    sink(heap, 0);
    if (batch.length < size) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

function before(a: GateOrders, b: GateOrders): boolean {
  const difference = (a.head?.placedAt ?? 0) - (b.head?.placedAt ?? 0);
  return difference === 0 ? a.gate < b.gate : difference < 0;
}

function dropFirst(heap: GateOrders[]): void {
  const last = heap.pop();
  if (last && heap.length > 0) heap[0] = last;
}

/** A binary heap: every entry is before its two children, at 2n+1 and 2n+2. */
function sink(heap: GateOrders[], from: number): void {
  for (let at = from; ; ) {
    const [left, right] = [2 * at + 1, 2 * at + 2];
    const least = [left, right].reduce((best, child) => earlier(heap, best, child), at);
    if (least === at) return;
    [heap[at], heap[least]] = [heap[least] as GateOrders, heap[at] as GateOrders];
    at = least;
  }
}

function earlier(heap: GateOrders[], best: number, child: number): number {
  const [a, b] = [heap[child], heap[best]];
  return a && b && before(a, b) ? child : best;
}
