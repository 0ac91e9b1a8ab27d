/**
 * A product page in a visitor's browser: it asks for the start script by itself until it is closed.
 * When it asks is the page's own schedule, so a crowd asks exactly as often as pages do.
 */
import type { StartMessage } from "../edge/contract.ts";
import { nextAskInLine } from "../site/client/draw/draw-schedule.ts";
import { isDoubtful } from "../site/client/schedule.ts";
import { Random } from "./random.ts";
import type { Shop } from "./shop.ts";

/** What can be done on a page: click, go on to one's own order, or nothing any more. */
export type Live =
  | { is: "open"; claim: string }
  | { is: "holder"; order: string }
  | { is: "ended"; reason: StartMessage["reason"] };

export class OpenPage {
  readonly #shop: Shop;
  readonly #random: Random;
  #message: StartMessage | undefined;
  #failures = 0;
  #doubtful = false;
  #closed = false;
  #entering = false;
  #cancelNextAsk = () => {};
  #wakeLive = () => {};
  /** Resolves when the first start script has come, or has failed to. */
  readonly asked: Promise<void>;

  /** `chance`: the visitor's, in [0, 1). */
  constructor(shop: Shop, chance: number) {
    this.#shop = shop;
    this.#random = new Random(Math.floor(chance * 2 ** 32));
    this.asked = this.#ask();
  }

  /** Resolves once there is something to do; never on a page that was closed. */
  async live(): Promise<Live> {
    for (;;) {
      const live = this.#now();
      if (live) return live;
      await new Promise<void>((resolve) => {
        this.#wakeLive = resolve;
      });
    }
  }

  /** The claim URL of a new start script, or whatever is known when that does not come. */
  async fresh(): Promise<string | undefined> {
    await this.#ask();
    const live = this.#now();
    return live?.is === "open" ? live.claim : undefined;
  }

  /**
   * A click was refused: the page shows what that means, without a claim URL, until the next start
   * script. That one is planned anew, as after every click.
   */
  turn(state?: StartMessage["state"], reason?: StartMessage["reason"]): void {
    if (state && this.#message) {
      const { claim: _, ...rest } = this.#message;
      this.#message = { ...rest, state, ...(reason && { reason }) };
    }
    this.#planNextAsk();
  }

  close(): void {
    this.#closed = true;
    this.#cancelNextAsk();
  }

  #now(): Live | undefined {
    const message = this.#message;
    if (!message) return undefined;
    if (message.order !== undefined) return { is: "holder", order: message.order };
    if (message.state === "ended") return { is: "ended", reason: message.reason };
    if (message.state !== "open" || message.claim === undefined) return undefined;
    return { is: "open", claim: message.claim };
  }

  async #ask(): Promise<void> {
    const message = await this.#shop.startScript();
    if (this.#closed) return;
    if (message) this.#show(message);
    else this.#failures += 1;
    this.#planNextAsk();
    this.#wakeLive();
    if (message?.door !== undefined && message.state !== "ended") void this.#enter();
  }

  /** The page's door, as soon as a start script names it; once inside, the page asks at once. */
  async #enter(): Promise<void> {
    if (this.#entering) return;
    this.#entering = true;
    const inside = await this.#shop.enter();
    this.#entering = false;
    if (inside && !this.#closed) await this.#ask();
  }

  /** As the page does: after "sold out" or "paused", one "open" is not believed without a second. */
  #show(message: StartMessage): void {
    const before = this.#message;
    this.#doubtful = !this.#doubtful && isDoubtful(before, message);
    this.#failures = 0;
    if (!this.#doubtful || before === undefined) this.#message = message;
  }

  #planNextAsk(): void {
    this.#cancelNextAsk();
    if (this.#closed) return;
    const ms = nextAskInLine({
      message: this.#message,
      failures: this.#failures,
      doubtful: this.#doubtful,
      now: this.#shop.now(),
      random: this.#random.next(),
    });
    this.#cancelNextAsk = this.#shop.after(ms, () => void this.#ask());
  }
}
