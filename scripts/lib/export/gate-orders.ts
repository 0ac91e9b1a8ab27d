/** One gate's orders in their order; the page after the present one is read ahead. */
import type { Order } from "./order.ts";
import type { Page } from "./pages.ts";

export class GateOrders {
  readonly gate: number;
  readonly #read: (after: number) => Promise<Page>;
  #page: Order[] = [];
  #at = 0;
  #ahead: Promise<Page> | undefined;

  constructor(gate: number, read: (after: number) => Promise<Page>) {
    this.gate = gate;
    this.#read = read;
    this.#readAhead(0);
  }

  /** The next order; undefined before the first page is there, and after the last. */
  get head(): Order | undefined {
    return this.#page[this.#at];
  }

  /** Goes to the next order. False: `turnPage` first. */
  step(): boolean {
    this.#at += 1;
    return this.#at < this.#page.length;
  }

  async turnPage(): Promise<void> {
    const next = await this.#ahead;
    this.#ahead = undefined;
    this.#page = next?.orders ?? [];
    this.#at = 0;
    const last = this.#page.at(-1);
    if (next && !next.ended && last) this.#readAhead(last.seq);
  }

  #readAhead(after: number): void {
    this.#ahead = this.#read(after);
    // Whoever turns the page hears of it; until then it is not unhandled.
    this.#ahead.catch(() => {});
  }
}
