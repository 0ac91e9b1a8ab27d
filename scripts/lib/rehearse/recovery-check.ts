/**
 * After the crowd: the runtime is killed and started again on what it left on the disk, the order
 * system comes back to life, and every order is looked for.
 */
import { setTimeout as sleep } from "node:timers/promises";
import { ConnectionPool } from "../../../crowd/http/connection-pool.ts";
import type { Order } from "../export/order.ts";
import { readPage } from "../export/pages.ts";
import { saleStatus } from "../operator/client.ts";
import { RETRY_POLICY } from "../operator/retry.ts";
import type { DeadOrderSystem } from "./dead-order-system.ts";
import type { Environment } from "./environment.ts";
import type { SeenOrder } from "./recorder.ts";

export interface RecoveryCheck {
  /** All orders, as the operator gets them after the crash. */
  exported: Order[];
  /** Order URLs of acknowledged orders that are not their receipts any more, in words. */
  lostReceipts: string[];
  /** Orders that the order system has accepted in the end. */
  delivered: number;
  /** Ids under which it was sent what is not in the export. */
  unknownIds: string[];
}

const PAGE = 1_000;
/** So long without any delivery, and the rest is not coming; at the least, in ms. */
const SILENCE = 30_000;
/** Pauses between attempts double: none is longer than this, in times that it was dead. */
const LONGEST_PAUSE = 2;

export async function checkRecovery(
  environment: Environment,
  sale: { slug: string; gates: number },
  acknowledged: SeenOrder[],
  orderSystem: DeadOrderSystem,
): Promise<RecoveryCheck> {
  const silence = Math.max(SILENCE, LONGEST_PAUSE * orderSystem.deadFor());
  orderSystem.revive();
  const exported = await exportAll(environment, sale);
  const lostReceipts = await readReceipts(environment.ports.worker, acknowledged);
  await deliveriesEnd(environment, sale.slug, orderSystem, { wanted: exported.length, silence });
  const ids = new Set(exported.map(({ orderId }) => orderId));
  const unknownIds = [...orderSystem.accepted.keys()].filter((id) => !ids.has(id));
  const delivered = orderSystem.accepted.size - unknownIds.length;
  return { exported, lostReceipts, delivered, unknownIds };
}

async function exportAll(
  { operator }: Environment,
  { slug, gates }: { slug: string; gates: number },
): Promise<Order[]> {
  const { signal } = new AbortController();
  const source = { operator, sale: slug, limit: PAGE, patience: RETRY_POLICY, signal };
  const orders: Order[] = [];
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
  { operator }: Environment,
  sale: string,
  { accepted }: DeadOrderSystem,
  { wanted, silence }: { wanted: number; silence: number },
): Promise<void> {
  for (let [before, since] = [accepted.size, Date.now()]; accepted.size < wanted; ) {
    await sleep(100);
    if (accepted.size > before) [before, since] = [accepted.size, Date.now()];
    if (Date.now() - since > silence) return;
  }
  // What was accepted is noted a moment later; nothing must be cut off by the end.
  await saleStatus(operator, sale);
}
