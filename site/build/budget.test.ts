import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { HERO_BUDGET, PAGE_BUDGET, table, tooHeavy, weigh } from "./budget.ts";

let out = "";
beforeEach(() => {
  out = mkdtempSync(join(tmpdir(), "budget-"));
  mkdirSync(join(out, "sales"));
  mkdirSync(join(out, "_astro"));
  write("sales/lamp.html", page);
  write("_astro/small.avif", "x".repeat(90_000));
  write("_astro/wide.avif", "x".repeat(20_000));
});
afterEach(() => rmSync(out, { recursive: true, force: true }));

const page = `<link rel="preload" imagesrcset="/_astro/wide.avif 1200w, /_astro/small.avif 400w">`;
const write = (path: string, content: string) => writeFileSync(join(out, path), content);
/** Text that hardly compresses. */
const dense = (lines: number) =>
  Array.from({ length: lines }, (_, i) =>
    createHash("sha512").update(`${i}`).digest("base64"),
  ).join();

it("weighs pages as brotli sends them, the widest hero, and the longest start script", async () => {
  write("sales/lamp.html", page + "a".repeat(100_000));
  const weighed = await weigh(out, [{ slug: "lamp" }]);
  expect(weighed.map(({ what }) => what)).toEqual([
    "sales/lamp.html",
    "hero of lamp (AVIF)",
    "start script of lamp",
  ]);
  expect(weighed[0]?.bytes).toBeLessThan(1000);
  expect(weighed[1]).toMatchObject({ bytes: 20_000, budget: HERO_BUDGET });
  expect(weighed[2]?.bytes).toBeGreaterThan(450);
  expect(tooHeavy(weighed)).toBeUndefined();
  expect(table(weighed)[1]).toBe("hero of lamp (AVIF)   20,000 of 35,000 bytes");
});

it("refuses what is over its budget, and says the bytes, the budget and what to do", async () => {
  write("_astro/wide.avif", "x".repeat(35_001));
  write("sales/lamp.html", page + dense(300));
  const weighed = await weigh(out, [{ slug: "lamp" }]);
  expect(weighed[0]?.bytes).toBeGreaterThan(PAGE_BUDGET);
  expect(tooHeavy(weighed)).toMatch(
    /sales\/lamp\.html: [\d,]+ bytes, [\d,]+ more than its budget of 14,600; shorten its text/,
  );
  expect(tooHeavy(weighed)).toContain(
    "hero of lamp (AVIF): 35,001 bytes, 1 more than its budget of 35,000; use a plainer picture",
  );
});

it("lets the console take a second round trip, and no third", async () => {
  write("sales/lamp.html", page);
  mkdirSync(join(out, "shell", "console"), { recursive: true });
  write("shell/console/en.html", dense(240));
  const heavier = (await weigh(out, [])).find(({ what }) => what === "shell/console/en.html");
  expect(heavier?.bytes).toBeGreaterThan(PAGE_BUDGET);
  expect(tooHeavy(await weigh(out, []))).toBeUndefined();
  write("shell/console/en.html", dense(400));
  expect(tooHeavy(await weigh(out, []))).toMatch(/console.en\.html: .* its budget of 20,000/);
});

it("weighs what a door loads beside the page, and lets no other sale load anything", async () => {
  write("_astro/door.1.js", 'new Worker(new URL("/_astro/solver-2.js", import.meta.url))');
  write("_astro/solver-2.js", dense(20));
  const script = '<script type="module" src="/_astro/door.1.js"></script>';
  write("sales/lamp.html", page + script);
  const [scripts] = (await weigh(out, [{ slug: "lamp", door: "work" }])).slice(-1);
  expect(scripts).toMatchObject({ what: "scripts of lamp", budget: 8_000 });
  expect(scripts?.bytes).toBeGreaterThan(1_000); // the solver's as well
  expect(tooHeavy(await weigh(out, [{ slug: "lamp" }]))).toMatch(
    /scripts of lamp: [\d,]+ bytes, [\d,]+ more than its budget of 0; load less/,
  );
  write("_astro/solver-2.js", dense(200));
  expect(tooHeavy(await weigh(out, [{ slug: "lamp", door: "work" }]))).toContain("scripts of lamp");
});

it("every possible name of a sale stays within the start script's budget", async () => {
  const longest = "a-name-as-long-as-they-get";
  write(`sales/${longest}.html`, page);
  const race = await weigh(out, [{ slug: longest }]);
  const draw = await weigh(out, [{ slug: longest, admission: "draw" }]);
  expect(tooHeavy([...race, ...draw])).toBeUndefined();
  const script = draw.find(({ what }) => what === `start script of ${longest}`);
  expect(script?.bytes).toBeGreaterThan(600);
});
