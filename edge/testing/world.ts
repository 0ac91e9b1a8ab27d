/** For tests in the runtime: one sale, and its shoppers. */

import { createExecutionContext, waitOnExecutionContext } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { decodeJwt } from "jose";
import { Shopper as HttpShopper } from "../../crowd/http/shopper.ts";
import { fetchFrom } from "../../crowd/http/transport.ts";
import type { Sale } from "../contract.ts";
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

/** Someone who comes to this world's sale. */
export class Shopper extends HttpShopper {
  readonly #world: World;

  constructor(world: World, options?: { cookies?: boolean }) {
    super(fetchFrom("http://localhost", world.fetch.bind(world)), world.sale.slug, options);
    this.#world = world;
  }

  /** Any request, for tests that look at the response itself. */
  async fetch(path: string, init: RequestInit = {}): Promise<Response> {
    const given = Object.fromEntries(new Headers(init.headers));
    const headers = this.withCookies({ accept: "application/json", ...given });
    const response = await this.#world.fetch(path, { ...init, headers });
    this.jar.keep(response.headers);
    return response;
  }

  /** Their id, from their token. */
  async id(): Promise<string> {
    await this.start();
    return decodeJwt(this.jar.get("shopper") ?? "").sub ?? "";
  }

  override order(url: string, form: object = FORM) {
    return super.order(url, form);
  }
}
