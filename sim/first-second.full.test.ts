/** Whole crowds at the start: minutes of processor time, so not in `npm test` (see adversaries.test.ts). */
import { describe, expect, it, vi } from "vitest";
import { rates } from "./rates.ts";

vi.spyOn(console, "error").mockImplementation(() => {});

describe("the first ten seconds", () => {
  it.each(
    [false, true].flatMap((reserve) =>
      [1, 300, 5_000, 20_000].map((isolates) => ({ isolates, reserve })),
    ),
  )(
    "ask no object more than 1,000 times a second: $isolates isolates, reserve: $reserve",
    async ({ isolates, reserve }) => {
      const { first, grantedAtOnce } = await rates(isolates, "full", reserve, { until: 10 });
      expect(first.gate).toBeLessThanOrEqual(1_000);
      expect(first.stockroom).toBeLessThanOrEqual(1_000);
      // One isolate clicks five times in that second; many take all hundred slots, or nearly.
      expect(grantedAtOnce).toBeGreaterThanOrEqual(isolates === 1 ? 1 : 90);
    },
    600_000,
  );

  it("also where no isolate was asked before the start, up to 5,000 of them", async () => {
    const { first } = await rates(5_000, "full", false, { until: 10, warm: false });
    expect(first.gate).toBeLessThanOrEqual(1_000);
  }, 600_000);
});
