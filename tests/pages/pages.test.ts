/** Every state once on a phone: light, dark, zoomed, and from right to left. `npm run test:pages` does all. */
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, it } from "vitest";
import { launch } from "../support/browser.ts";
import { axe, contrast, overflow } from "./judge.ts";
import { withState } from "./look.ts";
import { openShop, type Shop } from "./shop.ts";
import type { State } from "./state.ts";
import { states } from "./states.ts";

const PHONE = { width: 360, height: 740 };
/** What 400 % of zoom leave of a window of 1280 px (WCAG 1.4.10), and 200 % of one of 640 px. */
const ZOOMED = { width: 320, height: 640 };

let browser: Browser;
let english: Shop;
let arabic: Shop;
beforeAll(async () => {
  [browser, english, arabic] = await Promise.all([launch(), openShop("en"), openShop("ar")]);
});
afterAll(() => Promise.all([browser?.close(), english?.stop(), arabic?.stop()]));

/** What is wrong with a state: how it fits the window, and what `look` finds. */
function lookAt(
  state: State,
  shop: Shop,
  look: (page: Page) => Promise<string[]>,
): Promise<string[]> {
  return withState(browser, state, shop, async (page) => [
    ...(await overflow(page)),
    ...(await zoomed(page)),
    ...(await look(page)),
  ]);
}

async function zoomed(page: Page): Promise<string[]> {
  await page.setViewportSize(ZOOMED);
  const found = await overflow(page);
  await page.setViewportSize(PHONE);
  return found.map((finding) => `zoomed: ${finding}`);
}

async function inTheDark(page: Page, part: string | undefined): Promise<string[]> {
  await page.emulateMedia({ colorScheme: "dark" });
  return (await contrast(page, part)).map((finding) => `dark: ${finding}`);
}

const looked = states.filter(({ variant }) => !variant);

describe.concurrent("pages on a phone", () => {
  it.for(looked)("$name: zoomed, light and dark", async (state, { expect }) => {
    const found = await lookAt(state, english, async (page) => [
      ...(await axe(page, state.part)),
      ...(await inTheDark(page, state.part)),
    ]);
    expect(found).toEqual([]);
  });

  const translated = looked.filter((state) => !state.english);
  it.for(translated)("$name: from right to left", async (state, { expect }) => {
    const found = await lookAt(state, arabic, async (page) => {
      const direction = await page.evaluate(() => getComputedStyle(document.body).direction);
      return direction === "rtl" ? axe(page, state.part) : ["it runs from left to right"];
    });
    expect(found).toEqual([]);
  });
});
