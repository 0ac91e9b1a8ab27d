import { defineConfig } from "vitest/config";
import { LIMITS } from "./tests/support/patience.ts";

/** Real wranglers, kills, crowds, every page: `npm run test:all`. */
const FULL = "**/*.full.test.ts";

/** `x.test.ts` is run by `npm test`, `x.full.test.ts` by `npm run test:all`. */
export default defineConfig({
  test: {
    maxWorkers: 2,
    projects: [
      "edge/vitest.config.ts",
      {
        // Pure enough to share a process: starting one takes longer than most of these.
        test: {
          ...LIMITS,
          name: "unit",
          include: ["{site,scripts}/**/*.test.ts"],
          exclude: ["**/node_modules/**", FULL],
          isolate: false,
        },
      },
      {
        test: {
          ...LIMITS,
          name: "node",
          include: ["{tests,sim,crowd}/**/*.test.ts"],
          exclude: ["**/node_modules/**", FULL],
        },
      },
      {
        test: {
          ...LIMITS,
          name: "full",
          // Browsers, wranglers and whole crowds: once more where a starved machine let one down. What
          // fails twice is broken.
          retry: 1,
          include: ["{site,scripts,tests,sim,crowd,bench}/**/*.full.test.ts"],
        },
      },
    ],
  },
});
