/** All gates' orders as one: by time, then gate, then the gate's own order. */
import type { GateOrders } from "./gate-orders.ts";
import type { Row } from "./order.ts";

/** In batches, since a promise for each of a million rows takes its time. */
export async function* merge(gates: GateOrders[], size: number): AsyncGenerator<Row[]> {
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
