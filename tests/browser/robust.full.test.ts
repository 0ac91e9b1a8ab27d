/** Nothing that can happen to a phone between loading the page and the start may cost its owner the sale. */
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect } from "vitest";
import { bendClock, bendStart, CLAIM, MovedTime, setWallClock } from "../support/bent.ts";
import { itOnPhone, launch } from "../support/browser.ts";
import { buy } from "../support/buy.ts";
import { waitFor } from "../support/patience.ts";
import { type Serving, startServe } from "../support/serve.ts";
import { cookieless, withoutStorage } from "../support/without-cookies.ts";

let browser: Browser;
let serving: Serving;

beforeAll(async () => {
  [browser, serving] = await Promise.all([launch(), startServe({ "starts-in": "0s", stock: 100 })]);
});
afterAll(() => Promise.all([browser?.close(), serving?.stop()]));

const it = itOnPhone(() => browser);

const MINUTE = 60_000;
/** Pages ask within so long after the start (`site/client/schedule.ts`). */
const START_SPREAD = 600;
const UNREACHABLE = 2000;
/** After the start no page waits longer than that after a question that failed (same file). */
const LONGEST_WAIT = 1.5 * (500 + UNREACHABLE);

const state = (page: Page, name: string) =>
  page.locator(`[data-sale][data-state="${name}"]`).waitFor();
const status = (page: Page) => page.locator("[data-status]").innerText();

/** Resolves when the page shows that time there. */
const shows = (page: Page, selector: string, time: number) =>
  waitFor(
    async () =>
      Date.parse(String(await page.locator(selector).first().getAttribute("datetime"))) === time,
    `${selector} to show ${new Date(time).toISOString()}`,
  );

/** Under a debugger no tab is ever hidden: the page gets what it would see and hear. */
async function setHidden(page: Page, hidden: boolean): Promise<void> {
  await page.evaluate((to) => {
    Object.defineProperty(document, "hidden", { configurable: true, get: () => to });
    document.dispatchEvent(new Event("visibilitychange"));
  }, hidden);
}

async function fillIn(page: Page): Promise<void> {
  await page.locator("[name=name]").fill("Ada Lovelace");
  await page.locator("[name=email]").fill("ada@example.com");
}
const send = (page: Page) => page.locator("form[data-order-form] [type=submit]").click();

// Side by side: they mostly wait for a moment to come.
describe.concurrent("robust", () => {
  it("the button opens although the first start scripts failed", async ({ page }) => {
    const answers = ["lost", "broken"] as const;
    let asked = 0;
    let seen = false;
    await bendStart(page, () => (seen ? undefined : answers[asked++ % 2]));
    await page.goto(serving.url);
    await state(page, "offline");
    expect(await status(page)).toMatch(/connection to the shop was lost/i);
    seen = true;
    await state(page, "open");
    await buy(page);
  });

  it("the button opens although the network was away at the start", async ({ page }) => {
    const time = await MovedTime.stop(page, { startsIn: MINUTE });
    await page.goto(serving.url);
    await state(page, "upcoming");
    time.reachable = false;
    await page.context().setOffline(true);
    await state(page, "offline");
    expect(time.asked).toBe(1); // told by the browser, long before a question fails
    expect(await page.locator("[data-countdown]").isVisible()).toBe(true);
    await time.pass(MINUTE);
    // Until it waits for several seconds after each question that failed.
    await time.passUntilAsked(6);
    await time.pass(1100);
    expect(time.asked).toBe(6);
    time.reachable = true;
    await page.context().setOffline(false);
    expect(await time.opensWithin(200)).toBe(true);
  });

  it("the button opens although the shop could not be reached at the start, and nobody said when it could", async ({
    page,
  }) => {
    const time = await MovedTime.stop(page, { startsIn: MINUTE });
    await page.goto(serving.url);
    await state(page, "upcoming");
    time.reachable = false;
    await time.pass(MINUTE);
    expect(await time.opensWithin(UNREACHABLE)).toBe(false);
    expect(time.asked).toBeGreaterThan(1);
    time.reachable = true;
    expect(await time.opensWithin(LONGEST_WAIT + 1000)).toBe(true);
  });

  it.for([-5, 5])(
    "the button opens on the dot although the visitor's clock is off by %i hours",
    async (hours, { page }) => {
      const time = await MovedTime.stop(page, { startsIn: MINUTE, off: hours * 60 * MINUTE });
      await page.goto(serving.url);
      await state(page, "upcoming");
      expect(await page.locator("[data-countdown]").innerText()).toMatch(/^00\s+\S+\s+01\s/);
      await time.pass(MINUTE - 1);
      expect(await page.locator("[data-buy]").isEnabled()).toBe(false);
      await time.pass(1 + START_SPREAD);
      await state(page, "open");
      expect(time.asked).toBe(2);
    },
  );

  it("the button opens although the tab slept over the start", async ({ page }) => {
    const time = await MovedTime.stop(page, { startsIn: MINUTE });
    await page.goto(serving.url);
    await state(page, "upcoming");
    await setHidden(page, true);
    await time.pass(MINUTE + 2000);
    expect(time.asked).toBe(1);
    await setHidden(page, false);
    await state(page, "open");
    expect(time.asked).toBe(2);
  });

  it("a device that slept asks anew as soon as its two clocks have moved apart", async ({
    page,
  }) => {
    await bendClock(page, 0);
    let asleep = true;
    const startsAt = Date.now() + 24 * 60 * MINUTE;
    await bendStart(page, () => (asleep ? { state: "upcoming", startsAt } : undefined));
    await page.goto(serving.url);
    await state(page, "upcoming");
    asleep = false;
    await setWallClock(page, 24 * 60 * MINUTE);
    await state(page, "open");
  });

  it("a page from the back-forward cache is alive again, whatever its click was about to do", async ({
    page,
  }) => {
    let clicks = 0;
    // The first claim never comes back.
    await page.route(CLAIM, (route) => (clicks++ > 0 ? route.continue() : undefined));
    await page.goto(serving.url);
    await page.locator("[data-buy]:enabled").click();
    await state(page, "claiming");
    await page.evaluate(() => {
      window.dispatchEvent(new PageTransitionEvent("pageshow", { persisted: true }));
    });
    await state(page, "open");
    await buy(page);
  });

  it("going back from the order form shows the way on to it, and after the order to the receipt", async ({
    page,
  }) => {
    await page.goto(serving.url);
    await page.locator("[data-buy]:enabled").click();
    await page.locator("form[data-order-form]").waitFor();
    await page.goBack();
    const link = page.locator("[data-order-link]");
    await page.locator("[data-order-link]", { hasText: /\d:\d\d/ }).waitFor();
    await link.click();
    await fillIn(page);
    await send(page);
    await page.locator("[data-receipt]").waitFor();
    const number = await page.locator('[data-fill="orderId"]').first().innerText();
    await page.goto(serving.url);
    await page.locator("[data-status]", { hasText: number }).waitFor();
    await link.click();
    await page.locator("[data-receipt]").waitFor();
  });

  it("a page that is an hour old learns the start and the end that were moved meanwhile", async ({
    page,
  }) => {
    const time = await MovedTime.stop(page, { startsIn: MINUTE });
    await page.route(serving.url, async (route) => {
      const response = await route.fetch();
      const old = new Date(time.startsAt - 60 * MINUTE).toISOString();
      const body = (await response.text()).replaceAll(
        /(data-(?:starts|ends)-at[^>]*datetime=")[^"]+/g,
        `$1${old}`,
      );
      await route.fulfill({ response, body });
    });
    await page.goto(serving.url);
    await state(page, "upcoming");
    await time.pass(1000);
    await shows(page, "[data-starts-at]", time.startsAt);
    await shows(page, "[data-ends-at]", time.endsAt);
    await time.pass(MINUTE - 1000 + START_SPREAD);
    await state(page, "open");
  });

  it("a browser without cookies buys too", async ({ page }) => {
    const proxy = await cookieless(serving.origin);
    try {
      const problems: string[] = [];
      page.on("pageerror", ({ message }) => problems.push(message));
      await withoutStorage(page);
      await page.goto(`${proxy.origin}/sales/${serving.sale}`);
      await buy(page);
      expect(await page.context().cookies()).toEqual([]);
      await page.reload();
      await page.locator("[data-receipt]").waitFor();
      expect(problems).toEqual([]);
    } finally {
      proxy.stop();
    }
  });

  it("a click that got lost on its way is repeated by the page, not by the shopper", async ({
    page,
  }) => {
    let lost = 0;
    await page.route(CLAIM, (route) => (lost++ === 0 ? route.abort() : route.continue()));
    await page.goto(serving.url);
    await buy(page);
  });

  it("a click that cannot get through says so, and the button stays live", async ({ page }) => {
    await page.route(CLAIM, (route) => route.abort());
    await page.goto(serving.url);
    await page.locator("[data-buy]:enabled").click();
    await page.locator("[data-status].trouble").waitFor();
    expect(await status(page)).toMatch(/did not reach the shop/);
    await page.unroute(CLAIM);
    await buy(page);
  });

  it("a claim URL that has grown old in a sleeping tab is replaced without a second click", async ({
    page,
  }) => {
    let clicked = false;
    page.on("request", (request) => {
      clicked ||= request.url().endsWith("/claim/old");
    });
    await bendStart(page, () => (clicked ? undefined : { claim: "/claim/old" }));
    await page.goto(serving.url);
    await buy(page);
  });

  it("an order that is sent without a network is kept, and goes out when it is back", async ({
    page,
  }) => {
    await page.goto(serving.url);
    await page.locator("[data-buy]:enabled").click();
    await fillIn(page);
    await page.context().setOffline(true);
    await send(page);
    const notice = page.locator("[data-notice=offline]");
    await notice.waitFor();
    expect(await notice.evaluate((element) => element === document.activeElement)).toBe(true);
    expect(await page.locator("[name=name]").inputValue()).toBe("Ada Lovelace");
    await page.context().setOffline(false);
    await notice.waitFor({ state: "hidden" });
    await send(page);
    await page.locator("[data-receipt]").waitFor();
  });

  it("an order form on a device that slept asks for its place, and what was typed is there in the next form", async ({
    page,
  }) => {
    await bendClock(page, 0);
    await page.goto(serving.url);
    await page.locator("[data-buy]:enabled").click();
    await page.locator("[data-time-left]:visible").waitFor();
    await page.locator("[name=name]").fill("Ada");
    // The place is over; as far as the page knows, it has minutes left.
    const place = page.url();
    await fetch(`${place}/release`, { method: "POST" });
    await setWallClock(page, 3_600_000);
    await page.locator("[data-lapsed]:visible").waitFor();
    expect(await page.locator("[name=name]").isDisabled()).toBe(true);
    await page.locator("[data-lapsed] a").click();
    await page.locator("[data-buy]:enabled").click();
    await page.locator("form[data-order-form]").waitFor();
    expect(page.url()).not.toBe(place);
    expect(await page.locator("[name=name]").inputValue()).toBe("Ada");
  });
});
