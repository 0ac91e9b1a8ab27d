import type { Sale } from "../contract.ts";
import { saleOf } from "../env.ts";
import type { Ctx } from "../http/context.ts";
import { refuse } from "../http/refuse.ts";

/** Answers for the sale that the path names, or 404. */
export async function withSale(
  c: Ctx,
  answer: (c: Ctx, sale: Sale) => Promise<Response>,
): Promise<Response> {
  const sale = saleOf(c.env, c.req.param("sale") ?? "");
  return sale ? answer(c, sale) : refuse(c, { code: "not_found" });
}
