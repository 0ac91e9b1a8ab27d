/** A state in a browser profile of its own, in every look that was asked for. */
import type { Browser, Page } from "playwright-core";
import type { Language } from "../../edge/contract.ts";
import { messagesIn } from "../../site/messages/index.ts";
import { PATIENCE } from "../support/patience.ts";
import { axe, contrast, overflow } from "./judge.ts";
import type { Shop } from "./shop.ts";
import { type State, stopClocks, stopScripts } from "./state.ts";

export interface Look {
  /** Of the window, in CSS pixels. */
  width: number;
  scheme: "light" | "dark";
}

/** What 400 % of zoom leave of a window of 1280 px (WCAG 1.4.10), and 200 % of one of 640 px. */
const ZOOMED = { width: 320, height: 640 };
const HEIGHTS: Record<number, number> = { 360: 740, 768: 1024, 1440: 900 };

export async function withState<T>(
  browser: Browser,
  { show, scripts, english }: State,
  shop: Shop,
  use: (page: Page) => Promise<T>,
): Promise<T> {
  const context = await browser.newContext({
    viewport: { width: 360, height: 740 },
    ...{ locale: shop.lang, reducedMotion: "reduce" },
  });
  try {
    context.setDefaultTimeout(PATIENCE);
    const page = await context.newPage();
    await (scripts === false ? stopScripts(page) : stopClocks(page));
    await show(page, shop);
    await requireDirection(page, english ? "en" : shop.lang);
    return await use(page);
  } finally {
    await context.close();
  }
}

async function requireDirection(page: Page, lang: Language): Promise<void> {
  const direction = await page.locator("body").evaluate((body) => getComputedStyle(body).direction);
  if (direction !== messagesIn(lang).dir) throw new Error(`its text runs ${direction}`);
}

async function turn(page: Page, { width, scheme }: Look): Promise<void> {
  await page.setViewportSize({ width, height: HEIGHTS[width] ?? 740 });
  await page.emulateMedia({ colorScheme: scheme });
}

async function zoomed(page: Page): Promise<string[]> {
  await page.setViewportSize(ZOOMED);
  return (await overflow(page)).map((one) => `zoomed: ${one}`);
}

/** What is wrong with it in all looks. A picture of each goes to where `picture` says. */
export async function judgeLooks(
  page: Page,
  looks: Look[],
  picture: (look: Look) => string,
): Promise<string[]> {
  const found = await zoomed(page);
  for (const look of looks) {
    await turn(page, look);
    await page.screenshot({ path: picture(look), fullPage: true });
    found.push(...(await overflow(page)).map((one) => `${look.width}: ${one}`));
  }
  // Last, because it lets scripts run where there were none.
  for (const look of looks) {
    await turn(page, look);
    const wrong = look.scheme === "light" ? await axe(page) : await contrast(page);
    found.push(...wrong.map((one) => `${look.width} ${look.scheme}: ${one}`));
  }
  return found;
}
