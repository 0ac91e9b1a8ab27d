/** Minutes of processor time, so not in `npm test`. */
import { expect, it, vi } from "vitest";
import { drawRates } from "./draw-rates.ts";

vi.spyOn(console, "error").mockImplementation(() => {});

it.each([
  { expected: 1_000_000, says: "as many as expected" },
  { expected: 10_000, says: "a hundred times as many as expected" },
])(
  "1,000,000 shoppers at 5,000 isolates, $says, ask no object too often and keep the slots busy",
  async ({ expected }) => {
    const { before, start, later, claims, busy } = await drawRates(5_000, 1_000_000, expected);
    for (const { gate, stockroom } of [before, start, later]) {
      expect(gate).toBeLessThanOrEqual(1_000);
      expect(stockroom).toBeLessThanOrEqual(1_000);
    }
    expect(claims).toBeLessThanOrEqual(500);
    expect(busy).toBeGreaterThanOrEqual(0.8);
  },
  1_800_000,
);
