/** States of the pages behind a click: real ones, with what only a crowd or time would bring about made up. */
import type { Page } from "playwright-core";
import type { Shop } from "./shop.ts";
import { SECOND, type State } from "./state.ts";

/** The real form, with so many ms left of its place. */
export function onForm(name: string, left: number): State {
  return {
    name,
    show: async (page, { origin, place }) => {
      await rewrite(page, place, (html) => {
        const served = Number(/data-now="(\d+)"/.exec(html)?.[1]);
        // The clock of the page stands at one second after it was asked for.
        const expiresAt = served + left + SECOND;
        return html.replace(/data-expires-at="\d+"/, `data-expires-at="${expiresAt}"`);
      });
      await page.goto(origin + place);
      if (left < 0) await page.locator("[data-lapsed]").waitFor();
    },
  };
}

export async function formWithErrors(page: Page, shop: Shop): Promise<void> {
  await onForm("", 107 * SECOND).show(page, shop);
  const form = page.locator("form[data-order-form]");
  await form.evaluate((element) => element.setAttribute("novalidate", ""));
  await page.locator("[name=email]").fill("ada@example");
  await page.locator("[name=phone]").fill("+49 30 1234567");
  await form.locator("[type=submit]").click();
  await page.locator("[data-notice=invalid]:visible").waitFor();
}

/** Above the form, a notice that only a crowd would bring about. */
export function noticed(name: string, notice: string): State {
  return {
    name,
    show: async (page, shop) => {
      await onForm(name, 107 * SECOND).show(page, shop);
      const element = page.locator(`[data-notice="${notice}"]`);
      await element.evaluate((found) => found.removeAttribute("hidden"));
    },
  };
}

/** The real receipt, as the Worker shows it of an order that has become something else. */
export function receiptOf(name: string, became: { show: string[]; hide?: string[] }): State {
  return {
    name,
    show: async (page, { origin, ordered }) => {
      await rewrite(page, ordered, (html) => withPayment(shownAs(html, became)));
      await page.goto(origin + ordered);
    },
  };
}

/** What it says to a printer. */
export async function printed(page: Page, { origin, ordered }: Shop): Promise<void> {
  await page.emulateMedia({ media: "print" });
  await page.goto(origin + ordered);
}

function shownAs(html: string, { show, hide = [] }: { show: string[]; hide?: string[] }): string {
  const part = (name: string) => new RegExp(`(data-when="${name}"[^>]*?)( hidden)?(?=>)`, "g");
  const shown = show.reduce((text, name) => text.replaceAll(part(name), "$1"), html);
  return hide.reduce((text, name) => text.replaceAll(part(name), "$1 hidden"), shown);
}

/** Until in 29 minutes. */
function withPayment(html: string): string {
  const now = Date.now();
  const payBy = now + 29 * 60 * SECOND;
  const time = new Date(payBy).toISOString();
  return html
    .replace("<body", `<body data-now="${now}" data-expires-at="${payBy}"`)
    .replace('data-fill-time="payBy"', `data-fill-time="payBy" datetime="${time}"`);
}

export async function bareReceipt(page: Page, shop: Shop): Promise<void> {
  await serveShell(page, shop, `receipt/${shop.lang}`);
  await page.locator('[data-fill="orderId"]').evaluate((element, number) => {
    element.textContent = number;
  }, shop.number);
}

export async function serveShell(page: Page, shop: Shop, path: string): Promise<void> {
  const body = await shop.shell(path);
  const url = `${shop.origin}/order/shell`;
  await page.route(url, (route) => route.fulfill({ contentType: "text/html", body }));
  await page.goto(url);
}

async function rewrite(page: Page, path: string, change: (html: string) => string): Promise<void> {
  await page.route(`**${path}`, async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, body: change(await response.text()) });
  });
}
