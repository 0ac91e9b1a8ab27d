/**
 * Tokens of ours, whole and altered, judged by ours and by jose. Tokens are signed and read by hand,
 * so jose says what is right: each must be signed to the same bytes, and read with the same verdict.
 */
import { env } from "cloudflare:workers";
import fc from "fast-check";
import { base64url, CompactSign, compactVerify } from "jose";
import { expect } from "vitest";
import type { Bindings } from "../env.ts";
import { type Keys, type Kind, keysOf } from "../tokens/keys.ts";
import {
  readOrder,
  readPass,
  readShopper,
  readStart,
  signOrder,
  signPass,
  signShopper,
  signStart,
} from "../tokens/tokens.ts";

const SEED = 20261127;
const NOW = Date.UTC(2030, 0, 1);
const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
/** A session is read where its cookie is (`edge/console/session.ts`). */
type ShoppersKind = Exclude<Kind, "session">;
const KINDS: ShoppersKind[] = ["shopper", "start", "order", "pass"];
/** Headers that nobody of ours has written; signed with the right key all the same. */
const HEADERS = [
  { alg: "HS256" },
  { alg: "HS256", typ: "JWT", kid: "AAAA" },
  { alg: "HS256", typ: "order", kid: "AAAA" },
  { alg: "HS256", typ: "shopper", jwk: { kty: "oct", k: "AAAA" } },
];

const text = fc.string({ unit: "binary", maxLength: 30 });
const numbers = fc.tuple(fc.nat(), fc.nat(), fc.nat());
const drawn = fc.record({
  kind: fc.constantFrom(...KINDS),
  claims: fc.record({ shopper: text, sale: text, gate: fc.nat(999), slot: text }),
  previous: fc.boolean(),
  other: fc.constantFrom(...KINDS),
  how: numbers,
});
type Claims = { shopper: string; sale: string; gate: number; slot: string };

/** Asks both about so many tokens. Throws at the first difference, with the tokens that show it. */
export async function compareWithJose(count: number): Promise<void> {
  const bindings = env as Bindings;
  const keys = await keysOf(bindings);
  const [current, previous = ""] = [bindings.SIGNING_KEY, bindings.SIGNING_KEY_PREVIOUS];
  const property = fc.asyncProperty(drawn, async (one) => {
    const secret = one.previous ? previous : current;
    const token = await josesToken(one.kind, one.claims, secret);
    if (!one.previous) expect(await ourToken(keys, one.kind, one.claims)).toBe(token);
    const other = await josesToken(one.other, one.claims, secret);
    const altered = await alter(token, other, one.how, secret);
    expect(await ourVerdict(keys, altered)).toEqual(await josesVerdict(altered, bindings));
  });
  await fc.assert(property, { seed: SEED, numRuns: count });
}

/** Tokens for whoever wants to send them somewhere: some whole, most of them not. */
export async function alteredTokens(count: number): Promise<string[]> {
  const secret = (env as Bindings).SIGNING_KEY;
  return Promise.all(
    fc.sample(drawn, { seed: SEED, numRuns: count }).map(async ({ kind, claims, other, how }) => {
      const token = await josesToken(kind, claims, secret);
      return alter(token, await josesToken(other, claims, secret), how, secret);
    }),
  );
}

/** What somebody may do to a token, by a few numbers; one in fourteen stays as it is. */
function alter(
  token: string,
  other: string,
  [how, a, b]: [number, number, number],
  secret: string,
): string | Promise<string> {
  const at = a % (token.length + 1);
  const letter = ALPHABET[b % ALPHABET.length] ?? "";
  const [head = "", body = "", signature = ""] = token.split(".");
  const theirs = other.split(".");
  const foreign = HEADERS[b % HEADERS.length] ?? { alg: "HS256" };
  const kinds = [
    () => token,
    () => token.slice(0, at) + letter + token.slice(at + 1),
    () => token.slice(0, -1) + letter, // the last letter holds bits that nobody needs
    () => token.slice(0, at),
    () => token.slice(0, at) + letter + token.slice(at),
    () => [head, theirs[1], signature].join("."),
    () => [theirs[0], body, signature].join("."),
    () => [head, body, theirs[2]].join("."),
    () => joses(foreign, base64url.decode(body), secret),
    () => [base64url.encode(JSON.stringify({ alg: "none", typ: "order" })), body, ""].join("."),
    () => `${token}.${letter}`,
    () => `${token}=`,
    () => ` ${token}`,
    () => token.replaceAll(".", ".."),
    () => String.fromCharCode(...Array.from({ length: at }, (_, i) => (a * 31 + b * i) % 0xffff)),
  ];
  return kinds[how % kinds.length]?.() ?? token;
}

function ourToken(keys: Keys, kind: Kind, claims: Claims): Promise<string> {
  if (kind === "shopper") return signShopper(keys, claims.shopper, NOW);
  if (kind === "start") return signStart(keys, claims.sale, claims.shopper, NOW);
  if (kind === "order") return signOrder(keys, claims);
  return signPass(keys, { ...claims, how: claims.slot, issuedAt: NOW / 1000 });
}

/** By kind, so that a token that is read as two kinds is seen. */
async function ourVerdict(
  keys: Keys,
  token: string,
): Promise<Partial<Record<ShoppersKind, object>>> {
  const shopper = await readShopper(keys, token);
  const start = await readStart(keys, token, NOW);
  const order = await readOrder(keys, token);
  const pass = await readPass(keys, token);
  return {
    ...(shopper === undefined ? {} : { shopper }),
    ...(start === undefined ? {} : { start }),
    ...(order === undefined ? {} : { order }),
    ...(pass === undefined ? {} : { pass }),
  };
}

async function josesToken(
  kind: ShoppersKind,
  { shopper, sale, gate, slot }: Claims,
  secret: string,
) {
  const claims = {
    shopper: { sub: shopper, iat: NOW / 1000 },
    start: { sub: shopper, sale, iat: NOW / 1000 },
    order: { sub: shopper, sale, gate, slot },
    pass: { sub: shopper, sale, how: slot, iat: NOW / 1000 },
  };
  const header = { alg: "HS256", typ: kind, kid: await kidOf(secret) };
  return joses(header, new TextEncoder().encode(JSON.stringify(claims[kind])), secret);
}

function joses(header: { alg: string }, payload: Uint8Array, secret: string): Promise<string> {
  return new CompactSign(payload).setProtectedHeader(header).sign(base64url.decode(secret));
}

async function josesVerdict(
  token: string,
  { SIGNING_KEY, SIGNING_KEY_PREVIOUS = "" }: Bindings,
): Promise<Partial<Record<ShoppersKind, object>>> {
  // Decoders are lenient about a last letter and about white space; one slot must not have four URLs.
  if (!isCanonical(token)) return {};
  for (const secret of [SIGNING_KEY, SIGNING_KEY_PREVIOUS]) {
    const read = await compactVerify(token, base64url.decode(secret), {
      algorithms: ["HS256"],
    }).catch(() => undefined);
    if (read?.protectedHeader.kid !== (await kidOf(secret))) continue;
    return verdict(read.protectedHeader.typ, JSON.parse(new TextDecoder().decode(read.payload)));
  }
  return {};
}

function verdict(
  typ: unknown,
  { sub: shopper, sale, iat, gate, slot, how }: Record<string, unknown>,
) {
  if (typ === "shopper") return { shopper: { shopper, cameAt: Number(iat) * 1000 } };
  if (typ === "start") return { start: { sale, shopper, issuedAt: iat } };
  if (typ === "pass") return { pass: { sale, shopper, how, issuedAt: iat } };
  return typ === "order" ? { order: { sale, gate, shopper, slot } } : {};
}

function isCanonical(token: string): boolean {
  try {
    const parts = token.split(".").map((part) => base64url.encode(base64url.decode(part)));
    return parts.join(".") === token;
  } catch {
    return false;
  }
}

/** As the first token format said: 24 bits of the key's hash. */
async function kidOf(secret: string): Promise<string> {
  const hash = await crypto.subtle.digest("SHA-256", new Uint8Array(base64url.decode(secret)));
  return base64url.encode(new Uint8Array(hash)).slice(0, 4);
}
