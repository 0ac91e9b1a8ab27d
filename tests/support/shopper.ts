import { setTimeout as sleep } from "node:timers/promises";
import { Shopper as HttpShopper, type Reply } from "../../crowd/http/shopper.ts";
import { fetchFrom } from "../../crowd/http/transport.ts";
import type { ReceiptBody } from "../../edge/contract.ts";

/** Shorter than Retry-After asks for: a test wants the crowd, not the manners. */
const PAUSE = 100;

/** A shopper at a sale that is served, who knows what to write into the form. */
export class Shopper extends HttpShopper {
  readonly email: string;

  constructor({ origin, sale }: { origin: string; sale: string }, email = "ada@example.com") {
    super(fetchFrom(origin), sale);
    this.email = email;
  }

  override order(url: string, form: object = { name: "Ada", email: this.email }) {
    return super.order(url, form);
  }

  /** Tries until there is an order or the sale is over; resolves to the last answer. */
  async buy(): Promise<Reply<ReceiptBody>> {
    for (;;) {
      const reply = await this.#tryOnce();
      if (reply.status !== 503 && reply.body.code !== "slot_expired") return reply;
      await sleep(PAUSE);
    }
  }

  async #tryOnce(): Promise<Reply<ReceiptBody>> {
    const { claim, reason } = await this.start();
    if (claim === undefined) return { status: 410, body: { code: reason } } as never;
    const claimed = await this.claim(claim);
    return claimed.status < 300 ? this.order(claimed.body.order) : (claimed as never);
  }
}

/** What the start script says to somebody new, and the cookies that it sets. */
export async function askStart(place: { origin: string; sale: string }) {
  const shopper = new Shopper(place);
  return { message: await shopper.start(), cookie: shopper.jar.header };
}
