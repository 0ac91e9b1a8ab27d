import { Refusal } from "../refusal.ts";
import { askJson, noSuchSale, salePath } from "./client.ts";
import type { Operator } from "./where.ts";

/** Without an order: all that are undelivered. Returns how many are on their way again. */
export async function redeliver(
  operator: Operator,
  sale: string,
  orderId: string | undefined,
): Promise<number> {
  const { queued } = await askJson<{ queued: number }>(operator, `${salePath(sale)}/redeliver`, {
    method: "POST",
    body: orderId === undefined ? {} : { orderId },
    missing: noSuchSale(operator, sale),
  });
  if (orderId !== undefined && queued === 0) {
    throw new Refusal(`there is no order ${orderId} in ${sale}`);
  }
  return queued;
}
