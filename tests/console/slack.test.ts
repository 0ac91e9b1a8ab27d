/** The recipe for Slack in docs/console.md, run as it stands there. */
import { once } from "node:events";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { Webhook } from "standardwebhooks";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { message } from "../../edge/alerts/message.ts";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const SECRET = `whsec_${Buffer.alloc(32, 7).toString("base64")}`;

interface Recipe {
  fetch(request: Request, env: { EVENTS_SECRET: string; SLACK_URL: string }): Promise<Response>;
}

let folder: string;
let slack: Server;
let recipe: Recipe;
let status = 200;
const posted: unknown[] = [];

beforeAll(async () => {
  const guide = readFileSync(join(ROOT, "docs/console.md"), "utf8");
  const code = /```js\n([\s\S]*?)```/.exec(guide)?.[1] ?? "";
  mkdirSync(join(ROOT, "build"), { recursive: true }); // where its import is found
  folder = mkdtempSync(join(ROOT, "build/recipe-"));
  const file = join(folder, "slack.mjs");
  writeFileSync(file, code);
  recipe = (await import(pathToFileURL(file).href)).default;
  slack = createServer(async (request, response) => {
    let body = "";
    for await (const chunk of request) body += chunk;
    posted.push(JSON.parse(body));
    response.writeHead(status).end();
  }).listen(0, "127.0.0.1");
  await once(slack, "listening");
});
beforeEach(() => {
  posted.length = 0;
  status = 200;
});
afterAll(() => {
  slack?.close();
  rmSync(folder, { recursive: true, force: true });
});

function deliver(change: { secret?: string; body?: string } = {}): Promise<Response> {
  const about = { sale: "lamp", title: "Lamp <b>&</b>", at: Date.now(), sold: 5, stock: 5 };
  const { id, text } = message("sale.sold_out", 3, about);
  const at = new Date();
  const headers = {
    "webhook-id": id,
    "webhook-timestamp": String(Math.floor(at.getTime() / 1000)),
    "webhook-signature": new Webhook(change.secret ?? SECRET).sign(id, at, text),
  };
  const init = { method: "POST", headers, body: change.body ?? text };
  const { port } = slack.address() as AddressInfo;
  const env = { EVENTS_SECRET: SECRET, SLACK_URL: `http://127.0.0.1:${port}/` };
  return recipe.fetch(new Request("https://alerts.example/", init), env);
}

it("passes an alert on to Slack as its text, without markup of a sale's title", async () => {
  expect((await deliver()).status).toBe(204);
  expect(posted).toEqual([{ text: "Lamp &lt;b&gt;&amp;&lt;/b&gt; is sold out: 5 units" }]);
});

it("passes nothing on that we have not signed", async () => {
  const secret = `whsec_${Buffer.alloc(32, 8).toString("base64")}`;
  expect((await deliver({ secret })).status).toBe(401);
  expect((await deliver({ body: '{"text":"forged"}' })).status).toBe(401);
  expect(posted).toEqual([]);
});

it("asks for the alert again when Slack does not take it", async () => {
  status = 500;
  expect((await deliver()).status).toBe(502);
});
