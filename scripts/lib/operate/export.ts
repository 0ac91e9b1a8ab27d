/** Streams all orders of a sale, gate by gate and in the order in which they were placed. */

import { Refusal } from "../refusal.ts";
import type { Sink } from "../result-file.ts";
import type { RetryPolicy } from "./client.ts";
import { NearAddresses } from "./near-addresses.ts";
import { type Form, formatter } from "./order-format.ts";
import { readOrders } from "./orders.ts";
import { ReaderGone } from "./output.ts";
import type { Operator } from "./where.ts";

export interface ExportOptions extends Form {
  operator: Operator;
  output: Sink;
  /** The id of the one order that is wanted. */
  only?: string | undefined;
  /** Aborts it; the abort's reason is thrown. */
  signal?: AbortSignal;
  patience?: RetryPolicy;
  /** Hears how many rows were written, batch by batch. */
  onRows?: (rows: number) => void;
}

/**
 * False when the reader has gone. Throws a Refusal when retries do not help; then no
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
    // Stops the pages that are being read ahead.
    ending.abort();
  }
}

async function writeAll(options: ExportOptions, signal: AbortSignal): Promise<void> {
  const { output, sale, only, onRows = () => {} } = options;
  const { head, batch } = formatter(options);
  const all = await readOrders({ ...options, signal });
  if (head) await output.write(head);
  const near = new NearAddresses();
  let found = 0;
  for await (const batched of all) {
    signal.throwIfAborted();
    // Before one is picked out: it is compared with those before it.
    const marked = batched.map((row) => ({ ...row, nearAddress: near.of(row.order) }));
    const rows = marked.filter(({ order }) => only === undefined || order.orderId === only);
    await output.write(batch(rows));
    onRows(rows.length);
    found += rows.length;
  }
  if (only !== undefined && found === 0) throw new Refusal(`there is no order ${only} in ${sale}`);
}
