/** What each kind of token says. */
import { read, sign, subjectOf } from "./jws.ts";
import type { Keys } from "./keys.ts";

export interface StartToken {
  sale: string;
  shopper: string;
  /** Seconds since 1970: claims are taken for `START_TOKEN_AGE` from here. */
  issuedAt: number;
  /** In a draw, where nobody gets this token before their number has been called. */
  drawn?: Drawn;
}

/** A shopper's number, and how far numbers had been called when that was said. */
export interface Drawn {
  number: number;
  called: number;
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
  /** Seconds since 1970, with decimals. */
  issuedAt: number;
}

/** How long a claim URL can be used, in seconds. The page fetches a new one far more often. */
export const START_TOKEN_AGE = 600;

/** Isolates' clocks differ: a token from a second ahead of ours is no forgery. Seconds. */
const CLOCK_TOLERANCE = 5;

/**
 * The shopper's id, for the cookie, and since when it exists: in a draw, whoever was there before the start
 * is before whoever was not. `now`: ms since 1970; `iat` has them all, as decimals of a second.
 */
export function signShopper(keys: Keys, shopper: string, now: number): Promise<string> {
  return sign(keys.current, "shopper", { sub: shopper, iat: now / 1000 });
}

/** What a claim URL bears. `now`: ms since 1970. Only ever called once the sale is open. */
export function signStart(
  keys: Keys,
  sale: string,
  shopper: string,
  now: number,
  drawn?: Drawn,
): Promise<string> {
  return sign(keys.current, "start", {
    ...{ sub: shopper, sale, iat: Math.floor(now / 1000) },
    ...drawn,
  });
}

/** What an order URL bears. Nothing in it changes from one asking to the next. */
export function signOrder(keys: Keys, { sale, gate, shopper, slot }: OrderToken): Promise<string> {
  return sign(keys.current, "order", { sub: shopper, sale, gate, slot });
}

/** What somebody gets at a sale's door. */
export function signPass(keys: Keys, { sale, shopper, how, issuedAt }: PassToken): Promise<string> {
  return sign(keys.current, "pass", { sub: shopper, sale, how, iat: issuedAt });
}

/** A shopper, and when they came: ms since 1970, 0 for the tokens of before, which did not say. */
export interface ShopperToken {
  shopper: string;
  cameAt: number;
}

/** Undefined when this is not a token of ours of that kind. */
export async function readShopper(keys: Keys, token: string): Promise<ShopperToken | undefined> {
  const { sub, iat } = (await read(keys, "shopper", token)) ?? {};
  if (typeof sub !== "string") return undefined;
  return { shopper: sub, cameAt: typeof iat === "number" ? Math.round(iat * 1000) : 0 };
}

/** Whether this token names this shopper. It may be forged: nothing may rest on a yes. */
export function namesShopper(
  keys: Keys,
  kind: "shopper" | "pass",
  token: string,
  shopper: string,
): boolean {
  return subjectOf(keys, kind, token) === shopper;
}

/** `now`: ms since 1970. Undefined also when it has expired. */
export async function readStart(
  keys: Keys,
  token: string,
  now: number,
): Promise<StartToken | undefined> {
  const { sale, sub, iat, number, called } = (await read(keys, "start", token)) ?? {};
  if (typeof sale !== "string" || typeof sub !== "string" || typeof iat !== "number") {
    return undefined;
  }
  const age = Math.floor(now / 1000) - iat;
  if (age > START_TOKEN_AGE || age < -CLOCK_TOLERANCE) return undefined;
  const start = { sale, shopper: sub, issuedAt: iat };
  if (typeof number !== "number" || typeof called !== "number") return start;
  return { ...start, drawn: { number, called } };
}

export async function readOrder(keys: Keys, token: string): Promise<OrderToken | undefined> {
  const { sale, gate, sub, slot } = (await read(keys, "order", token)) ?? {};
  if (typeof sale !== "string" || typeof gate !== "number") return undefined;
  if (typeof slot !== "string" || typeof sub !== "string") return undefined;
  return { sale, gate, shopper: sub, slot };
}

/** Whether it still counts, and for this sale, is not judged here. */
export async function readPass(keys: Keys, token: string): Promise<PassToken | undefined> {
  const { sale, sub, how, iat } = (await read(keys, "pass", token)) ?? {};
  if (typeof sale !== "string" || typeof how !== "string") return undefined;
  if (typeof iat !== "number" || typeof sub !== "string") return undefined;
  return { sale, shopper: sub, how, issuedAt: iat };
}
