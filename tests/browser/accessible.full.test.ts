/** What is shown must reach those who do not look, and those who do not point. */
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect } from "vitest";
import { bendStart, CLAIM, START, startScript, startsIn } from "../support/bent.ts";
import { itOnPhone, launch } from "../support/browser.ts";
import { waitFor } from "../support/patience.ts";
import { type Serving, startServe } from "../support/serve.ts";

let browser: Browser;
let serving: Serving;

beforeAll(async () => {
  [browser, serving] = await Promise.all([launch(), startServe({ "starts-in": "0s", stock: 100 })]);
});
afterAll(() => Promise.all([browser?.close(), serving?.stop()]));

const it = itOnPhone(() => browser);

const focused = (page: Page, selector: string) => page.locator(`${selector}:focus`).waitFor();

/** Every change of what a screen reader is told; an element's text as a whole, as `aria-atomic` has it. */
async function listen(page: Page): Promise<() => Promise<string[]>> {
  await page.evaluate(() => {
    const heard: string[] = [];
    Object.assign(window, { heard });
    for (const region of document.querySelectorAll("[role=status], [role=alert], [aria-live]")) {
      const say = () => {
        const text = region.textContent?.trim();
        if (text) heard.push(text);
      };
      new MutationObserver(say).observe(region, {
        ...{ childList: true, characterData: true, subtree: true },
        ...{ attributes: true, attributeFilter: ["hidden"] },
      });
    }
  });
  return () => page.evaluate(() => (window as unknown as { heard: string[] }).heard);
}

describe.concurrent("accessible", () => {
  it("reads out whole minutes, then the last ten seconds, then that it is open, and no more", async ({
    page,
  }) => {
    const base = Date.parse("2030-01-01T00:00:00Z");
    await page.clock.install({ time: base });
    const startsAt = base + 200_000;
    await page.route(START, async (route) => {
      const now = await page.evaluate(() => Date.now());
      const open = now >= startsAt;
      const said = open ? { claim: "/claim/x" } : { state: "upcoming" as const };
      const body = startScript(serving.sale, { ...said, now, startsAt });
      await route.fulfill({ contentType: "text/javascript", body });
    });
    await page.clock.pauseAt(base + 1000);
    await page.goto(serving.url);
    await page.locator('[data-sale][data-state="upcoming"]').waitFor();
    const heard = await listen(page);
    for (let second = 0; second < 197; second += 1) await page.clock.runFor(1000);
    const before = await heard();
    expect(before.slice(0, 4)).toEqual([
      "3 minutes until the sale starts.",
      "2 minutes until the sale starts.",
      "1 minute until the sale starts.",
      expect.stringMatching(/^Get ready|^10 seconds/),
    ]);
    expect(before.slice(3).toSorted()).toEqual(
      [
        "10 seconds until the sale starts.",
        ...["9", "8", "7", "6", "5", "4", "3", "2"],
        expect.stringMatching(/^Get ready/),
      ].toSorted(),
    );
    await page.clock.runFor(3000);
    await page.locator('[data-sale][data-state="open"]').waitFor();
    expect((await heard()).slice(before.length)).toEqual([
      "1",
      expect.stringMatching(/It is time/),
      expect.stringMatching(/The sale is open/),
    ]);
    await page.clock.runFor(5000);
    expect(await heard()).toHaveLength(before.length + 3);
  });

  it("goes from the countdown to the receipt by keyboard, and the button is where the focus is", async ({
    page,
  }) => {
    await bendStart(page, startsIn(500));
    await page.goto(serving.url);
    await focused(page, "[data-buy]");
    await page.keyboard.press("Enter");
    await page.locator("form[data-order-form]").waitFor();
    await tabTo(page, "[name=name]");
    await page.keyboard.type("Ada Lovelace");
    await page.keyboard.press("Tab");
    await page.keyboard.type("ada@example.com");
    await tabTo(page, "[data-order-form] [type=submit]");
    await page.keyboard.press("Space");
    await page.locator("[data-receipt]").waitFor();
  });

  it("leaves the focus alone when it is somewhere else", async ({ page }) => {
    await bendStart(page, startsIn(500));
    await page.goto(serving.url);
    await page.locator("footer a").first().focus();
    await page.locator("[data-buy]:enabled").waitFor();
    await focused(page, "footer a");
  });

  it("after a click the focus goes to the words, and back to the button when it is live again", async ({
    page,
  }) => {
    await page.route(CLAIM, (route) =>
      route.fulfill({ status: 503, headers: { "retry-after": "1" }, json: { code: "full" } }),
    );
    await page.clock.install({ time: Date.now() - 1000 });
    await page.clock.pauseAt(Date.now());
    await page.goto(serving.url);
    await page.locator("[data-buy]:enabled").focus();
    await page.keyboard.press("Enter");
    await page.locator('[data-sale][data-state="full"]').waitFor();
    await focused(page, "[data-status]");
    // The page tries by itself for five minutes, then it is the shopper's turn.
    await waitFor(async () => {
      await page.clock.runFor(20_000);
      return page.locator("[data-buy]").isEnabled();
    }, "the button to be live again");
    await focused(page, "[data-buy]");
    await page.unroute(CLAIM);
    await page.keyboard.press("Enter");
    await page.locator("form[data-order-form]").waitFor();
  });

  it("leads from the list of what is wrong to each field, which says it too, and keeps what was typed", async ({
    page,
  }) => {
    await page.goto(serving.url);
    await page.locator("[data-buy]:enabled").click();
    const form = page.locator("form[data-order-form]");
    await form.evaluate((element) => element.setAttribute("novalidate", ""));
    await page.locator("[name=email]").fill("not an address");
    await page.locator("[name=note]").fill("<b>Blue</b>, please");
    await form.locator("[type=submit]").click();
    await focused(page, "[data-notice=invalid]");
    const links = page.locator("[data-problems] a");
    expect(await links.count()).toBe(2);
    for (const [index, name] of ["name", "email"].entries()) {
      const link = links.nth(index);
      await link.press("Enter");
      await focused(page, `[name=${name}]`);
      const field = page.locator(`[name=${name}]`);
      expect(await field.getAttribute("aria-invalid")).toBe("true");
      const tied = (await field.getAttribute("aria-describedby")) ?? "";
      const described = await page.evaluate(
        (ids) => ids.map((id) => document.getElementById(id)?.innerText).join(" "),
        tied.split(" "),
      );
      expect(described).toContain(await link.innerText());
    }
    expect(await page.locator("[name=email]").inputValue()).toBe("not an address");
    expect(await page.locator("[name=note]").inputValue()).toBe("<b>Blue</b>, please");
  });

  it("tells a holder how long there is without a word every second, and where to go at zero", async ({
    page,
  }) => {
    await page.route("**/order/*", async (route) => {
      const response = await route.fetch();
      const text = await response.text();
      const now = Number(/data-now="(\d+)"/.exec(text)?.[1]);
      const body = text.replace(/data-expires-at="\d+"/, `data-expires-at="${now + 70_000}"`);
      await route.fulfill({ response, body });
    });
    await page.clock.install();
    await page.goto(serving.url);
    await page.locator("[data-buy]:enabled").click();
    await page.locator("[data-time-left]").waitFor();
    await page.locator("[name=name]").focus();
    const heard = await listen(page);
    for (let second = 0; second < 70; second += 1) await page.clock.runFor(1000);
    const words = await heard();
    expect(words.slice(0, 3)).toEqual([
      "1 minute left to send the form.",
      "30 seconds left to send the form.",
      "10 seconds left to send the form.",
    ]);
    expect(words.at(-1)).toMatch(/Your time is up/);
    expect(words).toHaveLength(4);
    await focused(page, "[data-lapsed]");
  });

  it("moves nothing for those who asked for that", async ({ page }) => {
    await page.emulateMedia({ reducedMotion: "reduce" });
    await page.route(CLAIM, () => {});
    await page.goto(serving.url);
    await page.locator("[data-buy]:enabled").click();
    await page.locator('[data-sale][data-state="claiming"]').waitFor();
    expect(await page.evaluate(() => document.getAnimations().length)).toBe(0);
    await page.emulateMedia({ reducedMotion: "no-preference" });
    await page.waitForFunction(() => document.getAnimations().length > 0);
  });
});

async function tabTo(page: Page, selector: string): Promise<void> {
  for (let presses = 0; presses < 30; presses += 1) {
    await page.keyboard.press("Tab");
    if ((await page.locator(`${selector}:focus`).count()) > 0) return;
  }
  throw new Error(`${selector} cannot be reached by Tab`);
}
