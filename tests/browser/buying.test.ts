/** The one purchase in a real browser that `npm test` makes: on a phone, judged by axe at every stop. */
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { axe } from "../pages/judge.ts";
import { bendStart } from "../support/bent.ts";
import { launch } from "../support/browser.ts";
import { PATIENCE } from "../support/patience.ts";
import { type Serving, startServe } from "../support/serve.ts";

let browser: Browser;
let serving: Serving;
/** What the browser refused to load or run, and what scripts threw. */
const problems: string[] = [];

beforeAll(async () => {
  [browser, serving] = await Promise.all([launch(), startServe({ "starts-in": "0s", stock: 1 })]);
});
afterAll(() => Promise.all([browser?.close(), serving?.stop()]));

/** A browser profile of its own. */
async function newPage(): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 360, height: 740 } });
  context.setDefaultTimeout(PATIENCE);
  const page = await context.newPage();
  page.on("pageerror", ({ message }) => problems.push(message));
  page.on("console", (message) => {
    if (message.type() === "error") problems.push(message.text());
  });
  return page;
}

it("goes from the countdown to the receipt, and the page opens by itself; a second profile then sees that it has ended", async () => {
  const page = await newPage();
  let started = false;
  const startsAt = Date.now() + 1000;
  await bendStart(page, () => (started ? undefined : { state: "upcoming", startsAt }));
  await page.goto(serving.url);
  await page.locator('[data-sale][data-state="upcoming"]').waitFor();
  expect(await page.locator("[data-buy]").isDisabled()).toBe(true);
  expect(await page.locator("[data-countdown]").innerText()).toMatch(/\d/);
  let loads = 0;
  page.on("load", () => {
    loads += 1;
  });
  started = true;
  await page.locator("[data-buy]:enabled").waitFor();
  expect(loads).toBe(0);
  expect(await axe(page)).toEqual([]);

  await page.locator("[data-buy]").click();
  await page.locator("form[data-order-form]").waitFor();
  expect(await page.locator("[data-time-left]").innerText()).toMatch(/^\d:\d\d/);
  expect(await axe(page)).toEqual([]);
  await page.locator("[name=name]").fill("Ada Lovelace");
  await page.locator("[name=email]").fill("ada@example.com");
  await page.locator("form[data-order-form] [type=submit]").click();

  await page.locator("[data-receipt]").waitFor();
  expect(await axe(page)).toEqual([]);
  const number = await page.locator('[data-fill="orderId"]').first().innerText();
  expect(number).toMatch(/^[0-9A-Z]{16}$/);
  await page.reload();
  expect(await page.locator('[data-fill="orderId"]').first().innerText()).toBe(number);

  const other = await newPage();
  await other.goto(serving.url);
  await other.locator('[data-sale][data-state="ended"]').waitFor();
  expect(await other.locator("[data-buy]").isDisabled()).toBe(true);
  expect(await other.locator("[data-status]").innerText()).toMatch(/sold/i);
  await page.goto(serving.url);
  await page.locator('[data-sale][data-state="holder"]').waitFor();
  expect(await page.locator("[data-sale]").innerHTML()).toContain("/order/");
  expect(problems).toEqual([]);
});
