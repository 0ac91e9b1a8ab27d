/**
 * Two origins in a real browser: the sale at 127.0.0.1 and somebody else's page at localhost, which
 * browsers take for another site.
 */
import { once } from "node:events";
import { createServer, request, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { Browser, BrowserContext } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { launch } from "../support/browser.ts";
import { buy } from "../support/buy.ts";
import { PATIENCE } from "../support/patience.ts";
import { type Serving, startServe } from "../support/serve.ts";
import { Shopper } from "../support/shopper.ts";

let browser: Browser;
let serving: Serving;
let elsewhere: Server;
/** What the other site's only page says. */
let html = "";

beforeAll(async () => {
  [browser, serving] = await Promise.all([launch(), startServe({ "starts-in": "0s", stock: 9 })]);
  elsewhere = createServer((_, response) => {
    response.writeHead(200, { "content-type": "text/html" }).end(html);
  });
  await once(elsewhere.listen(0, "127.0.0.1"), "listening");
});
afterAll(async () => {
  elsewhere?.close();
  await Promise.all([browser?.close(), serving?.stop()]);
});

const portOf = (server: Server) => (server.address() as AddressInfo).port;
const there = () => `http://localhost:${portOf(elsewhere)}/`;

async function newContext(): Promise<BrowserContext> {
  const context = await browser.newContext();
  context.setDefaultTimeout(PATIENCE);
  return context;
}

const fields = `<input name="name" value="Eve"><input name="email" value="eve@example.com">`;
/** A form of another site that posts to `url` by itself. */
const trap = (url: string, target = "") =>
  `<form method="post" action="${url}" ${target}>${fields}</form><script>document.forms[0].submit()</script>`;

it("another site's form changes nothing: not the order, not the cookies, not the way to the receipt", async () => {
  const context = await newContext();
  const victim = await context.newPage();
  await victim.goto(serving.url);
  await buy(victim);
  const receipt = victim.url();
  const cookies = await context.cookies();
  expect(cookies.map(({ name }) => name).sort()).toEqual([`order-${serving.sale}`, "shopper"]);

  const eve = new Shopper(serving);
  const { order } = (await eve.claim()).body;
  const url = `${serving.origin}${order}`;
  const answer = context.waitForEvent("response", (response) => response.url() === url);
  html = trap(url);
  await victim.goto(there());
  const refused = await answer;
  expect(refused.status()).toBe(403);
  expect(await refused.request().headerValue("sec-fetch-site")).toBe("cross-site");
  expect(await refused.headerValue("set-cookie")).toBeNull();
  await victim.getByText("This came from another site").waitFor();

  expect(await context.cookies()).toEqual(cookies);
  expect((await eve.get(order)).status).toBe(200); // her slot, and no order of it
  await victim.goto(serving.url);
  await victim
    .locator(`a[href="${new URL(receipt).pathname}"]`)
    .first()
    .waitFor();
  await context.close();
});

it("nor does a sandboxed frame, which is no origin at all, nor a script of another site", async () => {
  const context = await newContext();
  const eve = new Shopper(serving);
  const url = `${serving.origin}${(await eve.claim()).body.order}`;
  const framed = trap(url, 'target="_top"').replaceAll('"', "&quot;");
  const attempts = [
    `<iframe sandbox="allow-forms allow-scripts allow-top-navigation" srcdoc="${framed}"></iframe>`,
    `<script>fetch("${url}", { method: "POST", mode: "no-cors", credentials: "include", body: new URLSearchParams({ name: "Eve", email: "eve@example.com" }) })</script>`,
  ];
  for (const attempt of attempts) {
    html = attempt;
    const page = await context.newPage();
    const answer = context.waitForEvent("response", (response) => response.url() === url);
    await page.goto(there());
    const refused = await answer;
    expect(refused.status(), attempt).toBe(403);
    expect(await refused.headerValue("set-cookie")).toBeNull();
    await page.close();
  }
  expect(await context.cookies()).toEqual([]);
  await context.close();
});

/** The sale as it is for a shop that its file names: that is https there, and the one here is local. */
async function frameable(): Promise<Server> {
  const { hostname, port } = new URL(serving.origin);
  const proxy = createServer((asked, answer) => {
    const { method, url: path, headers } = asked;
    const passed = request({ hostname, port, method, path, headers }, (got) => {
      const { "x-frame-options": _, "content-security-policy": __, ...rest } = got.headers;
      answer.writeHead(got.statusCode ?? 502, rest);
      got.pipe(answer);
    });
    asked.pipe(passed);
  });
  await once(proxy.listen(0, "127.0.0.1"), "listening");
  return proxy;
}

it("a sale in the shop's frame sells: its posts are its own", async () => {
  const context = await newContext();
  const proxy = await frameable();
  const sale = `http://127.0.0.1:${portOf(proxy)}/sales/${serving.sale}`;
  html = `<iframe src="${sale}" width="600" height="900"></iframe>`;
  const shop = await context.newPage();
  await shop.goto(there());
  const frame = shop.frameLocator("iframe");
  await buy(frame);
  expect(await frame.locator('[data-fill="orderId"]').first().innerText()).toMatch(/^[\dA-Z]{16}$/);
  await context.close();
  proxy.close();
});
