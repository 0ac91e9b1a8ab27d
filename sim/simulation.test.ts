import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { FAULTS } from "./faults.ts";
import { simulate } from "./run.ts";
import { scenarios } from "./scenarios.ts";

/** The same sales each time; `npm run simulate` draws new ones. */
const SEED = 20261127;
const SALES = 2_000;

// Lost calls and crashes are logged by the real code, thousands of times.
beforeAll(() => {
  vi.spyOn(console, "error").mockImplementation(() => {});
});
afterAll(() => {
  vi.restoreAllMocks();
});

describe("the simulation", () => {
  it(`keeps every promise in ${SALES} sales with crashes, lost, late and doubled messages`, async () => {
    const before = process.cpuUsage();
    const property = fc.asyncProperty(scenarios, async (scenario) => {
      expect(await simulate(scenario)).toEqual([]);
    });
    await fc.assert(property, { seed: SEED, numRuns: SALES, endOnFailure: false });
    // Of the processor's time: how long that takes depends on who else wants it.
    const { user, system } = process.cpuUsage(before);
    expect((user + system) / 1e6).toBeLessThan(20);
  }, 120_000);

  it.each(Object.entries(FAULTS))("can fail: it catches %s", async (_name, fault) => {
    const sales = fc.sample(scenarios, { seed: SEED, numRuns: 400 });
    let broken: string[] = [];
    for (const scenario of sales) {
      broken = await simulate(scenario, fault);
      if (broken.length > 0) break;
    }
    expect(broken).not.toEqual([]);
  });
});
