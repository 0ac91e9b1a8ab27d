/** Answers the operator as the Worker does, from made-up orders; breaks where it is told to. */

import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { ExportedOrder } from "../../edge/contract.ts";
import type { Operator } from "../../scripts/lib/operate/where.ts";

export const KEY = "the-operators-key";

export interface FakeSale {
  gates: number;
  /** The first `limit` orders of a gate after `after`. */
  page: (gate: number, after: number, limit: number) => ExportedOrder[];
  /** What becomes of this answer: after so many bytes the connection is cut; undefined: nothing. */
  cut?: (bytes: number) => number | undefined;
  /** More of its status than the gates. */
  status?: object;
  queued?: (orderId: string | undefined) => number;
  /** The status and the body for an order that is reported paid or cancelled. */
  settle?: (orderId: string, change: string) => [status: number, body: object];
}

export interface FakeWorker {
  operator: Operator;
  /** Paths, in the order in which they were asked for. */
  asked: string[];
  /** Bodies of POST. */
  sent: unknown[];
  stop: () => void;
}

export async function startFakeWorker(sales: Record<string, FakeSale>): Promise<FakeWorker> {
  const [asked, sent] = [[] as string[], [] as unknown[]];
  const server = createServer(async (request, response) => {
    asked.push(request.url ?? "");
    const body = await readJson(request);
    if (body !== undefined) sent.push(body);
    answer(sales, request, body, response);
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const operator = { url: urlOf(server), key: KEY, from: "the test" };
  const stop = () => {
    server.close();
    server.closeAllConnections();
  };
  return { operator, asked, sent, stop };
}

export const urlOf = (server: Server) =>
  `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

async function readJson(request: IncomingMessage): Promise<unknown> {
  let text = "";
  for await (const chunk of request) text += chunk;
  return text === "" ? undefined : JSON.parse(text);
}

function answer(
  sales: Record<string, FakeSale>,
  request: IncomingMessage,
  body: unknown,
  response: ServerResponse,
): void {
  const { pathname, searchParams } = new URL(request.url ?? "", "http://fake");
  const json = (status: number, value: unknown) =>
    response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(value));
  if (request.headers.authorization !== `Bearer ${KEY}`) {
    json(401, { code: "unauthorized" });
    return;
  }
  const [, name = "", rest = ""] = /^\/admin\/sales\/([^/]+)(.*)$/.exec(pathname) ?? [];
  const [sale, gate] = [sales[name], /^\/gates\/(\d+)\/orders$/.exec(rest)?.[1]];
  const settled = /^\/orders\/(\w+)\/(paid|cancelled)$/.exec(rest);
  if (!sale) json(404, { code: "not_found" });
  else if (rest === "") json(200, { sale: name, ...sale.status, gates: sale.gates });
  else if (rest === "/redeliver") {
    json(200, { queued: sale.queued?.((body as { orderId?: string }).orderId) ?? 0 });
  } else if (settled) {
    json(...(sale.settle?.(settled[1] ?? "", settled[2] ?? "") ?? [404, { code: "not_found" }]));
  } else {
    const [after, limit] = [searchParams.get("after"), searchParams.get("limit")];
    sendLines(response, sale.page(Number(gate), Number(after), Number(limit)), sale.cut);
  }
}

function sendLines(response: ServerResponse, orders: ExportedOrder[], cut: FakeSale["cut"]): void {
  response.setHeader("content-type", "application/x-ndjson");
  const text = Buffer.from(orders.map((order) => `${JSON.stringify(order)}\n`).join(""));
  const end = cut?.(text.length);
  if (end === undefined) response.end(text);
  else if (end < 0) response.writeHead(503).end("down");
  // What was written has left before the connection is cut, or else nothing arrives.
  else response.write(text.subarray(0, end), () => response.destroy());
}

/** A page of what is in a list. */
export const listed = (gates: ExportedOrder[][]): Pick<FakeSale, "gates" | "page"> => ({
  gates: gates.length,
  page: (gate, after, limit) =>
    (gates[gate] ?? []).filter(({ seq }) => seq > after).slice(0, limit),
});

export function order(
  seq: number,
  placedAt: number,
  more: Partial<ExportedOrder> = {},
): ExportedOrder {
  const name = `Ada ${placedAt}`;
  return {
    seq,
    orderId: `O${placedAt}-${seq}`,
    placedAt,
    name,
    email: "ada@example.com",
    delivery: { state: "delivered", attempts: 1, deliveredAt: placedAt + 500, status: 204 },
    ...more,
  };
}

/** Made up while they are asked for, so that a million of them take no room here. */
export function endless(gates: number, perGate: number): FakeSale {
  const note = "please ring twice ".repeat(10);
  const page: FakeSale["page"] = (gate, after, limit) =>
    Array.from({ length: Math.min(limit, perGate - after) }, (_, index) =>
      order(after + index + 1, 1e12 + (after + index) * gates + gate, { note }),
    );
  return { gates, page };
}
