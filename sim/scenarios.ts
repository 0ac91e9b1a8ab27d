import fc from "fast-check";
import type { Scenario } from "./sale.ts";

/** Sales of all shapes, the small ones too, where the last unit is the first. */
export const scenarios: fc.Arbitrary<Scenario> = fc.record({
  seed: fc.integer({ min: 0, max: 0xffffffff }),
  gates: fc.integer({ min: 1, max: 5 }),
  slots: fc.integer({ min: 1, max: 4 }),
  stock: fc.integer({ min: 1, max: 15 }),
  shoppers: fc.integer({ min: 1, max: 24 }),
  isolates: fc.integer({ min: 1, max: 4 }),
  reserve: fc.boolean(),
  hold: fc.integer({ min: 5_000, max: 15_000 }),
  chaos: fc.oneof(fc.constant(0), fc.double({ min: 0, max: 1, noNaN: true })),
  restocks: fc.array(fc.integer({ min: 1, max: 5 }), { maxLength: 2 }),
  pause: fc.boolean(),
});
