import fc from "fast-check";
import { expect, it } from "vitest";
import { REAL_ARRIVALS } from "../../../crowd/crowd.ts";
import { propose } from "../sale-file/gates-and-slots.ts";
import { tryProposed, warningsOf } from "./advice.ts";
import { forecast } from "./forecast.ts";

const HOLD = 120_000;
const LASTS = 7_200_000;
/** As many small numbers as large ones: 1 to 10 as often as 1,000 to 10,000. */
const logarithmic = (min: number, max: number) =>
  fc
    .double({ min: Math.log10(min), max: Math.log10(max), noNaN: true })
    .map((power) => Math.min(max, Math.max(min, Math.round(10 ** power))));

it("plan has nothing to say against the gates and slots that new writes, whatever the stock and crowd", async () => {
  const stocks = logarithmic(1, 10_000);
  const crowds = logarithmic(100, 1_000_000);
  await fc.assert(
    fc.asyncProperty(stocks, crowds, fc.nat(1_000), async (stock, shoppers, seed) => {
      const made = propose({ stock, hold: HOLD, length: LASTS });
      const shape = { ...made, stock, reserve: false, hold: HOLD, lasts: LASTS };
      const isolates = Math.min(5_000, Math.max(10, Math.ceil(shoppers / 200)));
      const crowd = { seed, shoppers, hold: HOLD, scale: 1, arrivals: REAL_ARRIVALS };
      const question = { crowd, shape, isolates, played: 1_000 };
      const found = await forecast(question);
      const proposal = await tryProposed(question, found);
      expect(proposal).toMatchObject(made);
      const warnings = warningsOf(found, shape, proposal);
      expect(warnings.filter(({ about }) => about !== "stock")).toEqual([]);
      for (const { todo } of warnings) expect(todo).toContain("nothing is wrong with gates");
      if (shoppers > 4 * stock) expect(warnings, `${stock} units, ${shoppers}`).toEqual([]);
    }),
    { numRuns: 150, seed: 12 },
  );
});
