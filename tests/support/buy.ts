/** Buying as a person does it in a browser. */
import type { Page } from "playwright-core";

/** A page, or a frame in one. */
type Shown = Pick<Page, "locator">;

/** From the live button to the receipt. */
export async function buy(page: Shown): Promise<void> {
  await page.locator("[data-buy]:enabled").click();
  await fillAndOrder(page);
}

/** From the form to the receipt. */
export async function fillAndOrder(page: Shown): Promise<void> {
  await page.locator("[name=name]").fill("Ada Lovelace");
  await page.locator("[name=email]").fill("ada@example.com");
  await page.locator("form[data-order-form] [type=submit]").click();
  await page.locator("[data-receipt]").waitFor();
}
