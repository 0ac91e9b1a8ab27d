/** How a sale's status reaches the operator. Pure. */
import type { Sale, SaleState } from "../contract.ts";
import { phase } from "../gate/rules.ts";
import type { Terms } from "./messages.ts";
import type { Status } from "./service.ts";

/** `sale` is undefined when its file is gone. `now`: ms since 1970. */
export function operatorView(slug: string, sale: Sale | undefined, told: Status, now: number) {
  const { terms, switch: _position, soldOut: _soldOut, ...rest } = told;
  const times = sale && { startsAt: sale.startsAt, endsAt: sale.endsAt };
  return { sale: slug, state: stateOf(sale, told, now), ...times, ...terms, ...rest };
}
export type OperatorView = ReturnType<typeof operatorView>;

/** A sale whose file is gone can only have ended. */
function stateOf(sale: Sale | undefined, { switch: position, soldOut }: Status, now: number) {
  const by = sale ? phase(sale, now) : "over";
  let state: SaleState = position === "paused" ? "paused" : "open";
  if (by === "upcoming") state = "upcoming";
  if (position === "ended" || soldOut || by === "over") state = "ended";
  return state;
}

export function termsOf({ gates, slots, reserve, stock }: Sale): Terms {
  return { gates, slots, reserve, stock };
}
