/** Alerts as EVENTS_URL receives them, from a sale that is served, checked by the specification's library. */
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Webhook } from "standardwebhooks";
import { afterEach, beforeEach, expect, it } from "vitest";
import { waitFor } from "../support/patience.ts";
import { type Serving, startServe } from "../support/serve.ts";
import { Shopper } from "../support/shopper.ts";

interface Received {
  headers: Record<string, string>;
  body: string;
}

let state: string;
let receiver: Server;
let serving: Serving | undefined;
const received: Received[] = [];

beforeEach(async () => {
  state = mkdtempSync(join(tmpdir(), "doorbuster-alerts-"));
  receiver = createServer(async (request, response) => {
    let body = "";
    for await (const chunk of request) body += chunk;
    received.push({ headers: request.headers as Record<string, string>, body });
    // The first try of each alert fails: what arrives twice must be the same to the byte.
    const id = String(request.headers["webhook-id"]);
    const tries = received.filter(({ headers }) => headers["webhook-id"] === id).length;
    response.writeHead(tries === 1 ? 503 : 204).end();
  }).listen(0, "127.0.0.1");
  await once(receiver, "listening");
});
afterEach(async () => {
  await serving?.stop();
  receiver.close();
  rmSync(state, { recursive: true, force: true });
});

it("says each change of a sale once, signed, and again until it has been taken", async () => {
  const env = join(state, "env");
  const { port } = receiver.address() as AddressInfo;
  writeFileSync(env, `EVENTS_URL=http://127.0.0.1:${port}/events\n`);
  serving = await startServe({ "starts-in": "0s", stock: 2, gates: 1, state, env });
  const secrets = readFileSync(join(state, "secrets.env"), "utf8");
  const secret = (name: string) => new RegExp(`^${name}=\`?([^\`\\n]+)`, "m").exec(secrets)?.[1];
  const turn = (action: string) =>
    fetch(`${serving?.origin}/admin/sales/${serving?.sale}/${action}`, {
      method: "POST",
      headers: { authorization: `Bearer ${secret("ADMIN_KEY")}`, accept: "application/json" },
    });
  await new Shopper(serving, "one@example.com").buy();
  await turn("pause");
  await turn("resume");
  await waitFor(async () => {
    const { status } = await new Shopper(serving as Serving, "two@example.com").buy();
    return status === 201;
  }, "the last unit");
  await turn("end");
  const taken = () => {
    const ids = received.map(({ headers }) => headers["webhook-id"]);
    return ids.filter((id, index) => ids.indexOf(id) !== index).length;
  };
  await waitFor(
    () => taken() === 7,
    () => `seven alerts, of which ${taken()} were taken`,
  );
  const webhook = new Webhook(secret("EVENTS_SECRET") ?? "");
  const byId = new Map<string, string>();
  for (const { headers, body } of received) {
    webhook.verify(body, headers);
    const id = headers["webhook-id"] ?? "";
    expect(byId.get(id) ?? body).toBe(body);
    byId.set(id, body);
  }
  const alerts = [...byId.values()].map((body) => JSON.parse(body));
  expect(alerts.map(({ type }) => type).toSorted()).toEqual([
    "sale.ended",
    "sale.first_order",
    "sale.half_sold",
    "sale.opened",
    "sale.paused",
    "sale.resumed",
    "sale.sold_out",
  ]);
  expect(received).toHaveLength(14);
});
