/** How a draw calls: the control loop beside crowds of every size (edge/draw/caller.ts). */
import { describe, expect, it } from "vitest";
import { lateNumber, numberOf } from "../edge/core.ts";
import { playLine } from "./called-crowd.ts";
import { simNumber, simSeed } from "./draw.ts";

const SHAPES = [
  { gates: 10, slots: 10, stock: 1_000 },
  { gates: 100, slots: 1, stock: 1_000 },
  { gates: 1, slots: 100, stock: 1_000 },
  { gates: 5, slots: 2, stock: 100 },
  { gates: 100, slots: 10, stock: 5_000 },
];
const CROWDS = [10_000, 100_000, 1_000_000, 10_000_000];
/** What the shop expects, of what comes; undefined: it says nothing. */
const GUESSES = [undefined, 1, 100, 1 / 100];
const STAYS = [
  { name: "everybody has stayed", stay: { atFirst: 1, eachMinute: 1 } },
  { name: "half has left, and more leave", stay: { atFirst: 0.5, eachMinute: 0.9 } },
];

function lines() {
  return STAYS.flatMap(({ name, stay }) =>
    SHAPES.flatMap((shape) =>
      CROWDS.flatMap((shoppers) =>
        GUESSES.map((guess, index) => ({
          name: `${shoppers} shoppers, ${name}, ${guess} times expected, ${shape.gates} × ${shape.slots} slots`,
          // A crowd that is no larger than what is called of it says little of a line.
          line: {
            ...shape,
            shoppers,
            stay,
            seed: 1,
            counted: index % 2 === 0,
            expected: guess && Math.ceil(shoppers * guess),
          },
        })),
      ),
    ),
  ).filter(({ line }) => line.shoppers >= 10 * line.stock);
}

describe("a draw's line", () => {
  it("keeps the slots busy, asks no gate too often, stands still for no time, and sells every unit", () => {
    const all = lines();
    expect(all.length).toBeGreaterThan(120);
    for (const { name, line } of all) {
      const { sold, busy, claims, still, measured } = playLine(line);
      expect(sold, name).toBe(line.stock);
      expect(busy, name).toBeGreaterThanOrEqual(0.8);
      expect(measured, name).toBeGreaterThan(20_000);
      expect(claims, name).toBeLessThanOrEqual(500);
      expect(still, name).toBeLessThanOrEqual(2_000);
    }
  });

  it.each([1, 2, 30, 300])(
    "of %i ends: everybody is called, and who comes later too",
    (shoppers) => {
      for (const expected of [undefined, shoppers * 100, 1]) {
        const shape = { gates: 10, slots: 10, stock: 1_000 };
        const { everybodyAt, still } = playLine({ ...shape, shoppers, expected, seed: 2, late: 2 });
        expect(everybodyAt).toBeLessThan(180_000);
        expect(still).toBeLessThanOrEqual(2_000);
      }
    },
  );

  it("calls whoever comes late by time of arrival, once the others have been", () => {
    const shape = { gates: 10, slots: 10, stock: 3_000 };
    const { sold, steps } = playLine({
      ...shape,
      shoppers: 1_500,
      expected: 1_500,
      late: 5,
      seed: 3,
    });
    expect(sold).toBe(3_000);
    const late = steps.filter(({ called }) => called > 1);
    expect(late.length).toBeGreaterThan(10);
    for (const { at, called } of late.slice(0, -1))
      expect(called).toBeLessThanOrEqual(lateNumber(at, 0));
  });

  it.each([
    [20, 5],
    [20, 1],
    [60, 20],
    [300, 50],
  ])(
    "of %i for %i units begins within half a minute, though nobody said how many to expect",
    (shoppers, stock) => {
      const first = [1, 2, 3, 4, 5, 6, 7].map((seed) => {
        const shape = { gates: 10, slots: 10, stock, counted: true };
        const { steps } = playLine({ ...shape, shoppers, seed });
        return (
          steps.find(({ called }) => called * shoppers >= 1 / 2)?.at ?? Number.POSITIVE_INFINITY
        );
      });
      expect(first.sort((a, b) => a - b)[3]).toBeLessThan(30_000);
    },
  );

  it("begins carefully: an `expected` of a hundredth calls no more than a few times the slots", () => {
    const shape = { gates: 10, slots: 10, stock: 5_000 };
    const { waiting } = playLine({ ...shape, shoppers: 1_000_000, expected: 10_000, seed: 4 });
    expect(waiting).toBeLessThan(300);
  });
});

it("a simulated number is the number that everybody can compute", async () => {
  const seed = simSeed("any");
  const bytes = new Uint8Array(seed.bytes);
  expect(simNumber(seed, "lamp", "me", 1, 2)).toBe(await numberOf(bytes, "lamp", "me"));
  expect(simNumber(seed, "lamp", "me", 7, 2)).toBe(lateNumber(7, 2));
});
