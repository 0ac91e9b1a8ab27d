/**
 * What the product page does by itself, for a crowd without browsers: it is the page's own schedule,
 * so that a crowd never asks oftener or more rarely than pages do.
 */
import type { StartMessage } from "../edge/contract.ts";
import { isDoubtful, nextAsk } from "../site/client/schedule.ts";
import { Random } from "./random.ts";

/** One open page: from its load until the visitor leaves it. */
export class Page {
  readonly #random: Random;
  #message: StartMessage | undefined;
  #failures = 0;
  #doubtful = false;

  /** `chance`: the visitor's, in [0, 1). */
  constructor(chance: number) {
    this.#random = new Random(Math.floor(chance * 2 ** 32));
  }

  /** As the page shows it: "sold out" and "paused" are only unsaid by a second word. */
  get message(): StartMessage | undefined {
    return this.#message;
  }

  /** A start script came. */
  hear(message: StartMessage): void {
    const before = this.#message;
    this.#doubtful = !this.#doubtful && isDoubtful(before, message);
    this.#failures = 0;
    if (!this.#doubtful || before === undefined) this.#message = message;
  }

  /** A start script did not come. */
  miss(): void {
    this.#failures += 1;
  }

  /** A refused click turns the page without a start script; it bears no claim URL from then on. */
  turn(state: StartMessage["state"], reason?: StartMessage["reason"]): void {
    if (!this.#message) return;
    const { claim: _, ...rest } = this.#message;
    this.#message = { ...rest, state, ...(reason && { reason }) };
  }

  /**
   * Ms until the next start script; planned anew after each start script and after each refused
   * click. `now`: the server's clock, ms since 1970.
   */
  nextAsk(now: number): number {
    return nextAsk({
      message: this.#message,
      failures: this.#failures,
      doubtful: this.#doubtful,
      now,
      random: this.#random.next(),
    });
  }
}
