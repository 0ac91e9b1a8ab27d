import { describe, expect, it } from "vitest";
import { moveTimes, readyMoment } from "./times.ts";

const READY = Date.UTC(2026, 5, 1, 12, 0, 0, 400);
const HOUR = 3_600_000;
const written = { startsAt: READY + 24 * HOUR, endsAt: READY + 26 * HOUR };

describe("moved times", () => {
  it("stay as written without a move", () => {
    expect(moveTimes(written, {}, READY)).toEqual(written);
  });

  it("are exactly so long after the ready moment, at a whole second", () => {
    const ready = readyMoment(READY, { startsIn: 90_500 });
    expect(ready - READY).toBeLessThan(1000);
    const { startsAt } = moveTimes(written, { startsIn: 90_500 }, ready);
    expect(startsAt - ready).toBe(90_500);
    expect(startsAt % 1000).toBe(0);
  });

  it.each([0, -60_000, -90_500])("are never ahead when the start lies behind (%i)", (startsIn) => {
    expect(readyMoment(READY, { startsIn })).toBe(READY);
    const { startsAt } = moveTimes(written, { startsIn }, READY);
    expect(startsAt).toBeLessThanOrEqual(READY + startsIn);
    expect(startsAt % 1000).toBe(0);
  });

  it("keep the written end while it is ahead, and the written length when it is not", () => {
    expect(moveTimes(written, { startsIn: 0 }, READY).endsAt).toBe(written.endsAt);
    const past = { startsAt: READY - 48 * HOUR, endsAt: READY - 46 * HOUR };
    const moved = moveTimes(past, { startsIn: HOUR }, READY);
    expect(moved.endsAt - moved.startsAt).toBe(2 * HOUR);
  });

  it("leave a sale that is long open, open", () => {
    const past = { startsAt: READY - 48 * HOUR, endsAt: READY - 46 * HOUR };
    expect(moveTimes(past, { startsIn: -24 * HOUR }, READY).endsAt).toBeGreaterThan(READY);
  });

  it("cannot end before they start", () => {
    expect(() => moveTimes(written, { endsIn: HOUR }, READY)).toThrow(/give --starts-in as well/);
  });
});
