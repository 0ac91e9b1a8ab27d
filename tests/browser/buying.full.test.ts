import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { launch } from "../support/browser.ts";
import { fillAndOrder } from "../support/buy.ts";
import { PATIENCE } from "../support/patience.ts";
import { type ServeOptions, type Serving, startServe } from "../support/serve.ts";
import { Shopper } from "../support/shopper.ts";

let browser: Browser;
let serving: Serving | undefined;
const contexts: BrowserContext[] = [];

beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());
afterEach(async () => {
  await Promise.all(contexts.splice(0).map((context) => context.close()));
  await serving?.stop();
});

async function serve(options: ServeOptions): Promise<Serving> {
  serving = await startServe(options);
  return serving;
}

/** A browser profile of its own. */
async function visit(url: string, options: { javaScriptEnabled?: boolean } = {}): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 360, height: 740 }, ...options });
  contexts.push(context);
  context.setDefaultTimeout(PATIENCE);
  const page = await context.newPage();
  await page.goto(url);
  return page;
}

describe("buying in a real browser", () => {
  it("gives a place up to the next one, and keeps what was typed when the form is not right", async () => {
    const { url } = await serve({ "starts-in": "0s", stock: 5, gates: 1, slots: 1 });
    const first = await visit(url);
    await first.locator("[data-buy]:enabled").click();
    await first.locator("form[data-order-form]").waitFor();
    // The browser would stop it; the server must as well.
    await first
      .locator("form[data-order-form]")
      .evaluate((form) => form.setAttribute("novalidate", ""));
    await first.locator("[name=name]").fill('Zoë "<b>" O’Neil');
    await first.locator("[name=email]").fill("not an address");
    await first.locator("form[data-order-form] [type=submit]").click();
    await first.locator('[data-problem="email.malformed"]:visible').waitFor();
    expect(await first.locator("[name=name]").inputValue()).toBe('Zoë "<b>" O’Neil');
    expect(await first.locator("[name=email]").getAttribute("aria-invalid")).toBe("true");

    const second = await visit(url);
    await second.locator("[data-buy]:enabled").click();
    await second.locator('[data-sale][data-state="full"]').waitFor();

    await first.locator("form[data-give-up] summary").click();
    await first.locator("form[data-give-up] [type=submit]").click();
    await first.waitForURL(url);
    // It has been trying by itself.
    await second.locator("form[data-order-form]").waitFor();
    await fillAndOrder(second);
  });

  it("says in the form what the Worker would refuse, cuts nothing off, and takes what it takes", async () => {
    const { url } = await serve({ "starts-in": "0s", stock: 5 });
    const page = await visit(url);
    await page.locator("[data-buy]:enabled").click();
    const field = (name: string) => page.locator(`[name=${name}]`);
    const send = page.locator("form[data-order-form] [type=submit]");
    const said = async (name: string) => {
      await send.click();
      return field(name).evaluate((input: HTMLInputElement) => input.validationMessage);
    };
    await field("name").fill("\u200b");
    await field("email").fill("ada@bücher.example");
    expect(await said("name")).toBe("Please enter your name.");
    expect(await said("email")).toBe("");
    await field("name").fill("Ada Lovelace");
    await field("note").fill(`${"x\n".repeat(10)}${"y".repeat(485)}`);
    expect(await said("note")).toMatch(/too long: 500 characters at most/);
    expect(await field("note").inputValue()).toHaveLength(505);
    await field("email").fill("ada@localhost");
    expect(await said("email")).toMatch(/such as name@example\.com/);
    // What the browser sends with CR LF is 505 characters long, and 495 as people count them.
    await field("note").fill(`${"x\n".repeat(10)}${"y".repeat(475)}`);
    await field("email").fill("ada@bücher.example");
    await send.click();
    await page.locator("[data-receipt]").waitFor();
  });

  it("says without JavaScript when the sale starts and that buying needs it", async () => {
    const { url } = await serve({ "starts-in": "5m" });
    const page = await visit(url, { javaScriptEnabled: false });
    expect(await page.locator("noscript").first().innerText()).toMatch(/JavaScript/);
    const shown = await page.locator("time[data-starts-at]").first().innerText();
    expect(shown).toMatch(/\d{1,2}:\d\d/);
  });

  it("shows the form without JavaScript too, and until when the place is held", async () => {
    const serving = await serve({ "starts-in": "0s" });
    const shopper = new Shopper(serving);
    const { claim = "" } = await shopper.start();
    const { body } = await shopper.claim(claim);
    const page = await visit(serving.origin + body.order, { javaScriptEnabled: false });
    const until = page.locator('[data-until] time[data-fill-time="expiresAt"]');
    expect(await until.getAttribute("datetime")).toBe(new Date(body.expiresAt).toISOString());
    await page.locator("[name=name]").fill("Ada Lovelace");
    await page.locator("[name=email]").fill("ada@example.com");
    await page.locator("form[data-order-form] [type=submit]").click();
    await page.locator("[data-receipt]").waitFor();
  });

  it("tells apart why a sale has ended", async () => {
    const { url } = await serve({ "starts-in": "0s" });
    for (const reason of ["sold_out", "full", "closed", "paused"]) {
      const page = await visit(`${url}/ended?reason=${reason}`);
      const shown = page.locator("[data-ended-reason]:visible");
      expect(await shown.getAttribute("data-ended-reason")).toBe(reason);
    }
  });

  it("shows pages, not JSON, for every refusal", async () => {
    const { origin } = await serve({ "starts-in": "0s" });
    for (const [path, status] of [
      ["/order/garbage", 403],
      ["/claim/garbage", 405],
      ["/admin/sales/aurora-lamp", 401],
      ["/order", 404],
      ["/shell/aurora-lamp/form", 404],
      ["/nothing/here", 404],
    ] as const) {
      const response = await fetch(origin + path, { headers: { accept: "text/html" } });
      expect([path, response.status]).toEqual([path, status]);
      expect(response.headers.get("content-type")).toBe("text/html; charset=utf-8");
      expect(await response.text()).toMatch(/<h1[\s>]/);
    }
  });
});
