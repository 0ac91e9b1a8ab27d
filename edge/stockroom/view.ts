/** How a sale's status reaches the operator. Pure. */
import type { DrawStatus, Sale, SaleState } from "../contract.ts";
import { type Bindings, claimSaleOf } from "../env.ts";
import { phase } from "../gate/rules.ts";
import type { Terms } from "./messages.ts";
import type { Status } from "./service.ts";

/** `sale` is undefined when its file is gone. `now`: ms since 1970. */
export function operatorView(slug: string, sale: Sale | undefined, told: Status, now: number) {
  const { terms, switch: _position, soldOut: _soldOut, draw, ...rest } = told;
  const { draw: drawn, ...frozen } = terms;
  const times = sale && { startsAt: sale.startsAt, endsAt: sale.endsAt };
  const view = { sale: slug, state: stateOf(sale, told, now), ...times, ...frozen, ...rest };
  if (!drawn) return view;
  const { called = 0, ...shown } = draw ?? {};
  const status: DrawStatus = { commitment: drawn.commitment, ...shown };
  return { ...view, called, draw: status };
}
export type OperatorView = ReturnType<typeof operatorView> & {
  called?: number;
  draw?: DrawStatus;
};

/** A sale whose file is gone can only have ended. */
function stateOf(sale: Sale | undefined, { switch: position, soldOut }: Status, now: number) {
  const by = sale ? phase(sale, now) : "over";
  let state: SaleState = position === "paused" ? "paused" : "open";
  if (by === "upcoming") state = "upcoming";
  if (position === "ended" || soldOut || by === "over") state = "ended";
  return state;
}

/** What would be frozen of this sale. */
export async function termsOf(env: Bindings, sale: Sale): Promise<Terms> {
  const { gates, slots, reserve, stock, draw } = await claimSaleOf(env, sale);
  return { gates, slots, reserve, stock, ...(draw && { draw }) };
}
