import fc from "fast-check";
import { expect, it } from "vitest";
import { isCrowded, propose, slowest } from "./gates-and-slots.ts";

const numbers = fc.record({
  stock: fc.integer({ min: 1, max: 1_000_000 }),
  hold: fc.integer({ min: 5_000, max: 3_600_000 }),
  length: fc.integer({ min: 600_000, max: 86_400_000 }),
});

it("what is proposed sells the stock in time, whoever needs the whole hold, and is no crowd", () => {
  fc.assert(
    fc.property(numbers, (given) => {
      fc.pre(given.hold <= given.length / 2);
      const slots = propose(given);
      expect(Math.max(slots.gates, slots.slots)).toBeLessThanOrEqual(1000);
      expect(slowest(given, slots)).toBeLessThanOrEqual(given.length);
      expect(isCrowded(given.stock, slots)).toBe(false);
    }),
  );
});

it.each([
  [1, { gates: 1, slots: 2 }],
  [50, { gates: 10, slots: 10 }],
  [50_000, { gates: 167, slots: 10 }],
])("for %d units in two hours: %j", (stock, slots) => {
  expect(propose({ stock, hold: 120_000, length: 7_200_000 })).toEqual(slots);
});
