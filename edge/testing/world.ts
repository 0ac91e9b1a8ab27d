/** For tests in the runtime: one sale, and its shoppers. */

import { createExecutionContext, waitOnExecutionContext } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { decodeJwt } from "jose";
import type { Sale, StartMessage } from "../contract.ts";
import type { Bindings } from "../env.ts";
import worker from "../worker.ts";

/** Far enough in the future that the runtime never sees an alarm in the past. */
export const START = Date.UTC(2030, 0, 1, 12);
export const FORM = { name: "Ada Lovelace", email: "ada@example.com" };

let sales = 0;

/** A sale with a new name, because storage is shared within a test file. */
export function someSale(change: Partial<Sale> = {}): Sale {
  sales += 1;
  return {
    slug: `sale-${sales}`,
    title: "A lamp",
    lang: "en",
    startsAt: START,
    endsAt: START + 3_600_000,
    stock: 5,
    gates: 3,
    slots: 2,
    hold: 120_000,
    reserve: false,
    ...change,
  };
}

export class World {
  sale: Sale;
  readonly env: Bindings;

  constructor(change: Partial<Sale> = {}, bindings: Partial<Bindings> = {}) {
    this.sale = someSale(change);
    const { SALES: _, ...own } = env as Bindings;
    this.env = { ...own, SALES: { [this.sale.slug]: this.sale }, ...bindings };
  }

  /** Deploys the same sale with other facts. */
  redeploy(change: Partial<Sale>): void {
    this.sale = { ...this.sale, ...change };
    this.env.SALES = { [this.sale.slug]: this.sale };
  }

  /** Sends a request to the Worker, and waits for what it does after its answer. */
  async fetch(path: string, init: RequestInit = {}): Promise<Response> {
    const ctx = createExecutionContext();
    const request = new Request(new URL(path, "http://localhost"), { redirect: "manual", ...init });
    const response = await worker.fetch(request as never, this.env, ctx);
    await waitOnExecutionContext(ctx);
    return response;
  }

  /** Continues in a new isolate that knows nothing: a new namespace gets a new gate client. */
  forget(): void {
    const { GATE } = this.env;
    this.env.GATE = { getByName: (name: string) => GATE.getByName(name) } as typeof GATE;
  }

  admin(path: string, init: RequestInit = {}): Promise<Response> {
    const headers = { authorization: `Bearer ${this.env.ADMIN_KEY}`, accept: "application/json" };
    return this.fetch(`/admin/sales/${this.sale.slug}${path}`, { ...init, headers });
  }

  stockroom() {
    return this.env.STOCKROOM.getByName(this.sale.slug);
  }

  gate(gate: number) {
    return this.env.GATE.getByName(`${this.sale.slug}/${gate}`);
  }
}

export interface Answer {
  status: number;
  // Tests read what the contract promises; a missing field is undefined and fails the test.
  // biome-ignore lint/suspicious/noExplicitAny: see above
  body: any;
  headers: Headers;
}

/** A browser, or with `cookies: false` an app that keeps none. */
export class Shopper {
  readonly world: World;
  readonly jar = new Map<string, string>();
  readonly #keeps: boolean;

  constructor(world: World, { cookies = true } = {}) {
    this.world = world;
    this.#keeps = cookies;
  }

  async fetch(path: string, init: RequestInit = {}): Promise<Response> {
    const headers = new Headers(init.headers);
    if (!headers.has("accept")) headers.set("accept", "application/json");
    const cookie = [...this.jar].map(([name, value]) => `${name}=${value}`).join("; ");
    if (cookie) headers.set("cookie", cookie);
    const response = await this.world.fetch(path, { ...init, headers });
    if (this.#keeps) for (const line of response.headers.getSetCookie()) this.#keep(line);
    return response;
  }

  async start(): Promise<StartMessage> {
    const response = await this.fetch(`/start/${this.world.sale.slug}.js?v=${Math.random()}`);
    return readStart(await response.text());
  }

  /** The claim URL of this moment; the sale must be open. */
  async claimUrl(): Promise<string> {
    const { claim } = await this.start();
    if (claim === undefined) throw new Error("no claim URL in the start script");
    return claim;
  }

  /** Their id, from their token. */
  async id(): Promise<string> {
    await this.start();
    return decodeJwt(this.jar.get("shopper") ?? "").sub ?? "";
  }

  async claim(url?: string): Promise<Answer> {
    return answer(await this.fetch(url ?? (await this.claimUrl()), { method: "POST" }));
  }

  async order(url: string, form: object = FORM): Promise<Answer> {
    const headers = { "content-type": "application/json" };
    return answer(await this.fetch(url, { method: "POST", headers, body: JSON.stringify(form) }));
  }

  async get(url: string): Promise<Answer> {
    return answer(await this.fetch(url));
  }

  #keep(line: string): void {
    const [pair = "", ...attributes] = line.split("; ");
    const name = pair.slice(0, pair.indexOf("="));
    if (attributes.includes("Max-Age=0")) this.jar.delete(name);
    else this.jar.set(name, pair.slice(name.length + 1));
  }
}

function readStart(script: string): StartMessage {
  const json = /^saleStart\((.*)\);$/.exec(script)?.[1];
  if (json === undefined) throw new Error(`not a start script: ${script}`);
  return JSON.parse(json) as StartMessage;
}

async function answer(response: Response): Promise<Answer> {
  return { status: response.status, body: await response.json(), headers: response.headers };
}
