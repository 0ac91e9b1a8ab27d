import { expect, it } from "vitest";
import { BEST_FIT, fitHero } from "./hero-fit.ts";

const tried = (bytes: (width: number, quality: number) => number) =>
  fitHero(35_000, async ({ width, quality }) => bytes(width, quality));

it("keeps a plain picture at the best quality", async () => {
  expect(await tried(() => 20_000)).toEqual(BEST_FIT);
});

it("reduces the quality of a detailed picture first, then its width, and no more than necessary", async () => {
  expect(await tried((_, quality) => quality * 700)).toEqual({ width: 1200, quality: 48 });
  expect(await tried((width) => width * 40)).toEqual({ width: 828, quality: 45 });
});

it("returns the lowest quality for a picture that never fits, which the budget then refuses", async () => {
  expect(await tried(() => 99_000)).toEqual({ width: 640, quality: 32 });
});
