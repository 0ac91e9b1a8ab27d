import { describe, expect, it } from "vitest";
import { makeCrowd, REAL_ARRIVALS } from "../crowd/crowd.ts";
import { play } from "./play.ts";

const HOLD = 120_000;
const SHAPE = { gates: 10, slots: 10, stock: 100, reserve: false, hold: HOLD, lasts: 3_600_000 };

/** A crowd of any size over the same time; resolves to the calls that objects had to answer. */
async function calls(shoppers: number): Promise<number> {
  const options = { seed: 3, shoppers, hold: HOLD, scale: 1, arrivals: REAL_ARRIVALS };
  const { sold, tally } = await play(makeCrowd(options), { seed: 3, shape: SHAPE, isolates: 4 });
  expect(sold).toBe(SHAPE.stock);
  return Object.values(tally.total.calls).reduce((sum, count) => sum + count, 0);
}

describe("promise 10: the cost of a refused shopper does not reach the objects", () => {
  it("so twenty times the crowd costs the objects less than three times the calls", async () => {
    const [small, large] = [await calls(300), await calls(6_000)];
    expect(large / small).toBeLessThan(3);
  });
});
