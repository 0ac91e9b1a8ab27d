/** What the build makes of sales' files, looked at from outside: one build, files and a browser. */
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import type { Browser, Page } from "playwright-core";
import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { launch } from "../support/browser.ts";
import { type DistServer, serveDist } from "../support/dist-server.ts";
import { ProjectCopy } from "../support/project-copy.ts";
import { hostile, hostileFile } from "./hostile.ts";

const SLUG = "hostile";
let copy: ProjectCopy;
let browser: Browser;
let server: DistServer;
let origin = "";
let told = "";

beforeAll(async () => {
  copy = new ProjectCopy();
  mkdirSync(copy.path("site/content/sales", SLUG));
  await sharp(drawing(1600, 1200)).toFile(copy.path("site/content/sales", SLUG, "lamp.png"));
  writeFileSync(copy.path("site/content/sales", SLUG, "index.md"), hostileFile("./lamp.png"));
  const [built, launched] = await Promise.all([
    copy.sale(["build", "--weights"], { DOORBUSTER_URL: "https://sale.example" }),
    launch(),
  ]);
  told = built.stderr;
  if (built.status !== 0) throw new Error(told);
  browser = launched;
  server = await serveDist(copy.path("dist"));
  origin = server.origin;
});
afterAll(async () => {
  await browser?.close();
  server?.close();
  copy?.remove();
});

const read = (path: string) => readFileSync(copy.path("dist", path), "utf8");
const pages = () =>
  readdirSync(copy.path("dist"), { recursive: true, encoding: "utf8" }).filter((path) =>
    path.endsWith(".html"),
  );

/** A picture that no other test has made the build's memory know. */
function drawing(width: number, height: number) {
  const circle = `<circle cx="${width / 2}" cy="${height / 2}" r="${height / 3}" fill="#c06"/>`;
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"><rect width="100%" height="100%" fill="#024"/>${circle}</svg>`;
  return Buffer.from(svg);
}

describe("a sale's file full of hostile text", () => {
  const PAGES = [
    `/sales/${SLUG}`,
    `/sales/${SLUG}/ended`,
    `/shell/${SLUG}/form`,
    `/shell/${SLUG}/receipt`,
    `/shell/${SLUG}/expired`,
    "/",
  ];

  it("renders as text on every page, runs nothing, and overflows nothing at 360 px", async () => {
    const context = await browser.newContext({ viewport: { width: 360, height: 740 } });
    for (const path of PAGES) {
      const page = await context.newPage();
      const violations = await watch(page);
      await page.goto(origin + path);
      expect(await page.evaluate(() => "pwned" in window), path).toBe(false);
      expect(await page.locator("body").innerText(), path).toContain(seen(hostile.title));
      expect(await page.evaluate(overflowing), path).toEqual([]);
      expect(await page.locator("main, article, footer").count(), path).toBeGreaterThan(0);
      expect(await page.locator("[onclick], [onerror], h1 img, [style]").count(), path).toBe(0);
      expect(violations, path).toEqual([]);
      await page.close();
    }
    await context.close();
  });

  it("stands whole where machines read it", async () => {
    const page = await browser.newPage();
    await page.goto(`${origin}/sales/${SLUG}`);
    expect(await page.title()).toBe(`${hostile.title} · Nordglas Atelier`.replace(/\s+/g, " "));
    const meta = (name: string) => page.locator(`meta[property="${name}"]`).getAttribute("content");
    expect(await meta("og:title")).toBe(hostile.title);
    expect(await meta("og:image:alt")).toBe(hostile.imageAlt);
    expect(await page.locator(".hero img").getAttribute("alt")).toBe(hostile.imageAlt);
    const data = JSON.parse((await page.locator("script[type$=json]").textContent()) ?? "");
    expect(data).toMatchObject({
      name: hostile.title,
      description: hostile.tagline,
      url: `https://sale.example/sales/${SLUG}`,
      offers: { price: 123456.78, priceCurrency: "EUR", seller: { name: hostile.seller } },
    });
    expect(data.offers.validFrom).toBe("2027-01-01T10:00:00+05:30");
    expect(await page.locator("article").innerText()).toContain("{{ 7 * 7 }}");
    expect(await page.locator('.prose a:not([href="#"])').count()).toBe(0);
    expect(await page.locator(".prose a").count()).toBe(2);
    await page.close();
  });

  it("is one entry in the calendar, whatever lines it holds", () => {
    const unfolded = read(`sales/${SLUG}.ics`).replace(/\r\n[ \t]/g, "");
    const lines = unfolded.split("\r\n");
    expect(lines.filter((line) => line === "BEGIN:VEVENT")).toHaveLength(1);
    expect(lines).toContain("DTSTART:20270101T043000Z");
    expect(lines).toContain("DTEND:20270101T063000Z");
    const summary = lines.find((line) => line.startsWith("SUMMARY:")) ?? "";
    expect(summary.slice("SUMMARY:".length).replace(/\\([\\;,])/g, "$1")).toBe(hostile.title);
    expect(existsSync(copy.path("build/marked/sales", `${SLUG}.ics`))).toBe(true);
  });
});

/** What the browser refuses to load or run. */
async function watch(page: Page): Promise<string[]> {
  const violations: string[] = [];
  page.on("console", (message) => {
    if (/Content.Security.Policy|Refused/i.test(message.text())) violations.push(message.text());
  });
  return violations;
}

/** As `innerText` has it: runs of white space are one space. */
const seen = (text: string) => text.replace(/\s+/g, " ").trim();

function overflowing(): string[] {
  const { clientWidth, scrollWidth } = document.documentElement;
  if (scrollWidth <= clientWidth) return [];
  return [...document.querySelectorAll("body *")]
    .filter((element) => element.getBoundingClientRect().right > clientWidth + 1)
    .map((element) => `${element.tagName}.${element.className}`);
}

describe("every page", () => {
  it("has a policy that allows its own styles and scripts by hash, and nothing inline beside them", async () => {
    const paths = pages();
    const page = await browser.newPage();
    const found = await page.evaluate(insides, paths.map(read));
    await page.close();
    for (const [index, { policy, before, inline, attributes, files }] of found.entries()) {
      const path = paths[index];
      const hashes = new Set(inline.map((text) => sha256(text)));
      expect(policy, path).toMatch(/default-src 'none'.*script-src 'self'.*style-src 'self'/);
      expect(policy, path).not.toMatch(/unsafe|data:|\*/);
      for (const hash of hashes) expect(policy, path).toContain(`'sha256-${hash}'`);
      expect(policy?.match(/'sha256-/g), path).toHaveLength(hashes.size);
      expect([before, attributes, files], path).toEqual([["META"], [], 0]);
    }
  });

  it("is told with its weight by --weights, as are hero and start script", () => {
    expect(told).toMatch(/sales\/hostile\.html +[\d,]+ of 14,600 bytes/);
    expect(told).toMatch(/hero of hostile \(AVIF\) +[\d,]+ of 35,000 bytes/);
    expect(told).toMatch(/start script of hostile +[\d,]+ of +600 bytes/);
  });
});

const sha256 = (text: string) => createHash("sha256").update(text).digest("base64");

/** Pages as a browser reads them: what is inline, and what is asked for beside pictures. */
function insides(pages: string[]) {
  return pages.map((html) => {
    const parsed = new DOMParser().parseFromString(html, "text/html");
    const all = [...parsed.querySelectorAll("*")];
    const inline = [...parsed.querySelectorAll("style, script:not([type$=json])")];
    const head = [...parsed.head.children];
    const at = head.findIndex((element) => element.matches("[http-equiv]"));
    return {
      before: head.slice(0, at).map(({ tagName }) => tagName),
      policy: parsed.querySelector<HTMLMetaElement>("meta[http-equiv]")?.content,
      inline: inline.map((element) => element.textContent ?? ""),
      attributes: all
        .flatMap((one) => one.getAttributeNames())
        .filter((n) => /^(style|on)/.test(n)),
      files: parsed.querySelectorAll("link[rel=stylesheet], script[src], iframe, object").length,
    };
  });
}

describe("the product page", () => {
  it("is shared with a picture on which price and start are drawn", async () => {
    const html = read(`sales/${SLUG}.html`);
    expect(html).toContain(`<link rel="canonical" href="https://sale.example/sales/${SLUG}">`);
    const image = /property="og:image" content="https:\/\/sale\.example([^"]+)"/.exec(html)?.[1];
    expect(await sharp(copy.path(`dist${image}`)).metadata()).toMatchObject({
      ...{ format: "jpeg", width: 1200, height: 630 },
    });
  });

  it("may be framed by the shop that its file names, and the other sales by nobody", () => {
    const rules = read("_headers");
    for (const path of [`/sales/${SLUG}`, `/sales/${SLUG}/*`]) {
      expect(rules).toContain(
        `\n${path}\n  ! X-Frame-Options\n  ! Content-Security-Policy\n  Content-Security-Policy: frame-ancestors https://shop.example\n`,
      );
    }
    expect(rules).toMatch(/^\/\*\n {2}Content-Security-Policy: frame-ancestors 'none'$/m);
    expect(rules).not.toContain("/sales/aurora-lamp");
  });
});

describe("search engines", () => {
  it("are shown where shoppers begin, and nothing that bears a token", () => {
    const sitemap = read("sitemap-0.xml");
    const urls = [...sitemap.matchAll(/<loc>([^<]+)<\/loc>/g)].map(([, url]) => url);
    expect(urls.sort()).toEqual([
      "https://sale.example/",
      "https://sale.example/sales/aurora-lamp",
      `https://sale.example/sales/${SLUG}`,
    ]);
    expect(read("robots.txt")).toContain("Sitemap: https://sale.example/sitemap-index.xml");
  });
});
