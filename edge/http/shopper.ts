/** Who is asking: the two cookies of a shopper. Cookies are read from a request's `Cookie` header. */
import { parse, serialize } from "hono/utils/cookie";
import { SHOPPER_COOKIE } from "../contract.ts";
import { newShopper } from "../ids.ts";
import type { Keys } from "../tokens/keys.ts";
import { readOrder, readShopper, signShopper } from "../tokens/tokens.ts";

const DAY = 86_400;
const SHOPPER_DAYS = 180;
const RECEIPT_DAYS = 30;

/** The shopper whom the cookie names; undefined without one, or when it is not one of ours. */
async function knownShopper(cookies: string | null, keys: Keys): Promise<string | undefined> {
  const token = cookieIn(cookies, SHOPPER_COOKIE);
  return token ? readShopper(keys, token) : undefined;
}

/** The shopper, new if need be; a new one gets `setCookie` with the answer. */
export async function shopperOf(
  request: Request,
  keys: Keys,
): Promise<{ shopper: string; setCookie?: string }> {
  const known = await knownShopper(request.headers.get("Cookie"), keys);
  if (known !== undefined) return { shopper: known };
  const shopper = newShopper();
  const token = await signShopper(keys, shopper);
  return { shopper, setCookie: bear(request.url, SHOPPER_COOKIE, token, SHOPPER_DAYS * DAY) };
}

/** A token names its shopper: another one's cookie beside it means that the link was passed on. */
export async function isAnothers(
  cookies: string | null,
  keys: Keys,
  owner: string,
): Promise<boolean> {
  const known = await knownShopper(cookies, keys);
  return known !== undefined && known !== owner;
}

/** The order token that a holder's cookie carries for this sale, if it is this shopper's. */
export async function heldOrder(
  cookies: string | null,
  keys: Keys,
  sale: string,
  owner: string,
): Promise<string | undefined> {
  const cookie = cookieIn(cookies, holderCookie(sale));
  if (!cookie) return undefined;
  const token = await readOrder(keys, cookie);
  return token?.sale === sale && token.shopper === owner ? cookie : undefined;
}

/** `Set-Cookie`: this browser holds a slot (until it lapses, ms from now) or an order. */
export function heldCookie(url: string, sale: string, token: string, forMs?: number): string {
  const seconds = forMs === undefined ? RECEIPT_DAYS * DAY : Math.max(1, Math.ceil(forMs / 1000));
  return bear(url, holderCookie(sale), token, seconds);
}

/**
 * `Set-Cookie`: this slot has lapsed or was given up. Undefined when the browser's cookie is not of
 * this slot: an old link must not take the cookie of the slot that he holds now.
 */
export function droppedCookie(request: Request, sale: string, token: string): string | undefined {
  const cookie = cookieIn(request.headers.get("Cookie"), holderCookie(sale));
  return cookie === token ? bear(request.url, holderCookie(sale), "", 0) : undefined;
}

function cookieIn(cookies: string | null, name: string): string | undefined {
  return cookies === null ? undefined : parse(cookies, name)[name];
}

function holderCookie(sale: string): string {
  return `order-${sale}`;
}

function bear(url: string, name: string, value: string, maxAge: number): string {
  const { hostname } = new URL(url);
  const local = hostname === "localhost" || hostname === "127.0.0.1" || hostname === "[::1]";
  const path = "/";
  return serialize(name, value, { path, httpOnly: true, sameSite: "Lax", secure: !local, maxAge });
}
