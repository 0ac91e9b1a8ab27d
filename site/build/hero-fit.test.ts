import { expect, it } from "vitest";
import { BEST_FIT, fitHero } from "./hero-fit.ts";

const tried = (bytes: (width: number, quality: number) => number) =>
  fitHero(35_000, async ({ width, quality }) => bytes(width, quality));

it("leaves a calm picture as it is", async () => {
  expect(await tried(() => 20_000)).toEqual(BEST_FIT);
});

it("takes quality from a busy picture first, then width, and no more than it must", async () => {
  expect(await tried((_, quality) => quality * 700)).toEqual({ width: 1200, quality: 48 });
  expect(await tried((width) => width * 40)).toEqual({ width: 828, quality: 45 });
});

it("gives the least for a picture that nothing fits: the budget then refuses it", async () => {
  expect(await tried(() => 99_000)).toEqual({ width: 640, quality: 32 });
});
