import { describe, expect, it } from "vitest";
import { type Kind, makeCrowd, SHARES, scaledHold, type Visitor } from "./crowd.ts";
import { fittingScale } from "./rehearsed.ts";

const options = {
  ...{ seed: 11, shoppers: 20_000, hold: 120_000, scale: 10 },
  arrivals: { lead: 5_000, rush: 2_000 },
};
const crowd = makeCrowd(options);
const of = (kind: Kind) => crowd.filter((visitor) => visitor.kind === kind);
const every = (visitors: Visitor[], is: (visitor: Visitor) => boolean) =>
  expect(visitors.filter((visitor) => !is(visitor))).toEqual([]);

describe("a crowd", () => {
  it("is the same for the same seed, and begins with the same people when it is larger", () => {
    expect(JSON.stringify(makeCrowd(options)) === JSON.stringify(crowd)).toBe(true);
    expect(makeCrowd({ ...options, shoppers: 100 })).toEqual(crowd.slice(0, 100));
    expect(makeCrowd({ ...options, seed: 12, shoppers: 100 })).not.toEqual(crowd.slice(0, 100));
  });

  it("has the shares that it states", () => {
    expect(Object.values(SHARES).reduce((sum, share) => sum + share)).toBeCloseTo(1);
    for (const [kind, share] of Object.entries(SHARES)) {
      expect(of(kind as Kind).length / crowd.length).toBeCloseTo(share, 1.5);
    }
  });

  it("comes in order: the early before the start, refreshing, the surge after it", () => {
    every(
      crowd,
      ({ loads }) => loads.length > 0 && loads.every((at, i) => at >= (loads[i - 1] ?? at)),
    );
    every(
      of("early"),
      ({ loads }) => loads.length > 1 && loads.every((at) => at < 0 && at >= -5_000),
    );
    every(of("jumper"), ({ loads }) => loads.every((at) => at < 0));
    every(of("surge"), ({ loads: [at = -1] }) => at >= 0 && at <= 8_000);
  });

  it("never clicks while the page has the button locked", () => {
    every(crowd, ({ pauses }) => pauses.length > 0 && pauses.every((pause) => pause >= 1_000));
  });

  it("fills in the form within the hold, but for the slow", () => {
    const hold = scaledHold(options);
    expect(hold).toBe(12_000);
    every(crowd, ({ kind, form }) => (kind === "slow" ? form > hold : form < hold));
  });
});

describe("the scale", () => {
  const sale = { stock: 50, gates: 10, slots: 10, hold: 120_000 };
  it.each([
    [sale, 12],
    [{ ...sale, hold: 5_000 }, 2],
    [{ ...sale, stock: 1_000 }, 33],
    [{ ...sale, stock: 1_000_000 }, 40],
  ])("makes %j fit into a rehearsal: %i", (made, scale) => {
    expect(fittingScale(made)).toBe(scale);
  });
});
