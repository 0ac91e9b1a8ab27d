/** All orders of a sale, gate by gate and in the order in which they were placed. */
import { saleStatus } from "../operator/client.ts";
import { RETRY_POLICY, type RetryPolicy } from "../operator/retry.ts";
import type { Operator } from "../operator/where.ts";
import { atOnce } from "./at-once.ts";
import { GateOrders } from "./gate-orders.ts";
import { merge } from "./merge.ts";
import type { Row } from "./order.ts";
import { readPage, type Source } from "./pages.ts";

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

/** In batches. Throws a Refusal when there is no such sale, and when trouble does not pass. */
export async function readOrders(reading: Reading): Promise<AsyncGenerator<Row[]>> {
  return merge(await openGates(reading), BATCH);
}

async function openGates(reading: Reading): Promise<GateOrders[]> {
  const { operator, sale, patience = RETRY_POLICY, signal } = reading;
  const { gates } = await saleStatus(operator, sale, signal);
  const limit = Math.max(1, Math.min(LONGEST_PAGE, Math.floor(HELD / 2 / gates)));
  const source: Source = { operator, sale, limit, patience, signal };
  const turns = atOnce(AT_ONCE);
  return Array.from(
    { length: gates },
    (_, gate) => new GateOrders(gate, (after) => turns(() => readPage(source, gate, after))),
  );
}
