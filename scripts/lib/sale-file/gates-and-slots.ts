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
const A_GATE = 10;

/**
 * How long it takes to sell every unit if each shopper needs the whole hold for the form: the
 * slowest that it can go as long as shoppers order at all.
 */
export function slowest({ stock, hold }: Numbers, { gates, slots }: Slots): number {
  return Math.ceil(stock / (gates * slots)) * hold;
}

/** Slots for about two shoppers a unit, and enough that the stock is sold in half of the time. */
export function propose(numbers: Numbers): Slots {
  const { stock, hold, length } = numbers;
  const needed = Math.ceil(stock / Math.max(1, Math.floor(length / 2 / hold)));
  const open = Math.max(Math.min(USUAL, 2 * stock), needed);
  const gates = Math.min(MOST, Math.ceil(open / A_GATE));
  return { gates, slots: Math.min(MOST, Math.ceil(open / gates)) };
}

/** With these, forms are filled in for nothing: more than four shoppers race for a unit. */
export function isCrowded(stock: number, { gates, slots }: Slots): boolean {
  return gates * slots > Math.max(4 * stock, A_GATE);
}
