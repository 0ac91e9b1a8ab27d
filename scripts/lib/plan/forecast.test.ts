import { describe, expect, it } from "vitest";
import { type CrowdOptions, REAL_ARRIVALS } from "../../../crowd/crowd.ts";
import { GateService, type News } from "../../../edge/core.ts";
import { HONEST } from "../../../sim/faults.ts";
import type { SaleShape } from "../../../sim/world.ts";
import { askedOf, type Rates } from "./extrapolate.ts";
import { type Forecast, forecast } from "./forecast.ts";
import { rushOf } from "./options.ts";
import { callsOf, usageOf } from "./usage.ts";

const HOLD = 120_000;
const SHAPE: SaleShape = {
  gates: 10,
  slots: 10,
  stock: 50,
  reserve: false,
  hold: HOLD,
  lasts: 7_200_000,
};

function crowd(shoppers: number, seed = 7): CrowdOptions {
  return { seed, shoppers, hold: HOLD, scale: 1, arrivals: REAL_ARRIVALS };
}

/** As in docs/request-rates.md: 5 claims a second in each isolate, counted after the rush. */
function askedASecond(isolates: number, what: "full" | "soldOut"): number {
  const rates = Array.from({ length: 40 }, (_, second): Rates => {
    const on = second >= 5 ? 5 * isolates : 0;
    return { second, certain: 0, full: 0, soldOut: 0, starts: on, [what]: on };
  });
  const after = askedOf(rates, isolates, 10).slice(25);
  const calls = after.reduce((sum, one) => sum + one.full + one.soldOut + one.news, 0);
  return calls / after.length / 10;
}

describe("what is extrapolated", () => {
  it.each([
    [300, 73.2],
    [5_000, 299.8],
  ])(
    "asks a full gate of %i isolates as often as the real code does, %f times a second",
    (isolates, simulated) => {
      expect(askedASecond(isolates, "full") / simulated).toBeCloseTo(1, 0.9);
    },
  );

  it("asks for news hardly less often: in the simulation a claim and a start script come as one", () => {
    expect(askedASecond(5_000, "soldOut") / 300.2).toBeGreaterThan(0.65);
    expect(askedASecond(5_000, "soldOut") / 300.2).toBeLessThan(1.1);
  });

  it("from a third of a crowd is what the whole crowd does", async () => {
    const question = { crowd: crowd(2_400), shape: SHAPE, isolates: 24 };
    const whole = await forecast(question);
    const part = await forecast({ ...question, played: 800 });
    expect(part.played).toBe(800);
    for (const of of COUNTS) expect(of(part) / of(whole), String(of)).toBeCloseTo(1, 0.5);
  });

  it("keeps a large stock large: units and slots are made fewer with the crowd", async () => {
    const shape = { ...SHAPE, gates: 20, slots: 20, stock: 600 };
    const question = { crowd: crowd(2_400), shape, isolates: 24 };
    const whole = await forecast(question);
    const part = await forecast({ ...question, played: 800 });
    expect(part.sold / whole.sold).toBeCloseTo(1, 1);
    for (const of of COUNTS) expect(of(part) / of(whole), String(of)).toBeCloseTo(1, 0.5);
  });

  it("answers for ten million, of whom it plays five hundred", async () => {
    const shape = { ...SHAPE, gates: 100, slots: 200, stock: 20_000 };
    const question = { crowd: crowd(10_000_000), shape, isolates: 5_000, played: 500 };
    const found = await forecast(question);
    expect(found.played).toBe(500);
    expect(found.requests.page).toBeGreaterThan(10_000_000);
    expect(found.sold).toBeLessThanOrEqual(20_000);
    expect(found.sold).toBeGreaterThan(19_000);
  });
});

const COUNTS: ((found: Forecast) => number)[] = [
  ({ requests }) => requests.page,
  ({ requests }) => requests.start,
  ({ requests }) => requests.claim,
  ({ requests }) => requests.form,
  ({ requests }) => requests.order,
  ({ calls }) => callsOf(calls),
];

describe("a sale that is played", () => {
  it("is the same for the same seed, and never sells more than there is", async () => {
    const question = { crowd: crowd(600), shape: SHAPE, isolates: 10 };
    const [one, two] = [await forecast(question), await forecast(question)];
    expect(two).toEqual(one);
    expect(one.sold).toBe(50);
    const other = await forecast({ ...question, crowd: crowd(600, 8) });
    expect(other.requests).not.toEqual(one.requests);
  });

  it("sells less than there is to fewer who buy, and grants only what has a unit with reserve", async () => {
    const few = await forecast({ crowd: crowd(30), shape: SHAPE, isolates: 1 });
    expect(few.sold).toBeLessThan(30);
    expect(few.soldOutAt).toBeUndefined();
    const reserved = { ...SHAPE, reserve: true };
    const { requests, sold } = await forecast({ crowd: crowd(600), shape: reserved, isolates: 10 });
    expect(sold).toBe(50);
    expect(requests.ended).toBe(0);
    expect(requests.form).toBeLessThan(110);
  });
});

/** Gates that tell isolates nothing: whoever comes has to ask for himself. */
class SilentGate extends GateService {
  override lastNews(): News | undefined {
    return undefined;
  }
}

describe("a fault in the deployed code", () => {
  it("shows in the plan: gates that tell no news are asked again and again", async () => {
    const question = { crowd: crowd(600), shape: SHAPE, isolates: 10 };
    const sound = await forecast(question);
    const faulty = await forecast({ ...question, fault: { ...HONEST, GateService: SilentGate } });
    expect(faulty.calls.news).toBeGreaterThan(1.5 * sound.calls.news);
    expect(callsOf(faulty.calls)).toBeGreaterThan(1.1 * callsOf(sound.calls));
  });
});

it("the crowd comes as --peak says", () => {
  expect(1 - Math.exp(-10_000 / rushOf(0.5))).toBeCloseTo(0.5, 3);
  expect(rushOf(1)).toBe(2_500); // nobody comes later than four times that
});

describe("what a door and contacts cost", () => {
  const SIZES = {
    ...{ page: 9_000, ended: 4_000, form: 5_000, receipt: 5_000 },
    files: { requests: 3, bytes: 60_000 },
    pictures: { requests: 2, bytes: 50_000 },
  };
  const question = (onePer?: SaleShape["onePer"]) => ({
    ...{ crowd: crowd(600), shape: { ...SHAPE, onePer }, isolates: 10 },
  });

  it("is a question to a register for each contact of each order, and nothing for a refusal", async () => {
    const without = await forecast(question());
    const found = await forecast(question(["email", "phone"]));
    expect([without.calls.take, without.calls.free]).toEqual([0, 0]);
    expect(found.sold).toBe(50);
    expect(found.calls.take).toBeGreaterThanOrEqual(2 * found.sold);
    expect(found.calls.take).toBeLessThan(3 * found.sold);
    expect(found.rowsWritten).toBeGreaterThan(without.rowsWritten + 4 * found.sold);
    const { objects, metered } = usageOf(found, question(["email", "phone"]).shape, SIZES);
    expect(objects.registers).toBe(found.calls.take + found.calls.free);
    expect(objects.gates + objects.stockroom + objects.registers).toBe(metered.objectRequests);
  });

  it("is a pass and a start script more for each shopper, a question where there is one, no object, and Turnstile's verdicts", async () => {
    const found = await forecast(question());
    const open = usageOf(found, SHAPE, SIZES);
    const guarded = usageOf(found, SHAPE, SIZES, "turnstile");
    const members = usageOf(found, SHAPE, SIZES, "members");
    expect(open.door).toEqual({ questions: 0, passes: 0, siteverify: 0 });
    expect(guarded.door).toEqual({ questions: 600, passes: 600, siteverify: 600 });
    const work = { questions: 600, passes: 600, siteverify: 0 };
    expect(usageOf(found, SHAPE, SIZES, "work").door).toEqual(work);
    expect(members.door).toEqual({ questions: 0, passes: 600, siteverify: 0 });
    expect(guarded.worker.requests - open.worker.requests).toBe(1_800);
    expect(members.worker.requests - open.worker.requests).toBe(1_200);
    expect(guarded.metered.workerCpu).toBeGreaterThan(open.metered.workerCpu);
    expect(guarded.metered.objectRequests).toBe(open.metered.objectRequests);
  });
});
