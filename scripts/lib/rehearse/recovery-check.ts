/**
 * After the crowd: the runtime was killed and started again on what it left on the disk, the order
 * system answers again, and every order is looked for.
 */

import { setTimeout as sleep } from "node:timers/promises";
import { ConnectionPool } from "../../../crowd/http/connection-pool.ts";
import type { ExportedOrder } from "../../../edge/contract.ts";
import type { RunningOrderSystem } from "../../order-system/server.ts";
import { RETRY_POLICY, saleStatus } from "../operate/client.ts";
import { readPage } from "../operate/order-pages.ts";
import type { Environment } from "./environment.ts";
import type { SeenOrder } from "./recorder.ts";

export interface RecoveryCheck {
  /** All orders, as the operator gets them after the crash. */
  exported: ExportedOrder[];
  /** Order URLs of acknowledged orders that are not their receipts any more, in words. */
  lostReceipts: string[];
  /** Orders that the order system has accepted in the end. */
  delivered: number;
  /** Ids under which it was sent what is not in the export. */
  unknownIds: string[];
}

const PAGE = 1_000;
/** Ms without any delivery after which the rest is not coming, at the least. */
const SILENCE = 30_000;
/** Pauses between attempts double, so none is longer than this, in times that it was dead. */
const LONGEST_PAUSE = 2;

interface Recovering {
  environment: Environment;
  sale: { slug: string; gates: number };
  orderSystem: RunningOrderSystem;
}

/** `deadFor`: ms from the first order that could not be delivered, at the most. */
export async function checkRecovery(
  { environment, sale, orderSystem }: Recovering,
  acknowledged: SeenOrder[],
  deadFor: number,
): Promise<RecoveryCheck> {
  const silence = Math.max(SILENCE, LONGEST_PAUSE * deadFor);
  const exported = await exportAll(environment, sale);
  const lostReceipts = await readReceipts(environment.ports.worker, acknowledged);
  await deliveriesEnd(orderSystem, { wanted: exported.length, silence });
  // What was accepted is noted a moment later; nothing must be cut off by the end.
  await saleStatus(environment.operator, sale.slug);
  const ids = new Set(exported.map(({ orderId }) => orderId));
  const accepted = orderSystem.orders().map(({ orderId }) => orderId);
  const unknownIds = accepted.filter((id) => !ids.has(id));
  return { exported, lostReceipts, delivered: accepted.length - unknownIds.length, unknownIds };
}

async function exportAll(
  { operator }: Environment,
  { slug, gates }: { slug: string; gates: number },
): Promise<ExportedOrder[]> {
  const { signal } = new AbortController();
  const source = { operator, sale: slug, limit: PAGE, patience: RETRY_POLICY, signal };
  const orders: ExportedOrder[] = [];
  for (let gate = 0; gate < gates; gate++) {
    for (let after = 0, ended = false; !ended; ) {
      const page = await readPage(source, gate, after);
      orders.push(...page.orders);
      after = page.orders.at(-1)?.seq ?? after;
      ended = page.ended;
    }
  }
  return orders;
}

/** An order URL is its order's receipt, for good. */
async function readReceipts(port: number, acknowledged: SeenOrder[]): Promise<string[]> {
  const pool = await ConnectionPool.open(port, 8);
  const headers = { accept: "application/json" };
  const read = async ({ visitor, url, orderId }: SeenOrder): Promise<string[]> => {
    const { status, body } = await pool.send({ method: "GET", path: url, headers });
    // A form is 200, too; without an id of its own, any order's will do.
    const right = status === 200 && body.includes(orderId ? `"${orderId}"` : '"orderId"');
    return right ? [] : [`shopper ${visitor}'s receipt ${orderId} was ${status} ${body}`];
  };
  try {
    return (await Promise.all(acknowledged.map(read))).flat();
  } finally {
    pool.close();
  }
}

/** Waits as long as deliveries go on. */
async function deliveriesEnd(
  orderSystem: RunningOrderSystem,
  { wanted, silence }: { wanted: number; silence: number },
): Promise<void> {
  for (let [before, since] = [0, Date.now()]; before < wanted; await sleep(100)) {
    const { orders } = orderSystem.stats();
    if (orders > before) [before, since] = [orders, Date.now()];
    if (Date.now() - since > silence) return;
  }
}
