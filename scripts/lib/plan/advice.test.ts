import { describe, expect, it } from "vitest";
import { REAL_ARRIVALS } from "../../../crowd/crowd.ts";
import type { SaleShape } from "../../../sim/world.ts";
import { propose, warningsOf } from "./advice.ts";
import { type Forecast, forecast } from "./forecast.ts";

const SHAPE: SaleShape = {
  gates: 10,
  slots: 10,
  stock: 50,
  reserve: false,
  hold: 120_000,
  lasts: 7_200_000,
};
const ask = (shoppers: number, shape: SaleShape, isolates = 10) => ({
  crowd: { seed: 7, shoppers, hold: shape.hold, scale: 1, arrivals: REAL_ARRIVALS },
  shape,
  isolates,
  played: 500,
});

describe("gates and slots", () => {
  it("are proposed so that everything is sold, where the file's would leave units", async () => {
    const question = ask(500, { ...SHAPE, gates: 2, slots: 2, stock: 100 });
    const found = await forecast(question);
    const proposal = await propose(question);
    expect(found.sold).toBeLessThan(60);
    expect(proposal.forecast.sold).toBeGreaterThan(95);
    expect(proposal.gates * proposal.slots).toBeGreaterThan(10);
    const [first] = warningsOf(found, question.shape, proposal);
    expect(first?.text).toMatch(/^\d+ of 100 units are sold: the crowd gives up/);
    expect(first?.todo).toContain(`gates: ${proposal.gates} and slots: ${proposal.slots}`);
  });

  it("are more gates for a crowd that would overload few of them", async () => {
    const shape = { ...SHAPE, gates: 1, slots: 1_000, stock: 2_000 };
    const proposal = await propose(ask(60_000, shape, 600));
    expect(proposal.calm).toBe(true);
    expect(proposal.gates).toBeGreaterThan(2);
  });
});

describe("a warning", () => {
  let found: Forecast;
  const calm = async () => {
    found ??= await forecast(ask(300, SHAPE, 1));
    return { found, proposal: { gates: 10, slots: 5, forecast: found, calm: true } };
  };

  it("is not given where all is well", async () => {
    const { found: fine, proposal } = await calm();
    expect(warningsOf(fine, { ...SHAPE, slots: 5 }, proposal)).toEqual([]);
  });

  it("is given of a gate above the platform's limit, with more gates where they help", async () => {
    const { found: fine, proposal } = await calm();
    const busy = { ...fine, busiestGate: 1_001 };
    const [helped] = warningsOf(busy, SHAPE, { ...proposal, gates: 20 });
    expect(helped?.text).toContain("1,001 times in its busiest second");
    expect(helped?.todo).toContain("gates: 20 brings it to");
    const [beyond] = warningsOf(busy, SHAPE, { ...proposal, forecast: busy });
    expect(beyond?.todo).toContain("more gates do not help");
  });

  it("is given of a stockroom above it, and of a gate that keeps too much", async () => {
    const { found: fine, proposal } = await calm();
    const busy = { ...fine, busiestStockroom: 1_200, stored: 200e9 };
    const todos = warningsOf(busy, SHAPE, proposal).map(({ todo }) => todo);
    expect(todos[0]).toContain("fewer gates than 10");
    expect(todos[1]).toContain("more gates");
  });

  it("is given of forms that are filled in for nothing, and not with reserve", async () => {
    const { found: fine, proposal } = await calm();
    const vain = { ...fine, requests: { ...fine.requests, form: 400 } };
    expect(warningsOf(vain, SHAPE, proposal)[0]?.todo).toContain("gates: 10, slots: 5");
    expect(warningsOf(vain, { ...SHAPE, reserve: true }, proposal)).toEqual([]);
  });
});
