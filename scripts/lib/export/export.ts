/** Streams all orders of a sale, gate by gate and in the order in which they were placed. */
import { saleStatus } from "../operator/client.ts";
import { PATIENCE, type Patience } from "../operator/patience.ts";
import type { Operator } from "../operator/where.ts";
import { atOnce } from "./at-once.ts";
import { type Form, formatter } from "./format.ts";
import { GateOrders } from "./gate-orders.ts";
import { merge } from "./merge.ts";
import { type Output, ReaderGone } from "./output.ts";
import { readPage, type Source } from "./pages.ts";

export interface ExportOptions extends Form {
  operator: Operator;
  output: Output;
  /** Ends it; its reason is thrown. */
  signal?: AbortSignal;
  patience?: Patience;
  /** Hears how many rows were written, batch by batch. */
  onRows?: (rows: number) => void;
}

/** Orders in memory, at most, however many gates there are; each holds two pages. */
const HELD = 50_000;
const LONGEST_PAGE = 500;
const BATCH = 500;
const AT_ONCE = 8;

/**
 * False when whoever reads it wanted no more. Throws a Refusal when trouble does not pass; then no
 * half file is left.
 */
export async function exportOrders(options: ExportOptions): Promise<boolean> {
  const { output, signal } = options;
  const ending = new AbortController();
  const either = signal ? AbortSignal.any([signal, ending.signal]) : ending.signal;
  try {
    await writeAll(options, either);
    await output.finish();
    return true;
  } catch (error) {
    await output.abandon();
    if (error instanceof ReaderGone) return false;
    throw error;
  } finally {
    // Pages that are read ahead are wanted no more.
    ending.abort();
  }
}

async function writeAll(options: ExportOptions, signal: AbortSignal): Promise<void> {
  const { output, onRows = () => {} } = options;
  const { head, batch } = formatter(options);
  const gates = await openGates(options, signal);
  if (head) await output.write(head);
  for await (const rows of merge(gates, BATCH)) {
    signal.throwIfAborted();
    await output.write(batch(rows));
    onRows(rows.length);
  }
}

async function openGates(
  { operator, sale, patience = PATIENCE }: ExportOptions,
  signal: AbortSignal,
): Promise<GateOrders[]> {
  const { gates } = await saleStatus(operator, sale, signal);
  const limit = Math.max(1, Math.min(LONGEST_PAGE, Math.floor(HELD / 2 / gates)));
  const source: Source = { operator, sale, limit, patience, signal };
  const turns = atOnce(AT_ONCE);
  return Array.from(
    { length: gates },
    (_, gate) => new GateOrders(gate, (after) => turns(() => readPage(source, gate, after))),
  );
}
