/**
 * What a deployment looks like from outside, as far as the proof asks. It says whatever a test has
 * put up, and can be wrong in one way at a time.
 */
import { createHash, randomBytes } from "node:crypto";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

export interface Shown {
  startsAt: number;
  endsAt: number;
}

export type Fault =
  | "the page is missing"
  | "the Worker serves the page"
  | "the start script is cached"
  | "the start script bears a claim URL"
  | "made-up claims are granted"
  | "admin is open";

const PAGE = { "content-type": "text/html", "cache-control": "public, max-age=60" };
const JSON_TYPE = { "content-type": "application/json", "cache-control": "no-store" };

export class Site {
  /** By slug. */
  shown: Record<string, Shown> = {};
  fault: Fault | undefined;
  /** What /admin accepts. */
  key: () => string | undefined = () => undefined;
  readonly #now: () => number;
  readonly #cached = new Map<string, string>();
  readonly #server: Server = createServer((request, response) => this.#answer(request, response));

  constructor(now = Date.now) {
    this.#now = now;
  }

  async start(): Promise<this> {
    await new Promise<void>((done) => this.#server.listen(0, "127.0.0.1", done));
    return this;
  }

  stop(): void {
    this.#server.close();
    this.#server.closeAllConnections();
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  #answer(request: IncomingMessage, response: ServerResponse): void {
    const [path = ""] = (request.url ?? "").split("?");
    const [, kind, name = ""] = path.split("/");
    if (path === "/") this.#first(response);
    else if (kind === "sales") this.#page(name, request, response);
    else if (kind === "start") this.#start(name.replace(/\.js$/, ""), response);
    else if (kind === "claim" || kind === "order") this.#token(kind, response);
    else this.#admin(request.headers.authorization, response);
  }

  #first(response: ServerResponse): void {
    const links = Object.keys(this.shown).map((sale) => `<a href="/sales/${sale}">${sale}</a>`);
    response.writeHead(200, PAGE).end(links.join(""));
  }

  #page(sale: string, request: IncomingMessage, response: ServerResponse): void {
    if (!this.shown[sale] || this.fault === "the page is missing") {
      response.writeHead(404, PAGE).end("nothing here");
      return;
    }
    const text = `<sale-live data-sale="${sale}">${JSON.stringify(this.shown[sale])}</sale-live>`;
    const etag = `"${createHash("sha256").update(text).digest("hex").slice(0, 16)}"`;
    if (this.fault === "the Worker serves the page") {
      response.writeHead(200, { ...PAGE, "cache-control": "no-store" }).end(text);
    } else if (request.headers["if-none-match"] === etag) {
      response.writeHead(304, { ...PAGE, etag }).end();
    } else {
      response.writeHead(200, { ...PAGE, etag }).end(text);
    }
  }

  #start(sale: string, response: ServerResponse): void {
    const headers = { "content-type": "text/javascript", "cache-control": "no-store" };
    const shown = this.shown[sale];
    if (!shown) {
      response.writeHead(404, headers).end('saleStart({"code":"not_found"});');
      return;
    }
    const claim = this.fault === "the start script bears a claim URL" && { claim: "/claim/early" };
    const message = { sale, state: "upcoming", now: this.#now(), ...shown, ...claim };
    let body = `saleStart(${JSON.stringify(message)});`;
    if (this.fault === "the start script is cached") {
      body = this.#cached.get(sale) ?? body;
      this.#cached.set(sale, body);
    }
    response.writeHead(200, headers).end(body);
  }

  #token(kind: string, response: ServerResponse): void {
    const granted = kind === "claim" && this.fault === "made-up claims are granted";
    const order = `/order/${randomBytes(8).toString("hex")}`;
    if (granted) response.writeHead(201, JSON_TYPE).end(JSON.stringify({ order }));
    else response.writeHead(403, JSON_TYPE).end('{"code":"bad_token"}');
  }

  #admin(authorization: string | undefined, response: ServerResponse): void {
    const key = this.key();
    const opens = key !== undefined && authorization === `Bearer ${key}`;
    if (opens || this.fault === "admin is open") {
      response.writeHead(404, JSON_TYPE).end('{"code":"not_found"}');
    } else {
      response.writeHead(401, JSON_TYPE).end('{"code":"unauthorized"}');
    }
  }
}
