import { beforeAll, describe, expect, it } from "vitest";
import { REAL_ARRIVALS } from "../../../crowd/crowd.ts";
import type { SaleShape } from "../../../sim/world.ts";
import { propose } from "../sale-file/gates-and-slots.ts";
import { tryProposed, warningsOf } from "./advice.ts";
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

/** What `new` writes for so many units, and what `plan` says of it for so many shoppers. */
async function planned(stock: number, shoppers: number) {
  const made = propose({ stock, hold: SHAPE.hold, length: SHAPE.lasts });
  const isolates = Math.min(5_000, Math.max(10, Math.ceil(shoppers / 200)));
  const question = {
    ...ask(shoppers, { ...SHAPE, ...made, stock }, isolates),
    // Fewer are too coarse: each of them would stand for thousands in the first second.
    played: 1_000,
  };
  const found = await forecast(question);
  const proposal = await tryProposed(question, found);
  return { made, proposal, warnings: warningsOf(found, question.shape, proposal) };
}

describe("plan and new agree", () => {
  it.each([
    [1, 1_000_000],
    [3, 100],
    [20, 100_000],
    [50, 1_000_000],
    [700, 20_000],
    [10_000, 1_000_000],
  ])("on %d units for %d shoppers", async (stock, shoppers) => {
    const { made, proposal, warnings } = await planned(stock, shoppers);
    expect(proposal).toMatchObject(made);
    const told = warnings.filter(({ about }) => about !== "stock");
    expect(told).toEqual([]);
    for (const { todo } of warnings)
      expect(todo).toContain("nothing is wrong with gates and slots");
    // A crowd that is large enough buys everything.
    if (shoppers > 3 * stock) expect(warnings).toEqual([]);
  });
});

describe("gates and slots", () => {
  it("are proposed so that everything is sold, where the file's would leave units", async () => {
    const question = ask(500, { ...SHAPE, gates: 2, slots: 2, stock: 100 });
    const found = await forecast(question);
    const proposal = await tryProposed(question, found);
    expect(found.sold).toBeLessThan(60);
    expect(proposal.forecast.sold).toBeGreaterThan(95);
    const [first] = warningsOf(found, question.shape, proposal);
    expect(first?.text).toMatch(/^\d+ of 100 units are sold: the crowd gives up/);
    expect(first?.todo).toContain(`write gates: ${proposal.gates} and slots: ${proposal.slots}`);
  });

  it("are more gates for a crowd that would overload few of them", async () => {
    const shape = { ...SHAPE, gates: 1, slots: 1_000, stock: 2_000 };
    const question = ask(1_000_000, shape, 5_000);
    const found = await forecast(question);
    const proposal = await tryProposed(question, found);
    const [first] = warningsOf(found, shape, proposal);
    expect(first?.text).toMatch(/^a gate is asked [\d,]+ times in its busiest second/);
    expect(first?.todo).toMatch(/^write gates: 100 and slots: 10: that brings it to \d{2,3}$/);
  });
});

describe("a warning", () => {
  let found: Forecast;
  beforeAll(async () => {
    found = await forecast(ask(300, SHAPE, 1));
  });
  const proposal = () => ({ gates: 20, slots: 5, forecast: found });
  const warn = (changes: Partial<Forecast>, shape: SaleShape = SHAPE) =>
    warningsOf({ ...found, ...changes }, shape, proposal());

  it("is not given where all is well", () => {
    expect(warn({})).toEqual([]);
  });

  it("is given of a gate above the platform's limit, with other gates where they help", () => {
    const [helped] = warn({ busiestGate: 1_001 });
    expect(helped?.text).toContain("1,001 times in its busiest second");
    expect(helped?.todo).toContain("write gates: 20 and slots: 5: that brings it to");
    const busy = { ...found, busiestGate: 1_001 };
    const [beyond] = warningsOf(busy, SHAPE, { ...proposal(), forecast: busy });
    expect(beyond?.todo).toMatch(/^nothing: it is the very first second/);
  });

  it("is given of a stockroom above it, and of a gate that keeps too much", () => {
    const todos = warn({ busiestStockroom: 1_200, stored: 200e9 }).map(({ todo }) => todo);
    expect(todos[0]).toContain("every gate asks it, so write gates: 20 and slots: 5");
    expect(todos[1]).toContain("more gates");
  });

  it("is given of forms that are filled in for nothing, and not with reserve", () => {
    const crowded = { ...SHAPE, slots: 50 };
    const [vain] = warn({ requests: { ...found.requests, form: 4_000 } }, crowded);
    expect(vain?.todo).toContain("write gates: 20 and slots: 5, or reserve: true");
    expect(warn({}, { ...crowded, reserve: true })).toEqual([]);
  });
});
