/** What becomes of an order, as its shopper sees it: paid, or cancelled because nobody paid; and kept. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { AxeBuilder } from "@axe-core/playwright";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type RunningOrderSystem, startOrderSystem } from "../../scripts/order-system/server.ts";
import { launch } from "../support/browser.ts";
import { buy as buyOn } from "../support/buy.ts";
import { PATIENCE, waitFor } from "../support/patience.ts";
import { type ServeOptions, type Serving, startServe } from "../support/serve.ts";

let browser: Browser;
let folder: string;
let system: RunningOrderSystem;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "paying-"));
  [browser, system] = await Promise.all([launch(), startOrderSystem()]);
  writeFileSync(join(folder, "env"), `ORDER_SYSTEM_SECRET=${system.secret}\n`);
});
afterAll(async () => {
  await Promise.all([browser?.close(), system?.stop()]);
  rmSync(folder, { recursive: true });
});

/** One unit, so that the second shopper can only buy what the first one does not keep. */
async function withSale(options: ServeOptions, test: (serving: Serving) => Promise<void>) {
  const own = { "order-system": system.url, env: join(folder, "env") };
  const serving = await startServe({ "starts-in": "0s", stock: 1, ...own, ...options });
  system.behave({ payments: serving.origin });
  try {
    await test(serving);
  } finally {
    await serving.stop();
  }
}

/** A browser profile of its own. */
async function newPage(): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 360, height: 740 } });
  context.setDefaultTimeout(PATIENCE);
  return context.newPage();
}

/** A new shopper, who buys; the page of the receipt. */
async function buy({ url }: Serving): Promise<Page> {
  const page = await newPage();
  await page.goto(url);
  return order(page);
}

async function order(page: Page): Promise<Page> {
  await buyOn(page);
  return page;
}

const numberOn = async (page: Page) =>
  (await page.locator('[data-fill="orderId"]').first().innerText()).replaceAll(/\s/g, "");
const says = (page: Page, part: string) => page.locator(`[data-when="${part}"]:visible`).waitFor();
const shown = (page: Page, part: string) => page.locator(`[data-when="${part}"]`).isVisible();
const axe = async (page: Page) =>
  (await new AxeBuilder({ page }).analyze()).violations.map(({ id }) => id);
/** Each look at the tab asks for news at once; waiting for the page's own pauses would only take longer. */
const look = (page: Page) =>
  page.evaluate(() => document.dispatchEvent(new Event("visibilitychange")));

describe("an order", () => {
  it("is paid at the order system's page, and the receipt says so by itself", async () => {
    await withSale({ "pay-within": "10m" }, async (serving) => {
      const receipt = await buy(serving);
      const orderId = await numberOn(receipt);
      await says(receipt, "pay");
      await receipt.locator("[data-pay-left]:visible", { hasText: /\b\d:\d\d/ }).waitFor();
      expect(await axe(receipt)).toEqual([]);

      const till = await receipt.context().newPage();
      await till.goto((await receipt.locator("[data-fill-href=payAt]").getAttribute("href")) ?? "");
      await till.getByRole("button", { name: "Pay" }).click();
      await till.getByText("Done.").waitFor();

      await look(receipt);
      await says(receipt, "paid");
      expect(await shown(receipt, "pay")).toBe(false);
      expect(await shown(receipt, "pay-by")).toBe(false);
      expect(await axe(receipt)).toEqual([]);
      await waitFor(() => system.stats().paid === 1, "the order system hears of the payment");
      const [order] = system.orders().filter((one) => one.orderId === orderId);
      expect(order).toMatchObject({ paidAt: expect.any(Number) });

      await till.getByRole("button", { name: "Cancel the order" }).click();
      await till.getByText("Done.").waitFor();
      await receipt.reload();
      await says(receipt, "cancelled");
      await receipt.context().close();
    });
  });

  it("that is not paid in time is cancelled: its receipt says why, and another shopper buys the unit", async () => {
    await withSale({ "pay-within": "8s" }, async (serving) => {
      const first = await buy(serving);
      const orderId = await numberOn(first);
      await says(first, "unpaid");
      expect(await numberOn(first)).toBe(orderId);
      for (const part of ["thanks", "next", "paid", "pay", "again"]) {
        expect(await shown(first, part), part).toBe(false);
      }
      expect(await axe(first)).toEqual([]);

      const second = await buy(serving);
      expect(await numberOn(second)).not.toBe(orderId);
      await says(second, "thanks");
      const isCancelled = () => system.orders().find((one) => one.orderId === orderId)?.reason;
      await waitFor(isCancelled, "the order system hears that it was cancelled");
      expect(isCancelled()).toBe("unpaid");

      // Whoever pays now is told, and the provider gives the money back.
      await first.goto(new URL(`/pay/${orderId}`, system.url).href);
      await first.getByRole("button", { name: "Pay" }).click();
      await first.getByText("Too late").waitFor();
      await Promise.all([first.context().close(), second.context().close()]);
    });
  });

  it("can be kept: its number is one to copy, and it is printed and saved with the way back", async () => {
    await withSale({}, async (serving) => {
      const receipt = await buy(serving);
      const copied = await receipt.evaluate(() => {
        const number = document.querySelector("[data-fill=orderId]") as Element;
        getSelection()?.selectAllChildren(number);
        return [String(getSelection()), number.children.length];
      });
      expect(copied).toEqual([expect.stringMatching(/^[0-9A-Z]{16}$/), 4]);

      const saving = receipt.waitForEvent("download");
      await receipt.locator("button[data-save]:visible").click();
      const saved = await saving;
      expect(saved.suggestedFilename()).toBe(`${copied[0]}.txt`);
      const text = await readFile(await saved.path(), "utf8");
      expect(text).toContain(copied[0]);
      expect(text).toContain(receipt.url());

      await receipt.evaluate(() => {
        window.print = () => document.body.setAttribute("data-printed", "");
      });
      await receipt.locator("button[data-print]:visible").click();
      expect(await receipt.locator("body[data-printed]").count()).toBe(1);
      await receipt.emulateMedia({ media: "print" });
      expect(await receipt.locator(".no-print:visible").count()).toBe(0);
      await receipt.context().close();
    });
  });

  it("says where its visit came from, whatever was reloaded or visited in between", async () => {
    await withSale({}, async (serving) => {
      const page = await newPage();
      const shop = "https://news.example/letters/7?reader=ada";
      await page.goto(`${serving.url}?utm_source=newsletter&utm_campaign=spring&gclid=1`, {
        referer: shop,
      });
      await page.locator("[data-buy]:enabled").waitFor();
      await page.goto(serving.url, { referer: `${serving.origin}/` });
      await page.reload();
      const orderId = await numberOn(await order(page));
      const found = () => system.orders().find((one) => one.orderId === orderId);
      expect(await waitFor(found, "the order system gets the order")).toMatchObject({
        visit: {
          source: "newsletter",
          campaign: "spring",
          referrer: "https://news.example",
        },
      });
      await page.context().close();
    });
  });
});
