import { defineConfig } from "vitest/config";
import { LongestFirst } from "./tests/support/longest-first.ts";

const patient = { testTimeout: 30_000, hookTimeout: 60_000 };

export default defineConfig({
  test: {
    // Half of the time a test from Node waits for a server to boot, which leaves a core for others.
    maxWorkers: 4,
    sequence: { sequencer: LongestFirst },
    projects: [
      "edge/vitest.config.ts",
      {
        // Pure enough to share a process: starting one takes longer than most of these.
        test: {
          ...patient,
          name: "unit",
          include: ["site/**/*.test.ts", "scripts/**/*.test.ts"],
          isolate: false,
        },
      },
      { test: { ...patient, name: "node", include: ["{tests,sim,crowd}/**/*.test.ts"] } },
    ],
  },
});
