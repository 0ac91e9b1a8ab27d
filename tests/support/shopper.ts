/** A shopper over HTTP: a program that keeps its cookies. */
import { setTimeout as sleep } from "node:timers/promises";
import type { ClaimBody, ReceiptBody, RefusalBody, StartMessage } from "../../edge/contract.ts";
import { askStart } from "./start-script.ts";

export interface Answer<Body> {
  status: number;
  body: Body & RefusalBody;
}

export interface Place {
  origin: string;
  sale: string;
}

/** Shorter than Retry-After asks for: a test wants the crowd, not the manners. */
const IMPATIENCE = 100;

export class Shopper {
  readonly #place: Place;
  readonly #jar = new Map<string, string>();
  readonly email: string;

  constructor(place: Place, email = "ada@example.com") {
    this.#place = place;
    this.email = email;
  }

  async start(): Promise<StartMessage> {
    const { message, response } = await askStart(this.#place, this.#cookie());
    this.#keep(response);
    return message;
  }

  claim(url: string): Promise<Answer<ClaimBody>> {
    return this.#send(url);
  }

  order(url: string, form: object = { name: "Ada", email: this.email }) {
    return this.#send<ReceiptBody>(url, form);
  }

  get(url: string): Promise<Answer<ReceiptBody>> {
    return this.#send(url, undefined, "GET");
  }

  /** Tries until there is an order or it is over; resolves to the last answer. */
  async buy(): Promise<Answer<ReceiptBody>> {
    for (;;) {
      const answer = await this.#tryOnce();
      if (answer.status !== 503 && answer.body.code !== "slot_expired") return answer;
      await sleep(IMPATIENCE);
    }
  }

  async #tryOnce(): Promise<Answer<ReceiptBody>> {
    const { claim, reason } = await this.start();
    if (claim === undefined) return { status: 410, body: { code: reason } as never };
    const claimed = await this.claim(claim);
    return claimed.status < 300 ? this.order(claimed.body.order) : (claimed as never);
  }

  async #send<Body>(url: string, form?: object, method = "POST"): Promise<Answer<Body>> {
    const response = await fetch(new URL(url, this.#place.origin), {
      method,
      redirect: "manual",
      headers: {
        accept: "application/json",
        ...this.#cookie(),
        ...(form && { "content-type": "application/json" }),
      },
      ...(form && { body: JSON.stringify(form) }),
    });
    this.#keep(response);
    return { status: response.status, body: (await response.json()) as Body & RefusalBody };
  }

  #cookie(): Record<string, string> {
    const cookie = [...this.#jar].map(([name, value]) => `${name}=${value}`).join("; ");
    return cookie ? { cookie } : {};
  }

  #keep(response: Response): void {
    for (const line of response.headers.getSetCookie()) {
      const [name = "", value = ""] = (line.split(";")[0] ?? "").split("=");
      this.#jar.set(name, value);
    }
  }
}
