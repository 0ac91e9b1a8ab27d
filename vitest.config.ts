import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    // Half of the time a test from Node waits for a server to boot, which leaves a core for another.
    maxWorkers: 3,
    projects: [
      "edge/vitest.config.ts",
      {
        test: {
          name: "node",
          include: ["site/**/*.test.ts", "scripts/**/*.test.ts", "tests/**/*.test.ts"],
          testTimeout: 30_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
});
