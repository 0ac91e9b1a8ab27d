import { cloudflareTest } from "@cloudflare/vitest-plugin";
import { defineConfig } from "vitest/config";
import { LIMITS } from "../tests/support/patience.ts";

// There is no default key anywhere, so the tests bring theirs; as variables of the environment,
// where wrangler looks for the secrets that wrangler.toml requires.
process.env.SIGNING_KEY = key(1);
process.env.ADMIN_KEY = "the-operator-of-these-tests-and-of-nobody-else";

const FULL = "**/*.full.test.ts";
const isFull = process.env.EDGE_FULL === "1";

/** The Worker and its objects, in workerd. */
export default defineConfig({
  plugins: [
    cloudflareTest({
      wrangler: { configPath: "../wrangler.toml" },
      miniflare: { bindings: { SIGNING_KEY_PREVIOUS: key(2), DRAW_SECRET: key(3) } },
    }),
  ],
  test: {
    ...LIMITS,
    name: "edge",
    // `npm run test:all` runs the long ones by themselves: in here, since they need the runtime.
    include: [isFull ? FULL : "**/*.test.ts"],
    exclude: ["**/node_modules/**", ...(isFull ? [] : [FULL])],
  },
});

function key(byte: number): string {
  return Buffer.alloc(32, byte).toString("base64url");
}
