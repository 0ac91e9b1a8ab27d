/** A state of a page, and what all of them need. */
import type { CDPSession, Page } from "playwright-core";
import type { Shop } from "./shop.ts";

export interface State {
  name: string;
  show: (page: Page, shop: Shop) => Promise<unknown>;
  /** It speaks English to everybody. */
  english?: true;
  /** False: in a browser that runs no scripts. */
  scripts?: false;
}

export const SECOND = 1000;
export const HOUR = 3600 * SECOND;

/** So that a picture of "in 3 seconds" can be taken, and the next one shows the same. */
export async function stopClocks(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const stopped = Date.now();
    Date.now = () => stopped;
    performance.now = () => 1000;
  });
}

const stopped = new WeakMap<Page, CDPSession>();

/** As for a visitor who has switched scripts off. */
export async function stopScripts(page: Page): Promise<void> {
  const devtools = await page.context().newCDPSession(page);
  await devtools.send("Emulation.setScriptExecutionDisabled", { value: true });
  stopped.set(page, devtools);
}

/** For those who judge the page by a script of their own, once it stands. */
export async function letScriptsRun(page: Page): Promise<void> {
  await stopped.get(page)?.detach();
  stopped.delete(page);
}
