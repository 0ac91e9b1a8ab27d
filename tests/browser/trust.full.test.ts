/** Small things on pages that cost trust when they are missing, in a sale that asks for an address. */
import { readFileSync, writeFileSync } from "node:fs";
import { AxeBuilder } from "@axe-core/playwright";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect } from "vitest";
import { bendStart, CLAIM } from "../support/bent.ts";
import { itOnPhone, launch } from "../support/browser.ts";
import { PATIENCE, waitFor } from "../support/patience.ts";
import { ProjectCopy } from "../support/project-copy.ts";
import { type Serving, startServe } from "../support/serve.ts";

const FILE = "site/content/sales/aurora-lamp/index.md";
let copy: ProjectCopy;
let browser: Browser;
let serving: Serving;

beforeAll(async () => {
  copy = new ProjectCopy();
  const written = readFileSync(copy.path(FILE), "utf8");
  const asks = written
    .replace(/^stock:/m, "ask: [address, phone]\ncountry: US\nonePer: [address]\nstock:")
    .replace(/^imprint:.*\n/m, "");
  writeFileSync(copy.path(FILE), asks);
  const options = { "starts-in": "0s", stock: 100, slots: 50 } as const;
  [browser, serving] = await Promise.all([launch(), startServe(options, copy.root)]);
});
afterAll(async () => {
  await Promise.all([browser?.close(), serving?.stop()]);
  copy?.remove();
});

const it = itOnPhone(() => browser);

const FILLED = {
  ...{ name: "Ada Lovelace", email: "ada@example.com", phone: "+1 202 555 0142" },
  ...{ street: "12 Lane", postcode: "02134", city: "Boston", country: "USA" },
};
const field = (page: Page, name: string) => page.locator(`[name=${name}]`);
const submit = (page: Page) => page.locator("form[data-order-form] [type=submit]");

async function toForm(page: Page): Promise<void> {
  await page.goto(serving.url);
  await page.locator("[data-buy]:enabled").click();
  await page.locator("form[data-order-form]").waitFor();
}

async function fill(page: Page, values: Record<string, string>): Promise<void> {
  for (const [name, value] of Object.entries(values)) await field(page, name).fill(value);
}

/** So many claims are refused as full, then let through; returns how many have come. */
async function full(page: Page, times = Number.POSITIVE_INFINITY): Promise<() => number> {
  let claims = 0;
  await page.route(CLAIM, (route) => {
    claims += 1;
    if (claims > times) return route.continue();
    return route.fulfill({ status: 503, json: { code: "full" }, headers: { "retry-after": "1" } });
  });
  return () => claims;
}

describe.concurrent("trust", () => {
  it("asks for the address in parts, keeps them over a reload, and forgets them once ordered", async ({
    page,
  }) => {
    await toForm(page);
    const tokens = { street: "address-line1", postcode: "postal-code", city: "address-level2" };
    for (const [name, token] of Object.entries({ ...tokens, country: "country-name" })) {
      expect(await field(page, name).getAttribute("autocomplete")).toBe(token);
      expect(await field(page, name).getAttribute("required")).not.toBeNull();
    }
    expect(await submit(page).innerText()).toBe("Place order for €49.00");
    const { city, ...others } = FILLED;
    await fill(page, others);
    await page.reload();
    expect(await field(page, "street").inputValue()).toBe(FILLED.street);
    await submit(page).click();
    expect(await page.locator("[name=city]:invalid").count()).toBe(1);
    await fill(page, { city });
    await submit(page).click();
    await page.locator("[data-receipt]").waitFor();
    expect(await page.evaluate(() => sessionStorage.getItem("typed"))).toBeNull();
  });

  it("says at the street that an address has been ordered to, and keeps the place", async ({
    page,
  }) => {
    const other = { ...FILLED, street: "14 Lane" };
    await toForm(page);
    await fill(page, other);
    await submit(page).click();
    await page.locator("[data-receipt]").waitFor();
    const context = await browser.newContext();
    context.setDefaultTimeout(PATIENCE);
    const second = await context.newPage();
    await toForm(second);
    await fill(second, other);
    await submit(second).click();
    await second.locator('[data-problem="street.used"]:visible').waitFor();
    expect(await second.locator("[data-notice=contact_used]").innerText()).toContain("already");
    const { violations } = await new AxeBuilder({ page: second }).analyze();
    expect(violations.map(({ id }) => id)).toEqual([]);
    await fill(second, { street: "16 Lane" });
    await submit(second).click();
    await second.locator("[data-receipt]").waitFor();
    await context.close();
  });

  it("asks once before a place is given up", async ({ page }) => {
    await toForm(page);
    const sure = page.locator("form[data-give-up] [type=submit]");
    expect(await sure.isVisible()).toBe(false);
    // By keyboard alone.
    await page.locator("form[data-give-up] summary").focus();
    await page.keyboard.press("Enter");
    await sure.waitFor();
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    await page.waitForURL(serving.url);
    await page.locator('[data-sale][data-state="open"]').waitFor();
  });

  it("tries again by itself while it is looked at, says so once, and takes the place that it gets", async ({
    page,
  }) => {
    await page.clock.install();
    const claims = await full(page, 3);
    await page.goto(serving.url);
    await page.locator("[data-buy]:enabled").click();
    await page.locator('[data-sale][data-state="full"]').waitFor();
    const said = await page.locator("[data-status]").innerText();
    expect(said).toContain("50 places");
    expect(await page.locator("[data-buy]").isEnabled()).toBe(false);
    await waitFor(async () => {
      await page.clock.runFor(1000);
      return claims() > 2;
    }, "a third claim of the page's own");
    expect(await page.locator("[data-status]").innerText()).toBe(said);
    await waitFor(async () => {
      if (page.url() === serving.url) await page.clock.runFor(1000).catch(() => {});
      return page.url().includes("/order/");
    }, "the order form");
  });

  it("does not try while nobody looks, and does at once when somebody does", async ({ page }) => {
    await page.clock.install();
    const claims = await full(page);
    await page.goto(serving.url);
    await page.locator("[data-buy]:enabled").click();
    await page.locator('[data-sale][data-state="full"]').waitFor();
    const hide = (hidden: boolean) =>
      page.evaluate((to) => {
        Object.defineProperty(document, "hidden", { configurable: true, get: () => to });
        document.dispatchEvent(new Event("visibilitychange"));
      }, hidden);
    await hide(true);
    await page.clock.runFor(60_000);
    expect(claims()).toBe(1);
    await hide(false);
    await waitFor(async () => {
      await page.clock.runFor(10);
      return claims() > 1;
    }, "a claim once the page is looked at");
    expect(claims()).toBe(2);
  });

  it("the ended page asks when its address gives no reason", async ({ page }) => {
    await bendStart(page, () => ({ state: "ended", reason: "sold_out" }));
    await page.goto(`${serving.url}/ended`);
    await page.locator('[data-ended-reason="sold_out"]:visible').waitFor();
    await page.unroute("**/start/*.js?*");
    await page.goto(`${serving.url}/ended?reason=whatever`);
    await page.waitForURL(serving.url);
  });

  it("says when the sale ended, not when it would have", async ({ page }) => {
    const endedAt = Date.now() - 60_000;
    const ended = { state: "ended", reason: "sold_out", sold: 50, endedAt } as const;
    await bendStart(page, () => ended);
    await page.goto(serving.url);
    await page.locator("[data-ends-label]", { hasText: "Ended" }).waitFor();
    const shown = await page.locator("[data-ends-at]").getAttribute("datetime");
    expect(Math.abs(Date.parse(shown ?? "") - endedAt)).toBeLessThan(1000);
    expect(await page.locator(".glance").innerText()).toContain(
      "1 unit per browser, and one order per delivery address",
    );
  });
});
