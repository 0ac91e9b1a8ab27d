/** The page's side of a draw, in a real browser. */
import { AxeBuilder } from "@axe-core/playwright";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect } from "vitest";
import type { DrawMessage, StartMessage } from "../../edge/contract.ts";
import { commitmentOf, numberOf } from "../../edge/core.ts";
import { bendStart, CLAIM } from "../support/bent.ts";
import { itOnPhone, launch } from "../support/browser.ts";
import { buy } from "../support/buy.ts";
import { makeDraw } from "../support/draw-sale.ts";
import { PATIENCE } from "../support/patience.ts";
import { ProjectCopy } from "../support/project-copy.ts";
import { type ServeOptions, type Serving, startServe } from "../support/serve.ts";

const DRAW = "lamp-draw";
const bytes = new Uint8Array(32).fill(7);
const seed = Buffer.from(bytes).toString("base64url");
const shopper = "q7Zt-0_9bXc2LmPd";
let commitment: string;
let number: number;

let copy: ProjectCopy;
let browser: Browser;
let serving: Serving;

beforeAll(async () => {
  commitment = await commitmentOf(bytes);
  number = await numberOf(bytes, DRAW, shopper);
  copy = new ProjectCopy();
  makeDraw(copy, DRAW, 1);
  [browser, serving] = await Promise.all([launch(), startServe({ "starts-in": "1h" }, copy.root)]);
});
afterAll(async () => {
  await Promise.all([browser?.close(), serving?.stop()]);
  copy?.remove();
});

const it = itOnPhone(() => browser);

/** What the start script says, which a test can change while the page is open. */
class Said {
  part: Partial<StartMessage>;
  constructor(part: Partial<StartMessage>) {
    this.part = part;
  }
}

async function open(page: Page, said: Said): Promise<void> {
  await bendStart(page, () => said.part);
  await page.goto(`${serving.origin}/sales/${DRAW}`);
}

const upcoming = (): Partial<StartMessage> => ({
  ...{ state: "upcoming", startsAt: Date.now() + 3_600_000, draw: { commitment } },
});
const line = (more: DrawMessage): Partial<StartMessage> => ({
  draw: { ...{ seed, commitment, shopper, number }, ...more },
});
const called = (): Partial<StartMessage> => ({ ...line({ called: 1 }), claim: "/claim/x" });
const drawState = (page: Page, state: string) =>
  page.locator(`sale-draw[data-draw="${state}"]`).waitFor();
/** As a tab that is looked at again: the page asks at once. */
const wake = (page: Page) => page.evaluate(() => window.dispatchEvent(new Event("online")));
/** Wakes it until it has heard: waking up within a second of the last question asks nothing. */
async function until(page: Page, state: string): Promise<void> {
  await expect
    .poll(async () => {
      await wake(page);
      return page.locator("sale-draw").getAttribute("data-draw");
    })
    .toBe(state);
}

async function axe(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  return violations.map(({ id }) => id);
}

/** A line in the console: top-level `await`, and the last value is the result. */
async function inConsole(page: Page, expression: string): Promise<unknown> {
  const devtools = await page.context().newCDPSession(page);
  const options = { expression, replMode: true, awaitPromise: true, returnByValue: true };
  const { result, exceptionDetails } = await devtools.send("Runtime.evaluate", options);
  if (exceptionDetails) throw new Error(exceptionDetails.exception?.description);
  return result.value;
}

describe("a draw on its page", () => {
  it("calls its shopper back: title, button, focus, words and the sound that was asked for", async ({
    page,
  }) => {
    await page.addInitScript(() => {
      const rung: number[] = [];
      Object.assign(window, { rung });
      const start = OscillatorNode.prototype.start;
      OscillatorNode.prototype.start = function (when) {
        rung.push(when ?? 0);
        start.call(this, when);
      };
    });
    const rung = () => page.evaluate(() => (window as unknown as { rung: number[] }).rung.length);
    const said = new Said(line({ called: 0.01, crowd: 400 }));
    await open(page, said);
    await drawState(page, "waiting");
    const title = await page.title();
    expect(await page.locator("[data-buy]").isDisabled()).toBe(true);
    expect(await page.locator("[data-draw-text]").innerText()).toMatch(/^About \d+ people are/);
    const bell = page.locator("[data-ring]");
    await bell.click();
    expect(await bell.getAttribute("aria-pressed")).toBe("true");
    expect(await rung()).toBe(2);
    expect(await axe(page)).toEqual([]);
    // Nothing has the focus, so the button may take it.
    await page.evaluate(() => (document.activeElement as HTMLElement).blur());
    said.part = called();
    await until(page, "called");
    await page.locator("[data-buy]:enabled:focus").waitFor();
    expect(await page.title()).toBe(`Your turn! ${title}`);
    expect(await page.locator("[data-status]").innerText()).toMatch(/^Your number has been called/);
    expect(await rung()).toBe(4);
    expect(await axe(page)).toEqual([]);
    // Said once, and taken back when there is nothing to buy any more.
    said.part = { ...line({ called: 1 }), state: "ended", reason: "sold_out" };
    await until(page, "over");
    expect(await page.title()).toBe(title);
    expect(await rung()).toBe(4);
  });

  it("goes on asking in a tab that nobody looks at, and says there whose turn it is", async ({
    page,
  }) => {
    const said = new Said(line({ called: number - 1e-6, pace: 0.01 }));
    await open(page, said);
    await drawState(page, "waiting");
    await page.evaluate(() => {
      Object.defineProperty(document, "hidden", { get: () => true });
      document.dispatchEvent(new Event("visibilitychange"));
    });
    said.part = called();
    await drawState(page, "called");
    expect(await page.title()).toMatch(/^Your turn! /);
  });

  it("a click that came a moment too early is repeated, and nobody has to click twice", async ({
    page,
  }) => {
    let clicks = 0;
    await page.route(CLAIM, (route) => {
      clicks += 1;
      const json = clicks === 1 ? { code: "waiting", number, called: 0 } : { order: "/order/mine" };
      const headers = { "retry-after": "1" };
      return route.fulfill({ status: clicks === 1 ? 503 : 201, json, headers });
    });
    await page.route("**/order/mine", (route) => route.fulfill({ body: "the form" }));
    await open(page, new Said(called()));
    await page.locator("[data-buy]:enabled").click();
    await page.waitForURL("**/order/mine");
    expect(clicks).toBe(2);
  });

  it("the line for the console gives what the page shows", async ({ page }) => {
    await open(page, new Said(line({ called: 0.01 })));
    await page.locator("draw-check summary").click();
    const shown = page.locator("draw-check");
    expect(await shown.locator("[data-fingerprint]").innerText()).toBe(commitment);
    expect(await shown.locator("[data-number]").innerText()).toBe(String(number));
    const text = await shown.locator("[data-line]").innerText();
    expect(text).not.toContain("\n");
    expect(await inConsole(page, text)).toEqual({ fingerprint: commitment, number });
  });

  it("the browser notes the fingerprint before the start, over a closed tab, and checks the seed", async ({
    page,
  }) => {
    const context = page.context();
    await open(page, new Said(upcoming()));
    await drawState(page, "upcoming");
    expect(await page.locator("[data-commitment]").innerText()).toBe(commitment);
    expect(await axe(page)).toEqual([]);
    await page.close();
    const later = await context.newPage();
    await open(later, new Said(line({ called: 0.01 })));
    const verdict = later.locator("[data-verdict]:visible");
    expect(await verdict.innerText()).toMatch(/^This browser has checked/);
    // A shop that has changed its seed since.
    await later.close();
    const deceived = await context.newPage();
    await open(deceived, new Said(line({ called: 0.01, seed: "A".repeat(43) })));
    await deceived.locator("[data-verdict].bad:visible").waitFor();
    expect(await deceived.locator("draw-check details").getAttribute("open")).not.toBeNull();
    await deceived.close();
    const changed = await context.newPage();
    await open(changed, new Said({ ...upcoming(), draw: { commitment: "B".repeat(43) } }));
    await changed.locator("[data-changed]:visible").waitFor();
  });

  it("says before the start that without cookies there is no number to keep", async ({ page }) => {
    await page.addInitScript(() =>
      Object.defineProperty(navigator, "cookieEnabled", { get: () => false }),
    );
    await open(page, new Said(upcoming()));
    await drawState(page, "upcoming");
    expect(await page.locator("[data-draw-text]").innerText()).toMatch(/keeps no cookies/);
  });

  it("the ended page shows the check to whoever had a number, and to nobody else", async ({
    page,
  }) => {
    const said = new Said({ ...line({ called: 0.01 }), state: "ended", reason: "sold_out" });
    await bendStart(page, () => said.part);
    const url = `${serving.origin}/sales/${DRAW}/ended?reason=sold_out`;
    await page.goto(url);
    await page.locator("draw-check summary").click();
    expect(await page.locator("draw-check [data-number]").innerText()).toBe(String(number));
    expect(await axe(page)).toEqual([]);
    said.part = { state: "ended", reason: "sold_out", draw: { seed } };
    const asked = page.waitForResponse("**/start/**");
    await page.goto(url);
    await asked;
    expect(await page.locator("draw-check").isVisible()).toBe(false);
  });
});

describe("a draw that is really held", () => {
  let draw: Serving | undefined;
  const contexts: BrowserContext[] = [];
  afterEach(async () => {
    await Promise.all(contexts.splice(0).map((one) => one.close()));
    await draw?.stop();
  });

  /** Not started before `people` have opened the page: that is who is in the draw. */
  async function hold(people: number, options: ServeOptions): Promise<Page[]> {
    draw = await startServe({ sale: DRAW, gates: 1, slots: 1, ...options }, copy.root);
    const { url } = draw;
    return Promise.all(
      Array.from({ length: people }, async () => {
        const context = await browser.newContext({ viewport: { width: 360, height: 740 } });
        contexts.push(context);
        context.setDefaultTimeout(PATIENCE);
        const page = await context.newPage();
        await page.goto(url);
        await drawState(page, "upcoming");
        return page;
      }),
    );
  }
  const numberOn = async (page: Page) =>
    Number((await page.locator("[data-own]").innerText()).replaceAll(",", ""));
  /** Lowest number first. */
  async function inOrder(pages: Page[]): Promise<Page[]> {
    for (const page of pages) await page.locator("[data-own]:not(:empty)").waitFor();
    const numbered = await Promise.all(
      pages.map(async (page) => [await numberOn(page), page] as const),
    );
    return numbered.sort(([a], [b]) => a - b).map(([, page]) => page);
  }

  it("wait, be called, order: the lowest number first, and what the receipt says can be checked", async () => {
    const pages = await hold(3, { "starts-in": "15s", stock: 2, hold: "1h" });
    const [first, second, last] = await inOrder(pages);
    if (!first || !second || !last) throw new Error("there are three");
    const mine = await numberOn(first);
    await buy(first);
    await first.locator("draw-check summary").click();
    const shown = first.locator("draw-check");
    const exact = Number(await shown.locator("[data-number]").innerText());
    expect(Math.floor(exact * 1e6)).toBe(mine);
    const fingerprint = await shown.locator("[data-fingerprint]").innerText();
    const text = await shown.locator("[data-line]").innerText();
    expect(await inConsole(first, text)).toEqual({ fingerprint, number: exact });
    expect(await shown.locator("[data-verdict]").innerText()).toMatch(/^This browser has checked/);
    await buy(second);
    await last.locator('[data-sale][data-state="ended"]').waitFor();
  });

  it("closes the tab while waiting, and comes back called", async () => {
    const pages = await hold(2, { "starts-in": "15s", stock: 2, hold: "1h" });
    const [first, second] = await inOrder(pages);
    if (!first || !second) throw new Error("there are two");
    await first.locator("[data-buy]:enabled").waitFor();
    const mine = await numberOn(second);
    const context = second.context();
    await second.close();
    await buy(first);
    const again = await context.newPage();
    await again.goto(draw?.url ?? "");
    await again.locator("[data-buy]:enabled").waitFor();
    expect(await numberOn(again)).toBe(mine);
    await buy(again);
  });
});
