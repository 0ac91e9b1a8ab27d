/** Many odd inputs; and sales of odd texts through the real build, as a browser reads their pages. */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import fc from "fast-check";
import type { Browser } from "playwright-core";
import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readAmount } from "../../scripts/lib/amounts.ts";
import { problemOf } from "../../scripts/lib/write/answers.ts";
import { completed } from "../../scripts/lib/write/flags.ts";
import { saleText } from "../../scripts/lib/write/sale-text.ts";
import { launch } from "../support/browser.ts";
import { ProjectCopy } from "../support/project-copy.ts";
import { currency, oddAmount, oddText } from "./odd.ts";
import { calendarLines, PROPERTIES } from "./properties.ts";

it.each(Object.entries(PROPERTIES))(
  "%s is kept as it is meant, or refused by its name",
  (_, hold) => hold(5_000),
);

/** As `new` takes them, so that whatever is lost is lost by the build. */
const draft = fc
  .record({
    ...{ title: oddText, tagline: oddText, alt: oddText, shipping: oddText, payment: oddText },
    ...{ seller: oddText, currency, price: oddAmount.map(({ text }) => text) },
  })
  .filter((made) => {
    const { price, currency, alt, ...texts } = made;
    const amount = readAmount(price, currency);
    const keys = Object.entries({ ...texts, imageAlt: alt }) as ["title", string][];
    return (
      amount.ok &&
      !JSON.stringify(made).includes("%%") &&
      keys.every(([key, text]) => problemOf(key, text) === undefined)
    );
  });
type Draft = typeof draft extends fc.Arbitrary<infer Made> ? Made : never;

const SALES = 24;
const SEED = Number(process.env.SEED ?? Math.floor(Math.random() * 2 ** 31));

describe(`${SALES} sales of odd texts (SEED=${SEED})`, () => {
  const drafts = Object.entries(fc.sample(draft, { numRuns: SALES, seed: SEED })).map(
    ([index, made]) => [`odd-${index}`, made] as const,
  );
  let copy: ProjectCopy;
  let browser: Browser;
  beforeAll(async () => {
    copy = new ProjectCopy();
    for (const [slug, made] of drafts) await writeSale(slug, made);
    const built = await copy.sale(["build"], { DOORBUSTER_URL: "https://sale.example" });
    if (built.status !== 0) throw new Error(built.stderr);
    browser = await launch();
  });
  afterAll(async () => {
    await browser?.close();
    copy?.remove();
  });

  async function writeSale(slug: string, made: Draft): Promise<void> {
    const whole = {
      ...{ ...made, name: slug, stock: "50", zone: "Europe/Berlin" },
      ...{ start: "2026-12-12 10:00", end: "2h", terms: "/t", privacy: "/p", imprint: "/i" },
      contact: "mailto:a@b.example",
    };
    mkdirSync(copy.path("site/content/sales", slug));
    const picture = sharp({
      create: { width: 1300, height: 700, channels: 4, background: "#0000" },
    });
    await picture.png().toFile(copy.path("site/content/sales", slug, "lamp.png"));
    const text = saleText(completed(whole), "lamp.png", false, {});
    writeFileSync(copy.path("site/content/sales", slug, "index.md"), text);
  }
  const read = (path: string) => readFileSync(copy.path("dist", path), "utf8");

  it("are on their pages, to the letter", async () => {
    const page = await browser.newPage();
    for (const [slug, made] of drafts) {
      const product = await page.evaluate(seen, read(`sales/${slug}.html`));
      const form = await page.evaluate(seen, read(`shell/${slug}/form.html`));
      expect(product.heading, slug).toBe(made.title.trim());
      expect(product.title, slug).toBe(made.title.trim());
      expect(product.alt, slug).toBe(made.alt.trim());
      for (const text of [made.tagline, made.seller])
        expect(product.all, slug).toContain(text.trim());
      for (const text of [made.shipping, made.payment])
        expect(form.all, slug).toContain(text.trim());
      expect(product.all, slug).toContain(priceOf(made, "en-GB"));
      expect(product.data, slug).toMatchObject({
        ...{ name: made.title.trim(), description: made.tagline.trim() },
        offers: {
          ...{ price: amountOf(made), priceCurrency: made.currency },
          seller: { name: made.seller.trim() },
        },
      });
    }
    await page.close();
  });

  it("are in their calendars, to the letter", () => {
    for (const [slug, made] of drafts) {
      const value = calendarLines(read(`sales/${slug}.ics`));
      expect(value("SUMMARY"), slug).toBe(made.title.trim());
      expect(value("DESCRIPTION"), slug).toBe(made.tagline.trim());
      expect(value("DTSTART"), slug).toBe("20261212T090000Z");
      expect(Number(value("SEQUENCE")), slug).toBeGreaterThan(0);
    }
  });

  it("have a picture that shows the paper of the page where it is transparent, in every format", async () => {
    const [, fallback] = /<img[^>]*src="([^"]+\.jpg)"/.exec(read("sales/odd-0.html")) ?? [];
    const [, shared] =
      /og:image" content="https:\/\/sale\.example([^"]+)"/.exec(read("sales/odd-0.html")) ?? [];
    for (const path of [fallback, shared]) {
      const { data } = await sharp(copy.path(`dist${decodeURI(path ?? "")}`))
        .extract({ left: 4, top: 4, width: 1, height: 1 })
        .raw()
        .toBuffer({ resolveWithObject: true });
      // #faf8f5, as far as JPEG keeps it.
      expect(data[0], path).toBeGreaterThan(240);
      expect(data[2], path).toBeGreaterThan(235);
    }
  });
});

const amountOf = ({ price, currency }: Draft) => {
  const amount = readAmount(price, currency);
  return amount.ok ? Number(amount.written) : undefined;
};
const priceOf = (made: Draft, locale: string) =>
  new Intl.NumberFormat(locale, { style: "currency", currency: made.currency }).format(
    amountOf(made) ?? 0,
  );

/** A page as a browser reads it: texts with all their spaces. */
function seen(html: string) {
  const parsed = new DOMParser().parseFromString(html, "text/html");
  const text = (selector: string) => parsed.querySelector(selector)?.textContent?.trim();
  const meta = parsed.querySelector<HTMLMetaElement>('meta[property="og:title"]');
  return {
    heading: text("h1"),
    title: meta?.content,
    alt: parsed.querySelector(".hero img")?.getAttribute("alt"),
    all: parsed.body.textContent ?? "",
    data: JSON.parse(text("script[type$=json]") ?? "{}"),
  };
}
