import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { FAULTS } from "./faults.ts";
import { scenarioOf, simulate } from "./simulation.ts";

/** The same sales each time; `npm run simulate` draws new ones. */
const SALES = 300;
/**
 * Events of all of them: what the simulation costs. A change of the sale's or the crowd's behaviour
 * moves it; more than a tenth should have a reason, and then this figure is set anew.
 */
const EVENTS = 351_457;

/**
 * For each planted fault a sale that catches it, found by `npm run simulate -- --seed 0 --fault NAME`,
 * and the promise that it breaks.
 */
const CAUGHT: Record<string, { seed: number; promise: string }> = {
  "a draw that is relative instead of absolute": { seed: 1, promise: "4: somebody who kept" },
  "a unit not returned by a lapsed slot": { seed: 1, promise: "4: somebody who kept" },
  "a missing uniqueness check": { seed: 1, promise: "5: two orders of one shopper" },
  "a sold-out said too early": { seed: 8, promise: "4: sold out with 5 of 6" },
  "a sale told only once": { seed: 0, promise: "4: of 2 sales only 1 were reported" },
  "an idle unit never recalled": { seed: 34, promise: "4: somebody who kept" },
  "a ledger not read again after an await": { seed: 10, promise: "6: gate 1 has 5 open slots" },
  "a stock check removed": { seed: 2, promise: "3: 11 orders of 10 units" },
  "a lapsed slot that can still order": { seed: 19, promise: "2: an order by the URL of a slot" },
  "an order noted as delivered when it was only sent": {
    seed: 11,
    promise: "7: an order is never",
  },
  "a cancel told twice": { seed: 340, promise: "14: a cancelled unit was sold twice" },
  "a unit returned by a cancel before it is written": {
    seed: 10,
    promise: "14: order-13 was cancelled, and it is forgotten",
  },
  "an order paid after it was cancelled": { seed: 1, promise: "was paid, and it is forgotten" },
  "a lapse that beats a payment reported in time": {
    seed: 1,
    promise: "was paid, and then lapsed",
  },
  "a call told before it is written": { seed: 6, promise: "was told as called, and 0 is written" },
  "a call that steps back": { seed: 6, promise: "13: called went back from" },
  "a late identity that gets an early number": {
    seed: 6,
    promise: "was told 0.20424686824985017 instead of 1.00",
  },
  "a claim let through uncalled": { seed: 6, promise: "got a slot with 1.00" },
  "a seed that changes with the key": { seed: 6, promise: "was told 0.7045430367486852 instead" },
  "a contact given to whoever asks": { seed: 3, promise: "ordered with 3 email 0@b.co" },
  "a late message that frees a contact ordered with since": {
    seed: 451,
    promise: "12: 18-i7glllxofi and 6-t3cbzywmeg ordered with",
  },
  "a contact not freed when its order fails": { seed: 66, promise: "12: 5 email 2@b.co stays" },
};

// Lost calls and crashes are logged by the real code, thousands of times.
beforeAll(() => {
  vi.spyOn(console, "error").mockImplementation(() => {});
});
afterAll(() => {
  vi.restoreAllMocks();
});

describe("the simulation", () => {
  it(`keeps every promise in ${SALES} sales with crashes, lost, late and doubled messages`, async () => {
    let total = 0;
    for (let seed = 0; seed < SALES; seed++) {
      const { broken, events } = await simulate(scenarioOf(seed));
      expect(broken, `npm run simulate -- --sales 1 --seed ${seed}`).toEqual([]);
      total += events;
    }
    expect(total).toBeGreaterThan(0.9 * EVENTS);
    expect(total).toBeLessThan(1.1 * EVENTS);
  });

  it("plays the same sale, event by event, for the same seed", async () => {
    const [one, two] = [await simulate(scenarioOf(7)), await simulate(scenarioOf(7))];
    expect(two).toEqual(one);
  });

  it("has a sale for each planted fault", () => {
    expect(Object.keys(CAUGHT).sort()).toEqual(Object.keys(FAULTS).sort());
  });

  it.each(Object.entries(CAUGHT))("can fail: it catches %s", async (name, { seed, promise }) => {
    const { broken } = await simulate(scenarioOf(seed), FAULTS[name]);
    expect(broken[0]).toContain(promise);
  });
});
