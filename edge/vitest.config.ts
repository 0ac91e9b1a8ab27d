import { cloudflareTest } from "@cloudflare/vitest-plugin";
import { defineConfig } from "vitest/config";

/** The Worker and its objects, in workerd. Keys are made here: there is no default one anywhere. */
export default defineConfig({
  plugins: [
    cloudflareTest({
      wrangler: { configPath: "../wrangler.toml" },
      miniflare: {
        bindings: {
          SIGNING_KEY: key(1),
          SIGNING_KEY_PREVIOUS: key(2),
          ADMIN_KEY: "the-operator-of-these-tests",
        },
      },
    }),
  ],
  test: { name: "edge", include: ["**/*.test.ts"], testTimeout: 20_000 },
});

function key(byte: number): string {
  return Buffer.alloc(32, byte).toString("base64url");
}
