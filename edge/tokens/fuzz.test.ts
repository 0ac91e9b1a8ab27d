/** Twenty thousand altered tokens: each is refused, and none surprises. */
import { env } from "cloudflare:workers";
import fc from "fast-check";
import { base64url } from "jose";
import { beforeAll, expect, it } from "vitest";
import type { Bindings } from "../env.ts";
import { Shopper, World } from "../testing/world.ts";
import { type Keys, keysOf } from "./keys.ts";
import { readOrder, readShopper, readStart, signOrder, signShopper, signStart } from "./tokens.ts";

const SEED = 20261127;
const NOW = Date.UTC(2030, 0, 1);
const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
const HEADERS = [
  { alg: "none", typ: "order" },
  { alg: "HS256" },
  { alg: "HS256", typ: "order" },
  { alg: "HS512", typ: "order", kid: "AAAA" },
  { alg: "RS256", typ: "start", crit: ["b64"], b64: false },
  { alg: "HS256", typ: "shopper", jwk: { kty: "oct", k: "AAAA" } },
];

let keys: Keys;
let genuine: string[];
beforeAll(async () => {
  keys = await keysOf(env as Bindings);
  const order = { sale: "lamp", gate: 1, shopper: "AAAAAAAAAAAAAAAA", slot: "abcdefgh" };
  genuine = [
    await signShopper(keys, "AAAAAAAAAAAAAAAA"),
    await signStart(keys, "lamp", "AAAAAAAAAAAAAAAA", NOW),
    await signOrder(keys, order),
    await signOrder(keys, { ...order, sale: "sofa" }),
  ];
});

/** What somebody may do to a token, by its number and a few numbers of their own. */
function alter([which, how, a, b]: [number, number, number, number]): string {
  const token = genuine[which % genuine.length] ?? "";
  const other = genuine[b % genuine.length] ?? "";
  const at = a % (token.length + 1);
  const letter = ALPHABET[b % ALPHABET.length];
  const parts = token.split(".");
  const theirs = other.split(".");
  const header = base64url.encode(JSON.stringify(HEADERS[b % HEADERS.length]));
  const kinds = [
    () => token.slice(0, at) + letter + token.slice(at + 1),
    () => token.slice(0, -1) + letter, // the last letter holds bits that nobody needs
    () => token.slice(0, at),
    () => token.slice(0, at) + letter + token.slice(at),
    () => [parts[0], theirs[1], parts[2]].join("."),
    () => [parts[0], parts[1], theirs[2]].join("."),
    () => [header, parts[1], parts[2]].join("."),
    () => [header, parts[1], ""].join("."),
    () => `${token}.${letter}`,
    () => `${token}=`,
    () => ` ${token}`,
    () => token.replaceAll(".", ".."),
    () => String.fromCharCode(...Array.from({ length: at }, (_, i) => (a * 31 + b * i) % 0xffff)),
  ];
  return kinds[how % kinds.length]?.() ?? "";
}
const numbers = fc.tuple(fc.nat(), fc.nat(), fc.nat(), fc.nat());

it("are refused, all 20,000, whatever was done to them", async () => {
  const property = fc.asyncProperty(numbers, async (choice) => {
    const token = alter(choice);
    if (genuine.includes(token)) return;
    expect(await readShopper(keys, token)).toBeUndefined();
    expect(await readStart(keys, token, NOW)).toBeUndefined();
    expect(await readOrder(keys, token)).toBeUndefined();
  });
  await fc.assert(property, { seed: SEED, numRuns: 20_000 });
});

it("are a 403 over HTTP, or no page at all, and never a 500", async () => {
  const shopper = new Shopper(new World());
  for (const choice of fc.sample(numbers, { seed: SEED, numRuns: 300 })) {
    const token = alter(choice);
    if (genuine.includes(token)) continue;
    for (const path of ["claim", "order"]) {
      const url = `/${path}/${encodeURIComponent(token.toWellFormed())}`;
      const response = await shopper.fetch(url, { method: "POST" });
      expect([403, 404], url).toContain(response.status);
      expect((await response.json<{ code: string }>()).code).toMatch(/^(bad_token|not_found)$/);
    }
  }
});
