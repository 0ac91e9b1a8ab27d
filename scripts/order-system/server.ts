/** The reference order system: a merchant's endpoint, which can also be told to misbehave. */
import { once } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { REAL_CLOCK } from "../lib/context.ts";
import { makeSecret } from "../lib/secrets.ts";
import {
  type BehaviourInput,
  OrderSystem,
  type Reply,
  readBehaviour,
  type Stats,
} from "./order-system.ts";
import { CHANGES, paymentPage } from "./payments.ts";
import { OrderStore, type StoredOrder } from "./store.ts";

export interface OrderSystemOptions {
  /** 0, the default, picks a free one. */
  port?: number;
  /** `whsec_` and base64; made when lacking. */
  secret?: string;
  /** SQLite file; in memory when lacking. */
  database?: string;
  behaviour?: BehaviourInput;
  /** Decides which delivery is hit by a share: 0 ≤ x < 1. */
  random?: () => number;
  /** How `slow` waits. */
  wait?: (milliseconds: number, signal: AbortSignal) => Promise<void>;
}

export interface RunningOrderSystem {
  /** Where deliveries go. */
  url: string;
  secret: string;
  /** Sets the whole behaviour: what is not named works normally again. */
  behave(behaviour: BehaviourInput): void;
  orders(): StoredOrder[];
  stats(): Stats;
  /** Cuts every connection. */
  stop(): Promise<void>;
}

export const newSecret = () => makeSecret("ORDER_SYSTEM_SECRET");

export async function startOrderSystem(
  options: OrderSystemOptions = {},
): Promise<RunningOrderSystem> {
  const { port = 0, secret = newSecret(), database = ":memory:" } = options;
  const { random = Math.random, wait = REAL_CLOCK.wait } = options;
  const store = new OrderStore(database);
  const server = createServer((request, response) => route(system, request, response));
  const origin = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const system = new OrderSystem({ secret, store, random, wait, origin });
  system.behave(options.behaviour ?? {});
  await listen(server, port);
  return {
    url: `${origin()}/orders`,
    secret,
    behave: (behaviour) => system.behave(behaviour),
    orders: () => [...store.list()],
    stats: () => system.stats(),
    stop: async () => {
      system.stop();
      const closed = once(server, "close");
      server.close();
      server.closeAllConnections();
      await closed;
      store.close();
    },
  };
}

async function listen(server: Server, port: number): Promise<void> {
  server.listen(port, "127.0.0.1");
  // Rejects with the error if there is one instead.
  await once(server, "listening");
}

// ── HTTP ───────────────────────────────────────────────────────────────────────────────────────
type Handler = (
  system: OrderSystem,
  request: IncomingMessage,
  response: ServerResponse,
) => Promise<void>;

const LARGEST_BODY = 65_536;

const ROUTES: Record<string, Record<string, Handler>> = {
  "/orders": { POST: deliver, GET: list },
  "/behaviour": { PUT: behave, GET: async ({ behaviour }, _, to) => json(to, 200, behaviour) },
  "/stats": { GET: async (system, _, to) => json(to, 200, system.stats()) },
};
const PAYMENT: Record<string, Handler> = { GET: showPayment, POST: settlePayment };

async function route(
  system: OrderSystem,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { pathname } = new URL(request.url ?? "/", "http://order.system");
  const known = Object.hasOwn(ROUTES, pathname) ? ROUTES[pathname] : undefined;
  const methods = pathname.startsWith("/pay/") ? PAYMENT : known;
  const handler = methods?.[request.method ?? ""];
  try {
    if (handler) return await handler(system, request, response);
    const status = methods ? 405 : 404;
    json(response, status, { paths: Object.keys(ROUTES) });
  } catch {
    // The other side has gone, or the database is closed: nobody is left to tell.
    response.destroy();
  }
}

async function deliver(
  system: OrderSystem,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const body = await readBody(request);
  if (body === undefined) return json(response, 413, { code: "too_large" });
  send(response, await system.deliver(request.headers, body));
}

function send(response: ServerResponse, answer: Reply): void {
  if (answer.kind === "cut") response.destroy();
  if (answer.kind !== "answer") return;
  if (answer.retryAfter !== undefined) response.setHeader("retry-after", answer.retryAfter);
  if (answer.payAt === undefined) response.writeHead(answer.status).end();
  else json(response, answer.status, { payAt: answer.payAt });
}

// ── The payment page ───────────────────────────────────────────────────────────────────────────
async function showPayment(
  { store }: OrderSystem,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const order = store.find(orderIdOf(request));
  if (!order) return json(response, 404, { code: "not_found" });
  html(response, 200, paymentPage(order));
}

async function settlePayment(
  system: OrderSystem,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const order = system.store.find(orderIdOf(request));
  const chosen = new URLSearchParams(await readBody(request)).get("change");
  const change = CHANGES.find((name) => name === chosen);
  if (!order || !change) return json(response, order ? 400 : 404, { changes: CHANGES });
  const status = await system.settle(order, change);
  if (status === undefined) return json(response, 409, { code: "takes_no_payments" });
  html(response, 200, paymentPage(order, status));
}

const orderIdOf = ({ url = "" }: IncomingMessage) => url.slice("/pay/".length);

function html(response: ServerResponse, status: number, body: string): void {
  response.writeHead(status, { "content-type": "text/html; charset=utf-8" });
  response.end(body);
}
// ── Its own side ───────────────────────────────────────────────────────────────────────────────
async function list(
  system: OrderSystem,
  _: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  response.setHeader("content-type", "application/x-ndjson");
  await pipeline(Readable.from(toLines(system.store.list())), response);
}

function* toLines(orders: Iterable<StoredOrder>): Generator<string> {
  for (const order of orders) yield `${JSON.stringify(order)}\n`;
}

async function behave(
  system: OrderSystem,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const read = readBehaviour(parse(await readBody(request)));
  if ("problem" in read) return json(response, 400, { code: "invalid", problem: read.problem });
  system.behave(read.behaviour);
  json(response, 200, system.behaviour);
}

/** Undefined when it is too large. */
async function readBody(request: IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    size += chunk.length;
    if (size <= LARGEST_BODY) chunks.push(chunk);
  }
  return size <= LARGEST_BODY ? Buffer.concat(chunks).toString("utf8") : undefined;
}

function parse(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? "");
  } catch {
    return undefined;
  }
}

function json(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { "content-type": "application/json" });
  response.end(`${JSON.stringify(body)}\n`);
}
