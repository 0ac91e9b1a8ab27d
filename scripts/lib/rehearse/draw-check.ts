/** What the crowd ordered in a draw, recomputed as anybody can do it: see `verify`. */
import type { ExportedOrder } from "../../../edge/contract.ts";
import { proofOf, provenOrder } from "../draw/proof.ts";
import { type Check, verifyDraw } from "../draw/verify.ts";
import type { SaleStatus } from "../operate/sale-status.ts";

/** Nothing for a sale that is no draw. */
export async function checkDraw(status: SaleStatus, orders: ExportedOrder[]): Promise<Check[]> {
  const proven = orders.flatMap((order) => provenOrder(order) ?? []);
  const proof = proofOf(status, proven);
  if (!proof) return [];
  const exported = orders.map(({ number = Number.NaN, shopper = "", ...order }) => ({
    ...{ ...order, number, shopper },
  }));
  return verifyDraw(proof, { exported });
}
