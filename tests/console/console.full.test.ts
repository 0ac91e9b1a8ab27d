/** The console in a real browser, over a sale that is served as `npm start` does. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { axe } from "../pages/judge.ts";
import { launch } from "../support/browser.ts";
import { PATIENCE, waitFor } from "../support/patience.ts";
import { type Serving, startServe } from "../support/serve.ts";
import { Shopper } from "../support/shopper.ts";

const VIEWER_KEY = "v".repeat(43);
const SIZES = [
  { viewport: { width: 360, height: 740 }, colorScheme: "light" },
  { viewport: { width: 1440, height: 900 }, colorScheme: "dark" },
] as const;

let browser: Browser;
let serving: Serving;
let adminKey: string;
const state = mkdtempSync(join(tmpdir(), "doorbuster-console-"));
/** What the browser refused to load or run, and what scripts threw. */
const problems: string[] = [];

beforeAll(async () => {
  const env = join(state, "env");
  writeFileSync(env, `VIEWER_KEY=${VIEWER_KEY}\n`);
  const options = { "starts-in": "0s", stock: 30, gates: 3, slots: 4, state, env };
  [browser, serving] = await Promise.all([launch(), startServe(options)]);
  adminKey = /^ADMIN_KEY=(.+)$/m.exec(readFileSync(join(state, "secrets.env"), "utf8"))?.[1] ?? "";
});
afterAll(async () => {
  await Promise.all([browser?.close(), serving?.stop()]);
  rmSync(state, { recursive: true, force: true });
});

async function newContext(options: object = SIZES[0]): Promise<BrowserContext> {
  const context = await browser.newContext({ ...options, acceptDownloads: true });
  context.setDefaultTimeout(PATIENCE);
  return context;
}

async function newPage(options?: object): Promise<Page> {
  const page = await (await newContext(options)).newPage();
  page.on("pageerror", ({ message }) => problems.push(message));
  return page;
}

async function signedIn(options?: object, key = adminKey): Promise<Page> {
  const page = await newPage(options);
  await page.goto(`${serving.origin}/admin`);
  await page.locator("#name").fill("Ada");
  await page.locator("#key").fill(key);
  await page.locator("[data-sign-in] [type=submit]").click();
  await page.locator("[data-sale-panel]").waitFor();
  return page;
}

/** Clicks an action's button, then what the dialog asks for. */
async function confirm(page: Page, action: string): Promise<void> {
  await page.locator(`[data-actions] [data-action=${action}]`).click();
  await page.locator("[data-confirm-submit]").click();
  await page.locator("[data-done]").waitFor();
}

const numberIn = async (page: Page, selector: string) =>
  Number(await page.locator(selector).innerText());

describe("the console", () => {
  it.each(SIZES)(
    "has nothing that axe finds, at $viewport.width px in $colorScheme",
    async (size) => {
      const page = await newPage(size);
      await page.goto(`${serving.origin}/admin`);
      await page.locator("[data-sign-in]").waitFor();
      expect(await axe(page)).toEqual([]);
      await page.locator("#key").fill("wrong");
      await page.locator("[data-sign-in] [type=submit]").click();
      await page.locator("[data-sign-in-problem]:visible").waitFor();
      expect(await axe(page)).toEqual([]);
      const inside = await signedIn(size);
      expect(await axe(inside)).toEqual([]);
      await inside.locator("[data-action=restock]").click();
      expect(await axe(inside)).toEqual([]);
      const overflow =
        "document.documentElement.scrollWidth > document.documentElement.clientWidth";
      expect(await inside.evaluate(overflow)).toBe(false);
      await Promise.all([page.context().close(), inside.context().close()]);
    },
  );

  it("is worked by the keyboard alone: signed in, paused, resumed and signed out", async () => {
    const page = await newPage();
    await page.goto(`${serving.origin}/admin`);
    await tabTo(page, "#key");
    await page.keyboard.type(adminKey);
    await page.keyboard.press("Enter");
    await page.locator("[data-sale-panel]").waitFor();
    await tabTo(page, "[data-action=pause]");
    await page.keyboard.press("Enter");
    await tabTo(page, "[data-keep]");
    await page.keyboard.press("Enter");
    await page.locator("[data-action=pause]:focus").waitFor();
    for (const action of ["pause", "resume"]) {
      await page.locator(`[data-action=${action}]`).waitFor();
      await tabTo(page, `[data-action=${action}]`);
      await page.keyboard.press("Enter");
      await tabTo(page, "[data-confirm-submit]");
      await page.keyboard.press("Enter");
      await page.locator("[data-done]:focus").waitFor();
    }
    await tabTo(page, "[data-sign-out]");
    await page.keyboard.press("Enter");
    await page.locator("[data-sign-in]").waitFor();
    await page.context().close();
  });

  it("shows a crowd of 300 as it comes, steers the sale under it, and finds its orders", async () => {
    const page = await signedIn(SIZES[1]);
    const shop = await newPage();
    await shop.goto(serving.url);
    await shop.locator('[data-sale][data-state="open"]').waitFor();
    const crowd = Array.from({ length: 300 }, (_, i) => new Shopper(serving, `s${i}@example.com`));
    const buy = (some: Shopper[]) => Promise.all(some.map((shopper) => shopper.buy()));
    const early = await buy(crowd.slice(0, 20));
    await waitFor(async () => (await numberIn(page, "[data-sold]")) === 20, "20 orders");
    await confirm(page, "pause");
    await shop.locator("[data-buy]").click();
    await shop.locator('[data-sale][data-state="paused"]').waitFor();
    await page.locator('[data-badge][data-state="paused"]').waitFor();
    await confirm(page, "resume");
    await shop.locator('[data-sale][data-state="open"]').waitFor();
    const late = await buy(crowd.slice(20));
    const orders = [...early, ...late].filter(({ status }) => status === 201);
    expect(orders).toHaveLength(30);
    await waitFor(async () => (await numberIn(page, "[data-sold]")) === 30, "all 30 as sold");
    expect(await numberIn(page, "[data-left]")).toBe(0);
    await page.locator("[data-refusals] dd").first().waitFor();
    await page.locator('[data-curve] svg[aria-label*="30 of 30"]').waitFor();

    await page.locator("[data-action=restock]").click();
    await page.locator("#stock").fill("32");
    await page.locator("[data-confirm-submit]").click();
    await page.locator("[data-done]", { hasText: "32" }).waitFor();
    await waitFor(async () => (await numberIn(page, "[data-left]")) === 2, "two more units");
    await waitFor(async () => /Ada/.test(await page.locator("[data-log]").innerText()), "the name");

    await page.locator("#q").fill("S7@EXAMPLE");
    await page.locator("[data-search] [type=submit]").click();
    const wanted = orders.some(({ body }) => body.orderId !== undefined);
    expect(wanted).toBe(true);
    await page.locator("[data-orders-status]", { hasText: /: [01]$|match/ }).waitFor();
    await page.locator("#q").fill(orders[0]?.body.orderId.toLowerCase() ?? "");
    await page.locator("[data-search] [type=submit]").click();
    const rows = page.locator("[data-orders] li");
    await page.locator("[data-orders-status]", { hasText: ": 1" }).waitFor();
    expect(await rows.count()).toBe(1);
    await rows.locator("summary").click();
    await rows.locator(".opened", { hasText: "@example.com" }).waitFor();
    expect(await axe(page)).toEqual([]);
    const first = orders[0]?.body.orderId ?? "";
    for (const action of ["paid", "cancel"]) {
      const open = page.locator(`[data-orders] [data-action=${action}]`);
      if (!(await open.isVisible())) await rows.locator("summary").click();
      await open.click();
      await page.locator("#confirm-text", { hasText: first }).waitFor();
      await page.locator("[data-confirm-submit]").click();
      await page.locator("[data-done]", { hasText: first }).waitFor();
      await waitFor(
        async () => /Paid|Cancelled/.test(await rows.locator("summary").innerText()),
        `the order as ${action}`,
      );
    }
    await waitFor(async () => (await numberIn(page, "[data-sold]")) === 29, "one unit back");
    await page.locator("[data-cancelled]", { hasText: "1" }).waitFor();
    await waitFor(async () => (await numberIn(page, "[data-left]")) === 3, "it on sale again");

    const download = page.waitForEvent("download");
    await page.locator("[data-csv]").click();
    const file = readFileSync(await (await download).path(), "utf8");
    expect(file.trim().split("\r\n")).toHaveLength(1 + 30);
    for (const { body } of orders) expect(file).toContain(body.orderId);
    await Promise.all([page.context().close(), shop.context().close()]);
  });

  it("lets a viewer see all and do nothing", async () => {
    const page = await signedIn(SIZES[0], VIEWER_KEY);
    await page.locator("[data-viewer]:visible").waitFor();
    await page.locator("[data-orders] li").first().waitFor();
    expect(await page.locator("[data-action]").count()).toBe(0);
    expect(await axe(page)).toEqual([]);
    const forced = await page.evaluate(async (sale) => {
      const init = { method: "POST", body: "{}", headers: { accept: "application/json" } };
      const answer = await fetch(`/admin/sales/${sale}/end`, init);
      return [answer.status, await answer.json()];
    }, serving.sale);
    expect(forced).toEqual([403, { code: "read_only" }]);
    await page.context().close();
  });

  it("says at once how old its numbers are when the network goes, and recovers by itself", async () => {
    const page = await signedIn();
    await page.locator('[data-live="fresh"]').waitFor();
    await page.context().setOffline(true);
    await page.locator('[data-live="offline"]').waitFor();
    await page.locator("[data-live-text]", { hasText: /offline.*\d+ seconds? old/ }).waitFor();
    await page.context().setOffline(false);
    await page.locator('[data-live="fresh"]').waitFor();
    await page
      .locator("[data-live-spoken]", { hasText: "Live again" })
      .waitFor({ state: "attached" });
    await page.context().close();
  });

  it("obeys no other site: a form and a request from there change nothing", async () => {
    const page = await signedIn();
    const target = `${serving.origin}/admin/sales/${serving.sale}/end`;
    const form = `<form method="post" action="${target}"><input name="a" value="b"></form>`;
    const html = `${form}<script>
      fetch("${target}", { method: "POST", mode: "no-cors", credentials: "include" })
        .catch(() => {});
    </script>`;
    await page.route("http://evil.example/**", (route) =>
      route.fulfill({ contentType: "text/html", body: html }),
    );
    await page.goto("http://evil.example/");
    const posted = page.waitForResponse((response) => response.request().isNavigationRequest());
    const loaded = page.waitForURL(target);
    await page.evaluate(() => document.forms[0]?.submit());
    expect((await posted).status()).toBe(403);
    await loaded;
    await page.goto(`${serving.origin}/admin`);
    await page.locator("[data-sale-panel]").waitFor();
    expect(await page.locator("[data-log]").innerText()).not.toMatch(/Ended/);
    await page.context().close();
  });

  it("lets a session go for good: a copy of its cookie is refused after signing out", async () => {
    const page = await signedIn();
    const cookies = await page.context().cookies();
    const [cookie] = cookies;
    expect(cookies).toHaveLength(1 + Number(cookies.some(({ name }) => name === "shopper")));
    expect(cookie).toMatchObject({ name: "console", httpOnly: true, sameSite: "Strict" });
    await page.locator("[data-sign-out]").click();
    await page.locator("[data-sign-in]").waitFor();
    const answer = await fetch(`${serving.origin}/admin/session`, {
      headers: { accept: "application/json", cookie: `console=${cookie?.value}` },
    });
    expect(answer.status).toBe(401);
    await page.context().close();
  });

  it("ends the live view of everybody when an operator signs out everywhere", async () => {
    const [one, two] = [await signedIn(), await signedIn(SIZES[1], VIEWER_KEY)];
    await one.locator("[data-sign-out-everywhere]").click();
    await one.locator("[data-sign-in]").waitFor();
    await two.locator("[data-sign-in]").waitFor();
    await Promise.all([one.context().close(), two.context().close()]);
  });

  it("has thrown nothing on the way", () => {
    expect(problems).toEqual([]);
  });
});

async function tabTo(page: Page, selector: string): Promise<void> {
  for (let presses = 0; presses < 40; presses += 1) {
    if ((await page.locator(`${selector}:focus`).count()) > 0) return;
    await page.keyboard.press("Tab");
  }
  throw new Error(`${selector} cannot be reached by Tab`);
}
