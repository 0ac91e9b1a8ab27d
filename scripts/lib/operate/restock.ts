/** Raises a sale's stock: always by a total, so that a request that arrives twice adds nothing. */
import { MAX_STOCK } from "../../../edge/contract.ts";
import { confirm } from "../confirm.ts";
import { context } from "../context.ts";
import { Refusal } from "../refusal.ts";
import { tell } from "../tell.ts";
import { count, seconds } from "../words.ts";
import { askJson, noSuchSale, RETRY_POLICY, retry, salePath, saleStatus } from "./client.ts";
import { positionOf, type SaleStatus } from "./sale-status.ts";
import { requireDeployed } from "./switch.ts";
import type { Operator } from "./where.ts";

/** The new total, or how many to add. */
export type Wanted = { stock: number } | { add: number };

const BOUND = 5_000;
const EVERY = 250;

/** Returns the stock after it. Throws a Refusal if the status does not tell it within five seconds. */
export async function restock(
  operator: Operator,
  sale: string,
  wanted: Wanted,
  yes: boolean,
): Promise<number> {
  const before = await saleStatus(operator, sale);
  requireDeployed(before);
  const total = "add" in wanted ? before.stock + wanted.add : wanted.stock;
  if (total === before.stock) {
    tell(`the stock of ${sale} is ${total} already`);
    return total;
  }
  checkTotal(before, total);
  if (!yes) await confirm(question(before, total));
  await post(operator, sale, total);
  await see(operator, sale, total);
  return total;
}

function checkTotal({ sale, stock }: SaleStatus, total: number): void {
  if (total < stock) {
    throw new Refusal(
      `the stock of ${sale} is ${stock}: it can only be raised, since gates may hold units already`,
    );
  }
  if (total > MAX_STOCK) throw new Refusal(`a stock of ${total} is more than ${MAX_STOCK}`);
}

function question(status: SaleStatus, total: number): string {
  const { sale, stock, sold } = status;
  const standing = `${sale}: ${sold} of ${stock} sold.`;
  const then = `With a stock of ${total}, ${count(total - sold, "unit")} can be sold${unless(status)}.`;
  return `${standing} ${then} It cannot be lowered again. Restock it?`;
}

function unless(status: SaleStatus): string {
  if (positionOf(status) === "ended") return ", but the sale has been ended for good";
  if ((status.endsAt ?? 0) <= context().clock.now()) return ", but the sale's time is over";
  return positionOf(status) === "paused" ? ", once the sale is resumed" : "";
}

async function post(operator: Operator, sale: string, stock: number): Promise<void> {
  const missing = noSuchSale(operator, sale);
  const how = { method: "POST", body: { stock }, missing } as const;
  await retry(() => askJson(operator, `${salePath(sale)}/restock`, how), RETRY_POLICY);
}

async function see(operator: Operator, sale: string, total: number): Promise<void> {
  const { clock } = context();
  const began = clock.now();
  for (;;) {
    const { stock, left } = await retry(() => saleStatus(operator, sale), RETRY_POLICY);
    const after = clock.now() - began;
    const told = `the stock of ${sale} is ${stock}, ${left} left`;
    if (stock >= total) return tell(told);
    if (after > BOUND) throw new Refusal(`after ${seconds(after)} ${told}: look again`);
    await clock.wait(EVERY);
  }
}
