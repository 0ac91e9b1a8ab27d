import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Language, type MailTemplates, shell } from "../../edge/contract.ts";
import { messagesIn } from "../../site/messages/index.ts";
import { fill } from "../../site/text.ts";
import { launch } from "../support/browser.ts";
import { sampleIn, samplesRoot } from "../support/samples.ts";
import { type Serving, startServe } from "../support/serve.ts";
import { askStart } from "../support/shopper.ts";

const form = (fields: Record<string, string>) => ({
  method: "POST",
  body: new URLSearchParams(fields),
});

/** By the language of the sale that is open; the others have yet to start. */
const servings = {} as Record<"de" | "ar", Serving>;
let browser: Browser;
beforeAll(async () => {
  const root = await samplesRoot();
  const open = (lang: Language) => startServe({ sale: sampleIn(lang), "starts-in": "-1m" }, root);
  [servings.de, servings.ar, browser] = await Promise.all([open("de"), open("ar"), launch()]);
});
afterAll(async () => {
  await Promise.all([browser?.close(), servings.de?.stop(), servings.ar?.stop()]);
});

describe.each(["de", "ar"] as const)("a sale in %s, whatever the browser speaks", (lang) => {
  const { tag, dir, ...texts } = messagesIn(lang);
  let serving: Serving;
  beforeAll(() => {
    serving = servings[lang];
  });
  const ask = (path: string, init?: RequestInit) => askPage(serving, path, "en", init);

  it("has its product page and its ended page in that language and direction", async () => {
    const page = await ask(`/sales/${serving.sale}`);
    expect(page).toMatchObject({ status: 200, tag, dir });
    expect(page.text).toContain(texts.product.how);
    expect(page.text).toContain(texts.live.buttons.loading);
    const ended = await ask(`/sales/${serving.sale}/ended`);
    expect(ended).toMatchObject({ status: 200, tag, dir });
    expect(ended.text).toContain(texts.ended.sold_out.text);
  });

  it("has its form, its form with problems, and its receipt in that language", async () => {
    const { message, cookie = "" } = await askStart(serving);
    const claimed = await fetch(serving.origin + message.claim, {
      ...{ method: "POST", redirect: "manual" },
      headers: { cookie, accept: "text/html" },
    });
    const order = claimed.headers.get("location") ?? "";
    const shown = await ask(order);
    expect(shown).toMatchObject({ status: 200, tag, dir });
    expect(shown.text).toContain(`>${texts.form.submit}<`);
    expect(shown.text).toMatch(/<input[^>]* name="email"[^>]* dir="ltr"/);
    const wrong = await ask(order, form({ name: "آدا", email: "nope" }));
    expect(wrong).toMatchObject({ status: 400, tag, dir });
    expect(wrong.text).toContain(texts.form.problems.email.malformed);
    const placed = await ask(order, form({ name: "آدا", email: "ada@example.com" }));
    expect(placed).toMatchObject({ status: 200, tag, dir });
    expect(placed.text).toContain(texts.receipt.title);
  });

  it("refuses in that language: a link that does not work, too much text, a method that is none", async () => {
    const { message } = await askStart(serving);
    const claim = message.claim ?? "";
    const forged = await ask(`${claim.slice(0, -1)}_`, { method: "POST" });
    expect(forged).toMatchObject({ status: 403, tag, dir });
    expect(forged.text).toContain(texts.refusals.bad_token.title);
    const order = claim.replace("/claim/", "/order/");
    const long = await ask(order, form({ note: "x".repeat(20_000) }));
    expect(long).toMatchObject({ status: 413, tag, dir });
    expect(await ask(claim)).toMatchObject({ status: 405, tag, dir });
  });
});

describe.each(["en", "zh", "de", "ar"] as const)("the e-mails of a sale in %s", (lang) => {
  it("say in that language what was ordered, and leave gaps for the name and the number only", async () => {
    const { tag, dir, mail, receipt } = messagesIn(lang);
    const file = join(await samplesRoot(), "dist", `${shell.mail(sampleIn(lang))}`);
    const { placed, unpaid, shop }: MailTemplates = JSON.parse(await readFile(file, "utf8"));
    expect(placed.text).toContain(mail.placed.intro);
    expect(unpaid.text).toContain(receipt.cancelled.unpaid);
    expect(shop.text).toContain(receipt.cancelled.cancelled);
    for (const { subject, text, html } of [placed, unpaid, shop]) {
      expect(subject).not.toMatch(/[{}\n]/);
      expect(text.match(/\{\w+\}/g)).toEqual(["{name}", "{orderId}"]);
      expect(html.match(/\{\w+\}/g)).toEqual(["{name}", "{orderId}"]);
      expect(html).toContain(`<html lang="${tag}" dir="${dir}">`);
    }
  });
});

describe("a page that belongs to no sale", () => {
  let serving: Serving;
  beforeAll(() => {
    serving = servings.ar;
  });

  it.each([
    ["ar", "ar"],
    ["de-AT,de;q=0.9,en;q=0.8", "de"],
    ["de-DE", "de"],
    ["zh-TW", "zh"],
    ["zh-Hans-CN;q=0.4, fr;q=0.9, ar;q=0.3", "zh"],
    ["EN-us, de;q=0.9", "en-US"],
    ["en-AU, en-US;q=0.1", "en"],
    ["de;q=0, ar;q=0.1", "ar"],
    ["fr, *;q=0.5", "en"],
    ["ümlaut;;q==,,", "en"],
    ["dear", "en"],
    ["", "en"],
  ] as [string, Language][])("refuses a browser that speaks %j in %s", async (accept, lang) => {
    const { tag, dir, refusals } = messagesIn(lang);
    const page = await askPage(serving, "/order/no-token", accept);
    expect(page).toMatchObject({ status: 403, tag, dir });
    expect(page.text).toContain(refusals.bad_token.title);
  });

  it("is English where the CDN answers and the public sales are: the list, and what is not there", async () => {
    for (const path of ["/", "/no-such-page"]) {
      expect(await askPage(serving, path, "ar")).toMatchObject({ tag: "en", dir: "ltr" });
    }
  });

  it("lists each sale in its own language and direction", async () => {
    const { text } = await askPage(serving, "/", "en");
    for (const lang of ["en", "de", "zh", "ar"] as const) {
      const { tag, dir, list } = messagesIn(lang);
      const card = new RegExp(`<li class="card" lang="${tag}" dir="${dir}"[^]*?</li>`).exec(text);
      expect(card?.[0]).toContain(list.starts);
    }
  });
});

describe("the start of a sale, in the browser", () => {
  const { zone } = messagesIn("de").product;

  it.each([
    ["Asia/Shanghai", "17:00 Uhr (UTC+8)", fill(zone.apart, { start: "Sa., 10:00 Uhr (UTC+1)" })],
    [
      "America/St_Johns",
      "05:30 Uhr (UTC−3:30)",
      fill(zone.apart, { start: "Sa., 10:00 Uhr (UTC+1)" }),
    ],
    ["Europe/Vienna", "10:00 Uhr (UTC+1)", zone.same],
  ])(
    "is told to a visitor in %s by his own clock, with the sale's beside it",
    async (timezoneId, time, beside) => {
      const page = await browser.newPage({ timezoneId });
      await page.goto(`${servings.ar.origin}/sales/${sampleIn("de")}`);
      await page.locator('sale-live[data-state="upcoming"]').waitFor();
      const shown = (selector: string) => page.locator(selector).textContent();
      await expect.poll(() => shown("[data-zone]")).toBe(beside);
      expect(await shown("[data-starts-at]")).toBe(`Samstag, 12. Dezember 2026 um ${time}`);
      await page.close();
    },
  );
});

async function askPage(serving: Serving, path: string, language: string, init: RequestInit = {}) {
  const headers = { accept: "text/html", "accept-language": language };
  const answer = await fetch(serving.origin + path, { ...init, headers });
  const text = asRead(await answer.text());
  const [, tag, dir] = /<html lang="([^"]+)" dir="([^"]+)"/.exec(text) ?? [];
  return { status: answer.status, text, tag, dir };
}

/** Astro writes `'` and `"` as entities. */
function asRead(html: string): string {
  return html.replaceAll("&#39;", "'").replaceAll("&quot;", '"');
}
