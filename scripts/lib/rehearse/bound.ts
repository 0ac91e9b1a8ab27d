/**
 * What a sale may cost its objects, however many come: calls grow with stock, slots, isolates and
 * duration (promise 10). The rates are those of docs/request-rates.md, for the one isolate that a
 * rehearsal has.
 */
import type { Sale } from "../../../edge/contract.ts";
import { ASK_EVERY, AT_ONCE, replyTtl, SHORTEST_FULL, SPREAD } from "../../../edge/core.ts";
import { sum } from "../workerd/measures.ts";
import type { Samples } from "./monitor.ts";
import type { Seen } from "./recorder.ts";

/** A full gate is believed for so long at the least; then one shopper asks whether it still is. */
const FULL_A_SECOND = 1000 / (SHORTEST_FULL * (1 - SPREAD));
/** Claims on their way to a gate before its first "full" is known: some go in as others come out. */
const BURST = 2 * AT_ONCE;
/** An isolate asks a gate for news so often. */
const NEWS_A_SECOND = 1000 / ASK_EVERY;
/** A gate asks the stockroom so often at the most. */
const STOCKROOM_A_SECOND = (gates: number) => 1000 / replyTtl(gates);
/** Chance, and calls whose answers were late. */
const MARGIN = 1.2;

export interface Bound {
  calls: number;
  allowed: number;
  /** Had every claim reached an object, it would show: smaller crowds prove nothing. */
  telling: boolean;
}

/** `open`: ms. */
export function boundOf({
  sale: { gates, slots, stock, onePer = [] },
  seen,
  samples,
  open,
}: {
  sale: Pick<Sale, "gates" | "slots" | "stock" | "onePer">;
  seen: Seen;
  samples: Samples;
  open: number;
}): Bound {
  const time = open / 1000 + 2;
  const gatesAlone = gates * (BURST + time * (FULL_A_SECOND + STOCKROOM_A_SECOND(gates)));
  const allowed =
    gatesAlone +
    time * NEWS_A_SECOND +
    // Only holders get this far: a grant, the form, its sending, the receipt; lapsed slots were grants.
    heldBy(seen) +
    // Each contact of an order is taken, and freed when there is none.
    2 * onePer.length * seen.requests.order +
    // Draws, recalls and the word that the shelves are empty.
    4 * (stock + gates * slots);
  const most = Math.round(allowed * MARGIN);
  return { calls: sum(samples.calls), allowed: most, telling: seen.requests.claim > most };
}

/** Each of these asks its gate once, a form that had to be shown again twice. */
function heldBy({ granted, requests }: Seen): number {
  return granted + requests.form + 2 * requests.order + requests.receipt;
}
