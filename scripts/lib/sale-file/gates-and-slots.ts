/** Whether gates, slots and hold fit the stock, and what to write instead. */

export interface Numbers {
  stock: number;
  /** Milliseconds. */
  hold: number;
  /** From start to end, milliseconds. */
  length: number;
}
export interface Slots {
  gates: number;
  slots: number;
}

/** Order forms open at once, unless more are needed: quick to sell out, and easy on what is behind them. */
const USUAL = 100;
const MOST = 1000;
/** Forms at a gate, as long as that makes no more gates than a stockroom can easily answer. */
const A_GATE = 10;
const MANY_GATES = 100;
/**
 * In the first second every isolate asks every gate once, and the first claims come with it. Ten gates
 * bear a million shoppers below the platform's soft limit of 1,000 calls a second to an object; fewer do
 * not.
 */
const FEWEST_GATES = 10;
const SHOPPERS_PER_GATE = 100_000;

/**
 * How long it takes to sell every unit if each shopper needs the whole hold for the form: the
 * slowest that it can go as long as shoppers order at all.
 */
export function slowest({ stock, hold }: Numbers, { gates, slots }: Slots): number {
  return Math.ceil(stock / (gates * slots)) * hold;
}

/** What is left out is as in a sale that `new` makes, for a crowd of up to a million. */
export interface Sized extends Numbers {
  reserve?: boolean;
  shoppers?: number;
}

/**
 * The one answer to "how many gates and slots?", for `new`, `check` and `plan`. Slots for two shoppers a
 * unit while there are few units, and for half of the units where there are many: a crowd buys all of
 * them in about a minute and a half, before it loses patience, and in any case in half of the sale.
 */
export function propose(sized: Sized): Slots {
  const { stock, hold, length, reserve = false } = sized;
  const needed = Math.ceil(stock / Math.max(1, Math.floor(length / 2 / hold)));
  const open = Math.max(Math.min(USUAL, 2 * stock), Math.ceil(stock / 2), needed);
  const wanted = gatesFor(open, sized);
  // With reserve, a gate without a unit of its own can grant no slot.
  const gates = reserve ? Math.min(wanted, stock) : wanted;
  return { gates, slots: Math.min(MOST, Math.ceil(open / gates)) };
}

function gatesFor(open: number, { shoppers = 0 }: Sized): number {
  const byForms = Math.min(MANY_GATES, Math.ceil(open / A_GATE));
  const byCrowd = Math.max(FEWEST_GATES, Math.ceil(shoppers / SHOPPERS_PER_GATE));
  const bySlots = Math.ceil(open / MOST);
  return Math.min(MOST, Math.max(byForms, byCrowd, bySlots));
}

/** With these, most forms are filled in for nothing: more than four shoppers race for a unit. */
export function isCrowded(stock: number, { gates, slots }: Slots): boolean {
  return gates * slots > Math.max(4 * stock, A_GATE);
}
