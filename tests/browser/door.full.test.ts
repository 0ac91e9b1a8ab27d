/** The page's side of each door, in a real browser: one sale for each, served together. */
import { AxeBuilder } from "@axe-core/playwright";
import type { Browser, Page } from "playwright-core";
import { afterAll, it as base, beforeAll, describe, expect } from "vitest";
import { enter } from "../../crowd/http/door.ts";
import { inviteCodes } from "../../edge/door/invite-code.ts";
import { keysOf } from "../../edge/tokens/keys.ts";
import { bendClock } from "../support/bent.ts";
import { launch } from "../support/browser.ts";
import { buy } from "../support/buy.ts";
import { comeTo, type DoorSales, proofOf, SIGNING_KEY, serveDoors } from "../support/door-sales.ts";
import { PATIENCE } from "../support/patience.ts";
import type { Serving } from "../support/serve.ts";
import { cookieless, withoutStorage } from "../support/without-cookies.ts";

/** Cloudflare's script, as far as the page uses it. */
const WIDGET = `window.turnstile = {
  render(container, { sitekey, action, callback }) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = "I am a person: " + sitekey + " " + action;
    button.onclick = () => callback("solved-" + Math.random().toString(36).slice(2));
    container.append(button);
    return "widget";
  },
  remove() { document.querySelector("[data-widget]").replaceChildren(); },
};`;

let browser: Browser;
let sales: DoorSales;
let serving: Serving;

beforeAll(async () => {
  [browser, sales] = await Promise.all([
    launch(),
    serveDoors(["work", "turnstile", "members", "invites"], { invites: "\nperNetwork: 60" }),
  ]);
  serving = sales.serving;
});
afterAll(async () => {
  await Promise.all([browser?.close(), sales?.stop()]);
});

const it = base.extend<{ page: Page }>({
  // biome-ignore lint/correctness/noEmptyPattern: Vitest reads from the pattern what a fixture needs
  page: async ({}, use) => {
    const context = await browser.newContext({ viewport: { width: 360, height: 740 } });
    context.setDefaultTimeout(PATIENCE);
    await use(await context.newPage());
    await context.close();
  },
});

const sale = (door: string) => `${serving.origin}/sales/lamp-${door}`;
const step = (page: Page, name: string) => page.locator(`sale-door[data-step="${name}"]`).waitFor();
const isIn = async (page: Page) => {
  await step(page, "in");
  await page.locator('[data-sale][data-state="open"]').waitFor();
};

async function axe(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  return violations.map(({ id }) => id);
}

describe("the door on a page", () => {
  it("work: solved by the page itself, whatever its clock says, and not once more after a reload", async ({
    page,
  }) => {
    await bendClock(page, -5 * 3_600_000);
    await page.goto(sale("work"));
    await isIn(page);
    expect(await axe(page)).toEqual([]);
    await page.reload();
    await page.locator('[data-sale][data-state="open"]').waitFor();
    expect(await page.locator("sale-door").isVisible()).toBe(false);
    await buy(page);
  });

  it("work: without cookies and storage too", async ({ page }) => {
    const proxy = await cookieless(serving.origin);
    try {
      await withoutStorage(page);
      await page.goto(`${proxy.origin}/sales/lamp-work`);
      await isIn(page);
      await buy(page);
    } finally {
      proxy.stop();
    }
  });

  it("work: a reload goes on where it was, and shows how far that is", async ({ page }) => {
    let asked = 0;
    await page.route("**/enter/*", async (route) => {
      asked += 1;
      const response = await route.fetch();
      const told = await response.json();
      // A key that nobody finds: the work goes on for as long as the test looks.
      told.challenge.parameters.keyPrefix = "f".repeat(32);
      await route.fulfill({ response, json: { ...told, most: 1_000_000 } });
    });
    await page.goto(sale("work"));
    await page.locator("sale-door progress:visible").waitFor();
    expect(await page.locator("[data-buy]").isDisabled()).toBe(true);
    const done = () =>
      page.evaluate(() => JSON.parse(sessionStorage.getItem("work-lamp-work") ?? "{}").from ?? 0);
    await expect.poll(done).toBeGreaterThan(25);
    const before = await done();
    await page.reload();
    await page.locator("sale-door progress:visible").waitFor();
    await expect.poll(done).toBeGreaterThan(before);
    expect(asked).toBe(1);
    expect(await axe(page)).toEqual([]);
  });

  it("turnstile: the widget of Cloudflare, allowed on this sale's page only", async ({ page }) => {
    await page.route("https://challenges.cloudflare.com/**", (route) =>
      route.fulfill({ contentType: "text/javascript", body: WIDGET }),
    );
    await page.goto(sale("turnstile"));
    await page.locator("[data-widget] button").click();
    await isIn(page);
    await buy(page);
    const policy = async (door: string) => (await fetch(sale(door))).text();
    expect(await policy("turnstile")).toContain("frame-src https://challenges.cloudflare.com");
    for (const other of ["work", "members", "invites"]) {
      expect(await policy(other)).not.toContain("challenges.cloudflare.com;");
    }
  });

  it("turnstile: when the widget cannot be loaded, the page says so and tries again", async ({
    page,
  }) => {
    let tries = 0;
    await page.route("https://challenges.cloudflare.com/**", (route) => {
      tries += 1;
      if (tries === 1) return route.abort();
      return route.fulfill({ contentType: "text/javascript", body: WIDGET });
    });
    await page.goto(sale("turnstile"));
    await step(page, "wait");
    await page.locator("[data-widget] button").click();
    await isIn(page);
  });

  it("members: the link's token leaves the address bar at once; a second device sees the same order", async ({
    page,
  }) => {
    await page.goto(sale("members"));
    await step(page, "needed");
    expect(await axe(page)).toEqual([]);
    const { member: token } = await proofOf(sales, "members", 1);
    await page.goto("about:blank");
    await page.goto(`${sale("members")}#member=${token}`);
    await isIn(page);
    expect(page.url()).toBe(sale("members"));
    await buy(page);
    const number = await page.locator('[data-fill="orderId"]').first().innerText();
    const context = await browser.newContext();
    context.setDefaultTimeout(PATIENCE);
    const second = await context.newPage();
    await second.goto(`${sale("members")}#member=${token}`);
    await isIn(second);
    await second.locator("[data-buy]:enabled").click();
    await second.locator("[data-receipt]").waitFor();
    expect(await second.locator('[data-fill="orderId"]').first().innerText()).toBe(number);
    await context.close();
  });

  /** Every combination at this door: each is one person, whose second device has cookies. */
  it.each([
    ["with cookies, five hours ahead", true, 5],
    ["with cookies, five hours behind", true, -5],
    ["without cookies, five hours ahead", false, 5],
    ["without cookies, five hours behind", false, -5],
  ] as const)(
    "members: entered, reloaded, ordered, and found again on a second device: %s",
    async (as, cookies, hours) => {
      const { member: token } = await proofOf(sales, "members", 100 + as.length + hours);
      const link = `/sales/lamp-members#member=${token}`;
      const proxy = cookies ? undefined : await cookieless(serving.origin);
      const contexts = await Promise.all([0, 1].map(() => browser.newContext()));
      for (const context of contexts) context.setDefaultTimeout(PATIENCE);
      const [one, two] = await Promise.all(contexts.map((context) => context.newPage()));
      if (!one || !two) throw new Error("there are no pages");
      try {
        await bendClock(one, hours * 3_600_000);
        await one.goto((proxy?.origin ?? serving.origin) + link);
        await isIn(one);
        await one.reload();
        await one.locator('[data-sale][data-state="open"]').waitFor();
        await buy(one);
        const order = one.locator('[data-fill="orderId"]').first();
        await two.goto(serving.origin + link);
        await isIn(two);
        await two.locator("[data-buy]:enabled").click();
        await two.locator("[data-receipt]").waitFor();
        const again = two.locator('[data-fill="orderId"]').first();
        expect(await again.innerText()).toBe(await order.innerText());
      } finally {
        await Promise.all(contexts.map((context) => context.close()));
        proxy?.stop();
      }
    },
  );

  it("members: a link that is no good says so, and where to get another", async ({ page }) => {
    await page.goto(`${sale("members")}#member=garbage`);
    await step(page, "bad");
    expect(await page.locator("[data-door-text]").innerText()).toContain("customer account");
  });

  it("invites: a code is typed, wrong and right, or comes with the link", async ({ page }) => {
    const { current } = await keysOf({ SIGNING_KEY });
    const [typed = "", linked = ""] = await inviteCodes(current, "lamp-invites", "friends", 2);
    await page.goto(sale("invites"));
    await step(page, "needed");
    expect(await axe(page)).toEqual([]);
    const code = page.locator("sale-door [name=code]");
    await code.fill("00000-00000-00000");
    await page.keyboard.press("Enter");
    await step(page, "bad");
    expect(await code.isVisible()).toBe(true);
    await code.fill(typed.toLowerCase().replaceAll("-", " "));
    await page.keyboard.press("Enter");
    await isIn(page);
    await buy(page);
    const context = await browser.newContext();
    context.setDefaultTimeout(PATIENCE);
    const guest = await context.newPage();
    await guest.goto(`${sale("invites")}#invite=${linked}`);
    await isIn(guest);
    expect(guest.url()).toBe(sale("invites"));
    await context.close();
  });

  it("too many from one network: the page says so, and tries again by itself until it is let in", async ({
    page,
  }) => {
    const network = { "cf-connecting-ip": "203.0.113.9" };
    const crowd = Array.from({ length: 61 }, () =>
      enter(comeTo(sales, "invites"), { invite: "nonsense" }, network),
    );
    const statuses = (await Promise.all(crowd)).map(({ status }) => status);
    expect(statuses).toContain(429);
    await page.setExtraHTTPHeaders(network);
    const { invite } = await proofOf(sales, "invites", 7);
    await page.goto(`${sale("invites")}#invite=${invite}`);
    await step(page, "wait");
    const text = await page.locator("[data-door-text]").innerText();
    expect(text).toMatch(/many people/i);
    expect(await axe(page)).toEqual([]);
    // The page asks again by itself; meanwhile the phone has left the crowded network.
    await page.setExtraHTTPHeaders({ "cf-connecting-ip": "203.0.113.10" });
    await isIn(page);
  });
});
