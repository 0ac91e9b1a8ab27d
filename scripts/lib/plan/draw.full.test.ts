import { expect, it } from "vitest";
import { REAL_ARRIVALS } from "../../../crowd/crowd.ts";
import { forecast } from "./forecast.ts";

const HOLD = 120_000;
const crowd = { seed: 4, shoppers: 1_200, hold: HOLD, scale: 1, arrivals: REAL_ARRIVALS };
const made = { gates: 4, slots: 5, stock: 40, reserve: true, hold: HOLD, lasts: 3_600_000 };
const draw = { expected: 1_200 };

it("a plan of a draw sees few claims and many questions, and a sample of the crowd says the same", async () => {
  const race = await forecast({ crowd, shape: made, isolates: 20 });
  const whole = await forecast({ crowd, shape: { ...made, draw }, isolates: 20 });
  const sampled = await forecast({ crowd, shape: { ...made, draw }, isolates: 20, played: 400 });
  for (const { sold, endings } of [race, whole, sampled]) {
    expect(sold).toBe(40);
    expect(Object.values(endings).reduce((sum, count) => sum + count, 0)).toBe(1_200);
  }
  // Whoever is not called does not click, and asks until it is over.
  expect(whole.requests.claim).toBeLessThan(race.requests.claim / 4);
  expect(whole.requests.start).toBeGreaterThan(2 * race.requests.start);
  expect(sampled.requests.start / whole.requests.start).toBeGreaterThan(0.6);
  expect(sampled.requests.start / whole.requests.start).toBeLessThan(1.7);
  expect(sampled.requests.claim).toBeLessThan(race.requests.claim / 4);
  expect((sampled.soldOutAt ?? 0) / (whole.soldOutAt ?? 1)).toBeGreaterThan(0.6);
  expect((sampled.soldOutAt ?? 0) / (whole.soldOutAt ?? 1)).toBeLessThan(1.7);
});
