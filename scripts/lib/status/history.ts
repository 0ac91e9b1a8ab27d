/** How fast each sale sold between one look and the next. */
import type { Seen } from "./sales.ts";

/** Looks that are remembered. */
const KEPT = 30;

interface Past {
  at: number;
  sold: number;
  rates: number[];
}

export class History {
  readonly #sales = new Map<string, Past>();

  see(seen: Seen[], now: number): void {
    for (const { sale, status } of seen) if (status) this.#add(sale, status.sold, now);
  }

  /** Orders a second, oldest first; empty before the second look. */
  rates(sale: string): number[] {
    return this.#sales.get(sale)?.rates ?? [];
  }

  #add(sale: string, sold: number, at: number): void {
    const past = this.#sales.get(sale);
    const length = (at - (past?.at ?? at)) / 1000;
    if (past && length <= 0) return;
    // A gate that was silent and speaks again brings no orders of just now, but nor is that known.
    const rates = past ? [...past.rates, Math.max(0, sold - past.sold) / length].slice(-KEPT) : [];
    this.#sales.set(sale, { at, sold, rates });
  }
}
