/** For tests in the runtime: one sale, and the people who come to it. */

import { createExecutionContext, waitOnExecutionContext } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { decodeJwt } from "jose";
import { Shopper as HttpShopper } from "../../crowd/http/shopper.ts";
import { fetchFrom } from "../../crowd/http/transport.ts";
import type { Sale } from "../contract.ts";
import type { Bindings } from "../env.ts";
import worker from "../worker.ts";

/** Far enough ahead that the runtime never sees an alarm of the past. */
export const START = Date.UTC(2030, 0, 1, 12);
export const FORM = { name: "Ada Lovelace", email: "ada@example.com" };

let sales = 0;

/** A sale of a fresh name: storage is shared within a test file. */
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

  /** A deployment with other facts of the same sale. */
  redeploy(change: Partial<Sale>): void {
    this.sale = { ...this.sale, ...change };
    this.env.SALES = { [this.sale.slug]: this.sale };
  }

  /** Asks the Worker, and waits for what it does after the answer. */
  async fetch(path: string, init: RequestInit = {}): Promise<Response> {
    const ctx = createExecutionContext();
    const request = new Request(new URL(path, "http://localhost"), { redirect: "manual", ...init });
    const response = await worker.fetch(request as never, this.env, ctx);
    await waitOnExecutionContext(ctx);
    return response;
  }

  /** Goes on in another isolate, which has heard nothing: its gateClient is made for another namespace. */
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

  /** As their token says it. */
  async id(): Promise<string> {
    await this.start();
    return decodeJwt(this.jar.get("shopper") ?? "").sub ?? "";
  }

  override order(url: string, form: object = FORM) {
    return super.order(url, form);
  }
}
