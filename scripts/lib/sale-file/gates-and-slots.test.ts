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
  [{ stock: 1 }, { gates: 10, slots: 1 }],
  [{ stock: 20 }, { gates: 10, slots: 4 }],
  [{ stock: 50 }, { gates: 10, slots: 10 }],
  [{ stock: 1_000 }, { gates: 50, slots: 10 }],
  [{ stock: 50_000 }, { gates: 100, slots: 250 }],
  [{ stock: 1_000_000 }, { gates: 500, slots: 1_000 }],
  [
    { stock: 50, shoppers: 5_000_000 },
    { gates: 50, slots: 2 },
  ],
  [
    { stock: 5, reserve: true },
    { gates: 5, slots: 2 },
  ],
])("in two hours, for %j: %j", (given, slots) => {
  expect(propose({ hold: 120_000, length: 7_200_000, ...given })).toEqual(slots);
});
