import type { StartMessage } from "../edge/contract.ts";
import { Page } from "./page.ts";
import type { Shop } from "./shop.ts";

/** What can be done on a page: click, go on to one's own order, or nothing any more. */
export type Live =
  | { is: "open"; claim: string }
  | { is: "holder"; order: string }
  | { is: "ended"; reason: StartMessage["reason"] };

/** A product page in somebody's browser: it asks for the start script by itself until it is closed. */
export class OpenPage {
  readonly #shop: Shop;
  readonly #page: Page;
  #forget = () => {};
  #closed = false;
  #tell = () => {};
  /** The first start script has come, or has not. */
  readonly asked: Promise<void>;

  constructor(shop: Shop, chance: number) {
    this.#shop = shop;
    this.#page = new Page(chance);
    this.asked = this.#ask();
  }

  /** Resolves once there is something to do; never on a page that was closed. */
  async live(): Promise<Live> {
    for (;;) {
      const live = this.#now();
      if (live) return live;
      await new Promise<void>((resolve) => {
        this.#tell = resolve;
      });
    }
  }

  /** The claim URL of a new start script, or whatever is known when that does not come. */
  async fresh(): Promise<string | undefined> {
    await this.#ask();
    const live = this.#now();
    return live?.is === "open" ? live.claim : undefined;
  }

  /** What a refused click has told; the next question is planned anew, as after every click. */
  turn(state?: StartMessage["state"], reason?: StartMessage["reason"]): void {
    if (state) this.#page.turn(state, reason);
    this.#plan();
  }

  close(): void {
    this.#closed = true;
    this.#forget();
  }

  #now(): Live | undefined {
    const { message } = this.#page;
    if (!message) return undefined;
    if (message.order !== undefined) return { is: "holder", order: message.order };
    if (message.state === "ended") return { is: "ended", reason: message.reason };
    if (message.state !== "open" || message.claim === undefined) return undefined;
    return { is: "open", claim: message.claim };
  }

  async #ask(): Promise<void> {
    const message = await this.#shop.startScript();
    if (this.#closed) return;
    if (message) this.#page.hear(message);
    else this.#page.miss();
    this.#plan();
    this.#tell();
  }

  #plan(): void {
    this.#forget();
    if (this.#closed) return;
    const ms = this.#page.nextAsk(this.#shop.now());
    this.#forget = this.#shop.after(ms, () => void this.#ask());
  }
}
