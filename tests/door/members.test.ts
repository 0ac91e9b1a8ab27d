/** The example that docs/members.md shows to a shop's developer, as it stands there. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { Sale } from "../../edge/contract.ts";
import { proveMember } from "../../edge/door/members.ts";
import { keysOf } from "../../edge/tokens/keys.ts";

const EXAMPLE = "examples/members/shop.js";
const shop = spawn(process.execPath, [EXAMPLE], {
  env: { PORT: "0", SALE: "https://sale.example/sales/lamp" },
  stdio: ["ignore", "pipe", "inherit"],
});
let origin: string;
beforeAll(async () => {
  [origin] = await once(createInterface(shop.stdout), "line");
});
afterAll(() => void shop.kill());

/** Follows the shop's link to the sale, up to the sale's page. */
async function link(): Promise<URL> {
  const response = await fetch(`${origin}/to-the-sale`, { redirect: "manual" });
  expect(response.status).toBe(303);
  return new URL(response.headers.get("location") ?? "");
}

async function admitted(member: string, audience = "https://sale.example") {
  const keys = await keysOf({ SIGNING_KEY: "k".repeat(43) });
  const env = {
    MEMBERS_JWKS_URL: `${origin}/keys.json`,
    MEMBERS_ISSUER: "https://shop.example",
    MEMBERS_AUDIENCE: audience,
  };
  const sale = { slug: "lamp" } as Sale;
  const from = { hostname: "sale.example", address: undefined, now: Date.now() };
  return proveMember({ env, keys, sale, proofs: { member }, ...from });
}

it("sends a member to the sale with a token that the door takes, as the same shopper each time", async () => {
  const [first, second] = [await link(), await link()];
  expect(first.origin + first.pathname).toBe("https://sale.example/sales/lamp");
  const tokens = [first, second].map(({ hash }) =>
    new URLSearchParams(hash.slice(1)).get("member"),
  );
  const [one, two] = [await admitted(tokens[0] ?? ""), await admitted(tokens[1] ?? "")];
  expect(one).toEqual({ ok: true, shopper: expect.stringMatching(/^[\w-]{16}$/) });
  expect(two).toEqual(one);
  const elsewhere = await admitted(tokens[0] ?? "", "https://another-sale.example");
  expect(elsewhere).toEqual({ ok: false, reason: "proof_invalid" });
});

it("is in the guide to the letter, and has no more than 20 lines", () => {
  const source = readFileSync(EXAMPLE, "utf8");
  expect(source.trim().split("\n").length).toBeLessThanOrEqual(22); // two are the comment
  expect(readFileSync("docs/members.md", "utf8")).toContain(source.trim());
});
