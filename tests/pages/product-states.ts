/** States of the product page: the page is the real one, what it hears is made up. */
import type { Page } from "playwright-core";
import type { StartMessage } from "../../edge/contract.ts";
import { bendStart, CLAIM } from "../support/bent.ts";
import type { Shop } from "./shop.ts";
import { HOUR, type State } from "./state.ts";

/** A start script that never comes would hold the event `load` back. */
const SOON = { waitUntil: "domcontentloaded" } as const;

export function onProduct(
  name: string,
  state: string,
  bend: (page: Page) => Promise<unknown>,
): State {
  return {
    name,
    show: async (page, { origin, sale }) => {
      await bend(page);
      await page.goto(`${origin}/sales/${sale}`, SOON);
      await inState(page, state);
    },
  };
}

const inState = (page: Page, state: string) =>
  page.locator(`[data-sale][data-state="${state}"]`).waitFor();

export const said = (page: Page, part: Partial<StartMessage>) => bendStart(page, () => part);
export const open = (page: Page) => said(page, { claim: "/claim/x" });
export const upcoming = (page: Page, left: number) =>
  bendStart(page, () => ({ state: "upcoming", startsAt: Date.now() + left, now: Date.now() }));
export const endedAfter = (length: number) => ({
  startsAt: Date.now() - HOUR,
  endedAt: Date.now() - HOUR + length,
});

export function afterClick(
  name: string,
  state: string,
  bend: (page: Page) => Promise<unknown>,
): State {
  const shown = onProduct(name, "open", open);
  return {
    name,
    show: async (page, shop) => {
      await bend(page);
      await shown.show(page, shop);
      await page.locator("[data-buy]:enabled").click();
      if (state === "open") await page.locator("[data-status].trouble").waitFor();
      await inState(page, state);
    },
  };
}

export const claimed = (page: Page, status: number, code: string) =>
  page.route(CLAIM, (route) =>
    route.fulfill({ status, json: { code }, headers: { "retry-after": "5" } }),
  );

export function holding(name: string, body: (shop: Shop) => object): State {
  return {
    name,
    show: async (page, shop) => {
      await page.route("**/order/mine", (route) => route.fulfill({ json: body(shop) }));
      await said(page, { claim: "/claim/x", order: "/order/mine" });
      const answered = page.waitForResponse("**/order/mine");
      await page.goto(`${shop.origin}/sales/${shop.sale}`, SOON);
      await inState(page, "holder");
      await answered;
    },
  };
}
