import { readFileSync } from "node:fs";
import { brotliCompressSync } from "node:zlib";
import { expect, it } from "vitest";
import { withBuild } from "../../scripts/lib/build/build.ts";

const KIB = 1024;
const built = () =>
  withBuild({ drafts: true, tell: () => {} }, async ({ worker, site }) => ({ worker, site }));

it("the Worker's bundle, minified, is under 200 KiB", async () => {
  const { worker } = await built();
  expect(readFileSync(worker).length).toBeLessThan(200 * KIB);
});

it("the product page is one file, under 14 KiB by brotli, without its pictures", async () => {
  const { site } = await built();
  const page = readFileSync(`${site}/sales/aurora-lamp.html`);
  expect(brotliCompressSync(page).length).toBeLessThan(14 * KIB);
  expect(page.toString()).not.toMatch(/<script[^>]+src=|<link[^>]+stylesheet/);
});
