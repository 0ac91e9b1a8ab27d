import { describe, expect, it } from "vitest";
import { costOf, METERS, READ_ON, SOURCES } from "./cost.ts";

/** What the meters say, to a hundredth of a cent. */
const cost = (metered: Parameters<typeof costOf>[0]) => {
  const { total, most } = costOf(metered);
  return { total: Number(total.toFixed(4)), most: Number(most.toFixed(4)) };
};

describe("the cost", () => {
  it("is $8.00 for the platform's own example: 15 million requests of 7 ms", () => {
    const metered = { workerRequests: 15_000_000, workerCpu: 15_000_000 * 7 };
    expect(cost(metered).total).toBe(8);
  });

  it("is $45.40 for its example of 100 million requests of 7 ms", () => {
    const metered = { workerRequests: 100_000_000, workerCpu: 100_000_000 * 7 };
    expect(cost(metered).total).toBe(45.4);
  });

  it("is, for a sale of all meters, what it is by hand", () => {
    const metered = {
      workerRequests: 114_000_000, // 104 million beyond: 31.20; all: 34.20
      workerCpu: 40_000_000, // 10 million beyond: 0.20; all: 0.80
      objectRequests: 3_000_000, // 2 million beyond: 0.30; all: 0.45
      objectDuration: 500_000, // 0.1 million beyond: 1.25; all: 6.25
      rowsRead: 12_000_000, // included; all: 0.012
      rowsWritten: 60_000_000, // 10 million beyond: 10.00; all: 60.00
      storedData: 6, // 1 GB beyond: 0.20; all: 1.20
      logs: 0,
    };
    // 31.20 + 0.20 + 0.30 + 1.25 + 10 + 0.20 = 43.15, and the subscription
    expect(cost(metered)).toEqual({ total: 48.15, most: 102.912 });
  });

  it("is the subscription alone while everything is included", () => {
    expect(cost({ workerRequests: 10_000_000, objectRequests: 1_000_000 }).total).toBe(5);
  });

  it("names what the free plan's day has too little of", () => {
    const small = { workerRequests: 100_000, objectRequests: 100_000, rowsWritten: 100_000 };
    expect(costOf(small).beyondFree).toEqual([]);
    expect(costOf({ ...small, rowsWritten: 100_001 }).beyondFree).toEqual(["rowsWritten"]);
  });

  it("is by prices that say where and when they were read", () => {
    expect(READ_ON).toMatch(/^20\d\d-\d\d-\d\d$/);
    for (const { source } of Object.values(METERS)) {
      expect(SOURCES[source]).toMatch(/^https:\/\/developers\.cloudflare\.com\//);
    }
  });
});
