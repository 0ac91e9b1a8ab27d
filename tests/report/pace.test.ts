import fc from "fast-check";
import { expect, it } from "vitest";
import { growth, paceOf, rate, unitFor } from "../../scripts/lib/report/pace.ts";

/** Quarters of a second, so that some lie exactly one second apart. */
const moments = fc
  .array(
    fc.nat(800).map((quarter) => quarter * 250),
    { minLength: 1, maxLength: 200 },
  )
  .map((list) => list.sort((a, b) => a - b));

it("the peak is the most that any second and any minute held", () => {
  fc.assert(
    fc.property(moments, (placed) => {
      const within = (length: number) =>
        Math.max(
          ...placed.map((from) => placed.filter((at) => at >= from && at < from + length).length),
        );
      expect(paceOf(placed)).toMatchObject({
        bestSecond: within(1_000),
        bestMinute: within(60_000),
      });
    }),
  );
});

it("tells by when the first, half, nine of ten and the last were there", () => {
  const placed = Array.from({ length: 10 }, (_, index) => 100 * (index + 1));
  expect(paceOf(placed)).toMatchObject({ first: 100, half: 500, nearlyAll: 900, last: 1000 });
  expect(paceOf([7])).toMatchObject({ first: 7, half: 7, nearlyAll: 7, last: 7, bestSecond: 1 });
  expect(paceOf([])).toBeUndefined();
});

it("the rates of all steps add up to the orders, before the start too", () => {
  fc.assert(
    fc.property(moments, fc.nat(200_000), (placed, start) => {
      const { points } = rate(placed, start, unitFor(200_000));
      expect(points.reduce((sum, [, orders]) => sum + orders, 0)).toBe(placed.length);
      expect(points.length).toBeLessThan(160);
    }),
  );
});

it("growth ends with all orders, also when only some of them are drawn", () => {
  const placed = Array.from({ length: 12_345 }, (_, index) => 1_000 + index);
  const points = growth(placed, 1_000, unitFor(12_345));
  expect(points[0]).toEqual([0, 0]);
  expect(points.at(-1)).toEqual([12.344, 12_345]);
  expect(points.length).toBeLessThan(6_000);
});
