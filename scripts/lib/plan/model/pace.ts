/** How the deployed code paces questions. Each figure is one of `edge`'s, and a test compares them. */

/** How long a gate believes what the stockroom told it, in ms (`edge/gate/rules.ts`). */
export function replyTtl(gates: number): number {
  return 250 + Math.round(gates * 0.8);
}

/** How long an isolate believes a gate's news, in ms (`edge/gate/rules.ts`). */
export function newsTtl(gates: number): number {
  return 1_900 - replyTtl(gates);
}

/** How often an isolate asks for news of one sale at the most, in ms (`edge/admission-cache/admission-cache.ts`). */
export const ASK_EVERY = 1_500;
/** Ms before the start from which on news are asked for (`edge/routes/start.ts`). */
export const NEWS_BEFORE_START = 10_000;
/** How long a gate that had nothing to give back is left alone, in ms (`edge/stockroom/service.ts`). */
export const LEFT_ALONE = 400;
/** How long counts of refusals wait before they are written down, in ms (`edge/gate/service.ts`). */
export const KEEP_COUNTS = 5_000;
/** Not in all isolates for the same time: up to a quarter less (`edge/gate-client/gate-client.ts`). */
export const SPREAD = 1 / 4;

/** How many units a gate draws at the least (`edge/stockroom/rules.ts`). */
export function batch(left: number, gates: number): number {
  return Math.max(1, Math.ceil(left / (2 * gates)));
}

const ASKED_AT_MOST = 200;
const SHORTEST = 300;
const LONGEST = 30_000;
const WINDOW = 1_000;

/** For how long a *full* may be replyTtl (`edge/gate/pace.ts`); questions may count as fractions. */
export class Pace {
  #window = Number.NEGATIVE_INFINITY;
  #asked = 0;
  #base = SHORTEST;

  note(now: number, questions = 1): void {
    const window = Math.floor(now / WINDOW);
    if (window !== this.#window) {
      this.#base = window === this.#window + 1 ? this.ttl() : SHORTEST;
      this.#asked = 0;
      this.#window = window;
    }
    this.#asked += questions;
  }

  ttl(): number {
    const fitting = (this.#base * this.#asked) / ASKED_AT_MOST;
    return Math.round(Math.min(LONGEST, Math.max(SHORTEST, fitting)));
  }
}
