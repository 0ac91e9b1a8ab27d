import { expect, it } from "vitest";
import { REAL_ARRIVALS } from "../../../crowd/crowd.ts";
import { type Forecast, forecast } from "./forecast.ts";

const HOLD = 120_000;
const crowd = { shoppers: 1_200, hold: HOLD, scale: 1, arrivals: REAL_ARRIVALS };
const made = { gates: 4, slots: 5, stock: 40, reserve: true, hold: HOLD, lasts: 3_600_000 };
const draw = { expected: 1_200 };
/** When the last units of one draw go is a matter of a few people, so only several tell anything. */
const SEEDS = [1, 2, 3, 4, 5, 6];

const play = (shape: Parameters<typeof forecast>[0]["shape"], played?: number) =>
  Promise.all(
    SEEDS.map((seed) =>
      forecast({ crowd: { ...crowd, seed }, shape, isolates: 20, ...(played && { played }) }),
    ),
  );
const sum = (forecasts: Forecast[], what: (one: Forecast) => number) =>
  forecasts.reduce((total, one) => total + what(one), 0);

it("a plan of a draw sees few claims and many questions, and a sample of the crowd says the same", async () => {
  const race = await play(made);
  const whole = await play({ ...made, draw });
  const sampled = await play({ ...made, draw }, 400);
  // In the race a few sales end with a unit or two left: all who are refused have given up by then.
  expect([...whole, ...sampled].map(({ sold }) => sold)).toEqual(Array(12).fill(40));
  for (const { endings } of [race, whole, sampled].flat()) {
    expect(Object.values(endings).reduce((total, count) => total + count, 0)).toBe(1_200);
  }
  const claims = (forecasts: Forecast[]) => sum(forecasts, ({ requests }) => requests.claim);
  const starts = (forecasts: Forecast[]) => sum(forecasts, ({ requests }) => requests.start);
  const soldOut = (forecasts: Forecast[]) => sum(forecasts, ({ soldOutAt }) => soldOutAt ?? 0);
  // Whoever is not called does not click, and asks until it is over.
  expect(claims(whole)).toBeLessThan(claims(race) / 4);
  expect(claims(sampled)).toBeLessThan(claims(race) / 4);
  expect(starts(whole)).toBeGreaterThan(2 * starts(race));
  for (const measure of [starts, soldOut]) {
    expect(measure(sampled) / measure(whole)).toBeGreaterThan(0.6);
    expect(measure(sampled) / measure(whole)).toBeLessThan(1.7);
  }
});
