import { expect, it } from "vitest";
import { alteredTokens, compareWithJose } from "../testing/judged-by-jose.ts";
import { Shopper, World } from "../testing/world.ts";

it("10,000 tokens, whole and altered, are signed and read as jose does", async () => {
  await compareWithJose(10_000);
}, 120_000);

it("altered tokens are a 403 over HTTP, or no page at all, and never a 500", async () => {
  const shopper = new Shopper(new World());
  for (const token of await alteredTokens(200)) {
    for (const path of ["claim", "order"]) {
      const url = `/${path}/${encodeURIComponent(token.toWellFormed())}`;
      const response = await shopper.fetch(url, { method: "POST" });
      expect([403, 404], url).toContain(response.status);
      expect((await response.json<{ code: string }>()).code).toMatch(/^(bad_token|not_found)$/);
    }
  }
});
