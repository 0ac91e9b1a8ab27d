import { CompactSign, compactVerify, errors } from "jose";
import type { Key, Keys } from "./keys.ts";

/** Each kind bears its own `typ`, which is checked: no kind can stand in for another. */
type Kind = "shopper" | "start" | "order" | "pass";

export interface StartToken {
  sale: string;
  shopper: string;
  /** Seconds since 1970: claims are taken for `START_TOKEN_AGE` from here. */
  issuedAt: number;
}

export interface OrderToken {
  sale: string;
  gate: number;
  shopper: string;
  slot: string;
}

/** What its bearer has shown at a sale's door. */
export interface PassToken {
  sale: string;
  shopper: string;
  /** The door that it was made at: a sale that has another one now asks again. */
  how: string;
  /** Seconds since 1970. */
  issuedAt: number;
}

/** How long a claim URL can be used, in seconds. The page fetches a new one far more often. */
export const START_TOKEN_AGE = 600;

/** Isolates' clocks differ: a token from a second ahead of ours is no forgery. Seconds. */
const CLOCK_TOLERANCE = 5;

/**
 * Three parts in base64url, the last one a signature of 256 bits. Its last letter has two bits to
 * spare, which must be zero (RFC 4648, 3.5): decoders are lenient there and with white space, and
 * one slot must not have four URLs.
 */
const SHAPE = /^[\w-]+\.[\w-]+\.[\w-]{42}[AEIMQUYcgkosw048]$/;

/** The shopper's id, for the cookie. */
export function signShopper(keys: Keys, shopper: string): Promise<string> {
  return sign(keys.current, "shopper", { sub: shopper });
}

/** What a claim URL bears. `now`: ms since 1970. Only ever called once the sale is open. */
export function signStart(keys: Keys, sale: string, shopper: string, now: number): Promise<string> {
  return sign(keys.current, "start", { sub: shopper, sale, iat: Math.floor(now / 1000) });
}

/** What an order URL bears. Nothing in it changes from one asking to the next. */
export function signOrder(keys: Keys, { sale, gate, shopper, slot }: OrderToken): Promise<string> {
  return sign(keys.current, "order", { sub: shopper, sale, gate, slot });
}

/** What somebody gets at a sale's door. */
export function signPass(keys: Keys, { sale, shopper, how, issuedAt }: PassToken): Promise<string> {
  return sign(keys.current, "pass", { sub: shopper, sale, how, iat: issuedAt });
}

/** The shopper's id; undefined when this is not a token of ours of that kind. */
export async function readShopper(keys: Keys, token: string): Promise<string | undefined> {
  return (await read(keys, "shopper", token))?.sub;
}

/** `now`: ms since 1970. Undefined also when it has expired. */
export async function readStart(
  keys: Keys,
  token: string,
  now: number,
): Promise<StartToken | undefined> {
  const { sale, sub, iat } = (await read(keys, "start", token)) ?? {};
  if (typeof sale !== "string" || sub === undefined || typeof iat !== "number") return undefined;
  const age = Math.floor(now / 1000) - iat;
  if (age > START_TOKEN_AGE || age < -CLOCK_TOLERANCE) return undefined;
  return { sale, shopper: sub, issuedAt: iat };
}

export async function readOrder(keys: Keys, token: string): Promise<OrderToken | undefined> {
  const { sale, gate, sub, slot } = (await read(keys, "order", token)) ?? {};
  if (typeof sale !== "string" || typeof gate !== "number") return undefined;
  if (typeof slot !== "string" || sub === undefined) return undefined;
  return { sale, gate, shopper: sub, slot };
}

/** Whether it still counts, and for this sale, is not judged here. */
export async function readPass(keys: Keys, token: string): Promise<PassToken | undefined> {
  const { sale, sub, how, iat } = (await read(keys, "pass", token)) ?? {};
  if (typeof sale !== "string" || typeof how !== "string") return undefined;
  if (typeof iat !== "number" || sub === undefined) return undefined;
  return { sale, shopper: sub, how, issuedAt: iat };
}

interface Payload {
  sub?: unknown;
  sale?: unknown;
  gate?: unknown;
  slot?: unknown;
  how?: unknown;
  iat?: unknown;
}

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/**
 * A JWT's claims, signed and read as a plain JWS: jose's JWT classes copy and check claims that we do
 * not use, at a sixth of the price of a whole start script (docs/what-bounds-the-worker.md).
 */
function sign({ kid, secret }: Key, typ: Kind, payload: Payload): Promise<string> {
  return new CompactSign(encoder.encode(JSON.stringify(payload)))
    .setProtectedHeader({ alg: "HS256", typ, kid })
    .sign(secret);
}

/** HS256 and nothing else; an unknown `kid` is a bad token. The subject is a text for sure. */
async function read(
  { byKid }: Keys,
  typ: Kind,
  token: string,
): Promise<(Payload & { sub: string }) | undefined> {
  if (!SHAPE.test(token)) return undefined;
  try {
    const { payload, protectedHeader } = await compactVerify(
      token,
      ({ kid }) => {
        const key = kid === undefined ? undefined : byKid.get(kid);
        if (!key) throw new errors.JWKSNoMatchingKey();
        return key.secret;
      },
      { algorithms: ["HS256"] },
    );
    if (protectedHeader.typ !== typ) return undefined;
    // Signed by us, so it is the JSON object that we have written.
    const claims = JSON.parse(decoder.decode(payload)) as Payload;
    return typeof claims.sub === "string" ? { ...claims, sub: claims.sub } : undefined;
  } catch (error) {
    if (error instanceof errors.JOSEError) return undefined;
    throw error;
  }
}
