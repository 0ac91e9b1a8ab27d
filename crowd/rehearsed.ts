/** How real life is shortened so that a rehearsal fits into a minute. */
import type { Sale } from "../edge/contract.ts";
import { type Arrivals, FORM } from "./crowd.ts";

/** What a rehearsed sale should take, and a slot live, at most, in ms. */
const FITTING = { sale: 12_000, hold: 10_000 };
/** Shorter, and a slot lapses on the way when the machine is busy. Ms. */
const LEAST_HOLD = 3_000;
/** Leavers and slow ones keep slots from others: so many more slots are needed than units. */
const WASTE = 1.25;

/** By how much to shorten time in the form, and the hold with it: a whole number, 1 for not at all. */
export function fittingScale({
  stock,
  gates,
  slots,
  hold,
}: Pick<Sale, "stock" | "gates" | "slots" | "hold">): number {
  const rounds = Math.ceil((stock * WASTE) / (gates * slots));
  const wanted = Math.max(1, hold / FITTING.hold, (rounds * FORM.usual) / FITTING.sale);
  return Math.max(1, Math.ceil(Math.min(wanted, hold / LEAST_HOLD)));
}

/** Shoppers a second that two cores can serve and be, at the same time. */
const A_SECOND = 2_000;

/** In real life a bot farm has an hour before the start; here so many ms for each of its identities. */
const FOR_A_BOT = 5;

/** The surge of a real crowd would measure this machine: it comes as fast as the machine can send it. */
export function rehearsedArrivals(shoppers: number, bots = 0): Arrivals {
  const rush = Math.max(400, (shoppers / A_SECOND) * 500);
  const lead = 1_200 + 1.6 * rush + bots * FOR_A_BOT;
  return { lead: Math.round(lead), rush: Math.round(rush) };
}
