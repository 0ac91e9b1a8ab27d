/** A shop's own brand on every page: one build, files and a browser. */
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { AxeBuilder } from "@axe-core/playwright";
import type { Browser, Page } from "playwright-core";
import sharp from "sharp";
import { afterAll, beforeAll, expect, it } from "vitest";
import { launch } from "../support/browser.ts";
import { type DistServer, serveDist } from "../support/dist-server.ts";
import { ProjectCopy } from "../support/project-copy.ts";

const SHOP = `name: Holz & Söhne
home: https://holz.at
logo: ./logo.svg
logoOnDark: ./on-dark.svg
lang: en-US
zone: Europe/Vienna
colors: { accent: "#0b5d4f" }
footer: [{ text: Returns, href: https://holz.at/returns }]
country: US
seller: Holz & Söhne GmbH, Gasse 1, Wien
terms: https://holz.at/terms
privacy: https://holz.at/privacy
contact: mailto:hallo@holz.at
`;
const logo = (fill: string) =>
  `<svg xmlns="http://www.w3.org/2000/svg" width="240" height="60"><rect width="240" height="60" fill="${fill}"/></svg>`;

let copy: ProjectCopy;
let browser: Browser;
let server: DistServer;

beforeAll(async () => {
  copy = new ProjectCopy();
  writeFileSync(copy.path("site/content/shop.yaml"), SHOP);
  writeFileSync(copy.path("site/content/logo.svg"), logo("#0b5d4f"));
  writeFileSync(copy.path("site/content/on-dark.svg"), logo("#d7efe9"));
  // The sample sale, but for what it can take from the shop.
  const file = copy.path("site/content/sales/aurora-lamp/index.md");
  const inherited = /^(?:lang|seller|terms|privacy|imprint|contact): .*\n/gm;
  writeFileSync(file, readFileSync(file, "utf8").replace(inherited, ""));
  const [built, launched] = await Promise.all([
    copy.sale(["build"], { DOORBUSTER_URL: "https://sale.holz.at" }),
    launch(),
  ]);
  if (built.status !== 0) throw new Error(built.stderr);
  browser = launched;
  server = await serveDist(copy.path("dist"));
});
afterAll(async () => {
  await browser?.close();
  server?.close();
  copy?.remove();
});

const read = (path: string) => readFileSync(copy.path("dist", path), "utf8");
const files = (ending: RegExp) =>
  readdirSync(copy.path("dist"), { recursive: true, encoding: "utf8" }).filter((path) =>
    ending.test(path),
  );

async function open(path: string, colorScheme: "light" | "dark"): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 360, height: 740 }, colorScheme });
  const page = await context.newPage();
  await page.goto(server.origin + path);
  return page;
}

it("is on every page and in every tab, and nobody else's is anywhere", () => {
  for (const path of files(/\.html$/)) {
    const html = read(path);
    expect(html, path).toMatch(/<title>[^<]+ · Holz &amp; Söhne<\/title>/);
    expect(html, path).toMatch(/class="brand"[^>]*>\s*<picture>/);
    expect(html, path).toContain('href="https://holz.at/returns"');
    expect(html, path).toContain("Holz &amp; Söhne GmbH, Gasse 1, Wien");
    expect(html, path).toContain("--accent:#0b5d4f");
    expect(html, path).not.toMatch(/doorbuster|imprint</i);
    expect(html, path).not.toContain("//example.com");
  }
  expect(read("sales/aurora-lamp.html")).toContain(
    'property="og:site_name" content="Holz &amp; Söhne"',
  );
  expect(read("sales/aurora-lamp.ics")).toContain("PRODID:-//Holz & Söhne//");
});

it("has a logo for light pages and one for dark ones, in its size, leading to the shop", async () => {
  for (const scheme of ["light", "dark"] as const) {
    const page = await open("/sales/aurora-lamp", scheme);
    const image = page.locator(".brand img");
    const seen = await image.evaluate((img: HTMLImageElement) => ({
      src: img.currentSrc,
      drawn: img.naturalWidth > 0,
      box: [img.clientWidth, img.clientHeight],
      alt: img.alt,
    }));
    expect(seen).toMatchObject({ drawn: true, box: [144, 36], alt: "Holz & Söhne" });
    const svg = await (await fetch(seen.src)).text();
    expect(svg).toContain(scheme === "light" ? "#0b5d4f" : "#d7efe9");
    expect(await page.locator(".brand").getAttribute("href")).toBe("https://holz.at");
    await page.context().close();
  }
});

it("breaks no rule of accessibility that axe knows", async () => {
  for (const scheme of ["light", "dark"] as const) {
    for (const path of ["/", "/404", "/sales/aurora-lamp"]) {
      const page = await open(path, scheme);
      const { violations } = await new AxeBuilder({ page }).analyze();
      expect(violations, `${path} ${scheme}`).toEqual([]);
      await page.context().close();
    }
  }
});

it("speaks the shop's variety of English, dates included", () => {
  const html = read("sales/aurora-lamp.html");
  expect(html).toContain('<html lang="en-US"');
  expect(html.replaceAll(/\s/g, " ")).toContain("Saturday, December 12, 2026 at 10:00 AM");
  expect(read("index.html")).toContain('<html lang="en-US"');
});

it("is in the icon of the tab, and beside the product in what a shared link shows", async () => {
  expect(read("favicon.svg")).toMatch(/fill="#0b5d4f"[\s\S]*<path/);
  const [, share = ""] =
    /og:image" content="[^"]*(\/_astro\/[^"]+)"/.exec(read("sales/aurora-lamp.html")) ?? [];
  const picture = sharp(copy.path("dist", share));
  const { data, info } = await picture.raw().toBuffer({ resolveWithObject: true });
  const at = (x: number, y: number) => {
    const from = (y * info.width + x) * info.channels;
    return [...data.subarray(from, from + 3)];
  };
  const near = (color: number[], wanted: number[]) =>
    color.every((part, i) => Math.abs(part - (wanted[i] ?? 0)) < 12);
  expect([info.width, info.height]).toEqual([1200, 630]);
  expect(near(at(800, 100), [0x0b, 0x5d, 0x4f]), `${at(800, 100)}`).toBe(true);
  // The product as it is: nothing lies over it.
  const plain = sharp(copy.path("site/content/sales/aurora-lamp/aurora-lamp.webp"));
  const cut = await plain.resize({ width: 690, height: 630, fit: "cover" }).raw().toBuffer();
  const product = (x: number, y: number) => [
    ...cut.subarray((y * 690 + x) * 3, (y * 690 + x) * 3 + 3),
  ];
  for (const [x, y] of [
    [60, 600],
    [345, 560],
    [600, 610],
  ] as const)
    expect(near(at(x, y), product(x, y)), `${x},${y}: ${at(x, y)}, ${product(x, y)}`).toBe(true);
});
