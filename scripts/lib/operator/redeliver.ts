import { Refusal } from "../refusal.ts";
import { askJson, noSuchSale, salePath } from "./client.ts";
import type { Operator } from "./where.ts";

interface Told {
  queued: number;
  /** Gates that could not be asked. */
  silent?: number[];
}

/** Without an order: all that are undelivered. Returns how many are on their way again. */
export async function redeliver(
  operator: Operator,
  sale: string,
  orderId: string | undefined,
): Promise<number> {
  const { queued, silent = [] } = await askJson<Told>(operator, `${salePath(sale)}/redeliver`, {
    method: "POST",
    body: orderId === undefined ? {} : { orderId },
    missing: noSuchSale(operator, sale),
  });
  if (silent.length > 0) {
    const gates = `${silent.length === 1 ? "gate" : "gates"} ${silent.join(", ")}`;
    throw new Refusal(`${queued} on their way; ${gates} did not answer: ask again in a moment`);
  }
  if (orderId !== undefined && queued === 0) {
    throw new Refusal(`there is no order ${orderId} in ${sale}`);
  }
  return queued;
}
