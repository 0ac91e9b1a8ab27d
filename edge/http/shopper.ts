/** Who is asking: the cookies of a shopper. Cookies are read from a request's `Cookie` header. */
import { serialize } from "hono/utils/cookie";
import { type Door, SHOPPER_COOKIE } from "../contract.ts";
import { newShopper } from "../ids.ts";
import type { Keys } from "../tokens/keys.ts";
import {
  namesShopper,
  type OrderToken,
  readOrder,
  readPass,
  readShopper,
  type ShopperToken,
  signShopper,
} from "../tokens/tokens.ts";

const DAY = 86_400;
const SHOPPER_DAYS = 180;
const RECEIPT_DAYS = 30;

/**
 * Where cookies are Secure, browsers take a name with this prefix only from this very host (RFC
 * 6265bis, 4.1.3.2): no sibling of our domain can set one for us. Names without it are read on
 * localhost, and everywhere until the release after the one that introduced the prefix.
 */
const HOST = "__Host-";

/**
 * The shopper whom the cookie names, with `setCookie` where the browser does not have it as it is now.
 * Undefined without a cookie of ours.
 */
export async function knownShopper(
  url: string,
  cookies: string | null,
  keys: Keys,
): Promise<(ShopperToken & { setCookie?: string }) | undefined> {
  const bearing = cookieIn(cookies, SHOPPER_COOKIE);
  const token = bearing && (await readShopper(keys, bearing.value));
  if (token === undefined) return undefined;
  if (bearing?.prefixed || isLocal(url)) return token;
  return { ...token, setCookie: shopperCookie(url, bearing?.value ?? "") };
}

/** A shopper who has never been here. `now`: ms since 1970. */
export async function newVisitor(
  url: string,
  keys: Keys,
  now: number,
): Promise<ShopperToken & { setCookie: string }> {
  const shopper = newShopper();
  const setCookie = shopperCookie(url, await signShopper(keys, shopper, now));
  return { shopper, cameAt: now, setCookie };
}

/**
 * A token names its shopper: another one's cookie beside it means that the link was passed on. Behind
 * a door it is the pass that says who somebody is, and the cookie of the other sales says nothing.
 *
 * A cookie that names the owner is theirs or forged, and a forged one counts as none: no signature
 * could change the answer, so claims and orders are spared one.
 */
export async function isAnothers(
  cookies: string | null,
  keys: Keys,
  { sale, shopper: owner }: { sale: string; shopper: string },
  door: Door | undefined,
): Promise<boolean> {
  if (door !== undefined) {
    const text = passIn(cookies, sale);
    if (text === undefined || namesShopper(keys, "pass", text, owner)) return false;
    // Whether it still lets in is not asked: it names its bearer all the same.
    return (await readPass(keys, text))?.sale === sale;
  }
  const text = cookieIn(cookies, SHOPPER_COOKIE)?.value;
  if (text === undefined || namesShopper(keys, "shopper", text, owner)) return false;
  return (await readShopper(keys, text)) !== undefined;
}

/** Whether there is a holder's cookie for this sale, not judged. */
export function bearsOrder(cookies: string | null, sale: string): boolean {
  return cookieIn(cookies, holderCookie(sale)) !== undefined;
}

/** The order token that a holder's cookie carries for this sale, and its text, if it is this shopper's. */
export async function heldOrder(
  cookies: string | null,
  keys: Keys,
  sale: string,
  owner: string,
): Promise<{ text: string; token: OrderToken } | undefined> {
  const bearing = cookieIn(cookies, holderCookie(sale));
  if (!bearing) return undefined;
  const token = await readOrder(keys, bearing.value);
  if (token?.sale !== sale || token.shopper !== owner) return undefined;
  return { text: bearing.value, token };
}

/** `Set-Cookie`: this browser holds a slot (until it lapses, ms from now) or an order. */
export function heldCookie(url: string, sale: string, token: string, forMs?: number): string {
  const seconds = forMs === undefined ? RECEIPT_DAYS * DAY : Math.max(1, Math.ceil(forMs / 1000));
  return setCookie(url, holderCookie(sale), token, seconds);
}

/**
 * `Set-Cookie`: this slot has lapsed or was given up. Undefined when the browser's cookie is not of
 * this slot: an old link must not take the cookie of the slot that they hold now.
 */
export function droppedCookie(
  { headers, url }: Request,
  sale: string,
  token: string,
): string | undefined {
  const bearing = cookieIn(headers.get("Cookie"), holderCookie(sale));
  if (bearing?.value !== token) return undefined;
  return setCookie(url, holderCookie(sale), "", 0, bearing.prefixed);
}

/** The pass that the browser keeps for this sale, not judged. */
export function passIn(cookies: string | null, sale: string): string | undefined {
  return cookieIn(cookies, passCookieName(sale))?.value;
}

/** `Set-Cookie`: the pass, for so many ms. */
export function passCookie(url: string, sale: string, pass: string, forMs: number): string {
  return setCookie(url, passCookieName(sale), pass, Math.max(1, Math.ceil(forMs / 1000)));
}

export interface Bearing {
  value: string;
  prefixed: boolean;
}

/** The cookie under its name of now or, without that, under the one of before. */
export function cookieIn(cookies: string | null, name: string): Bearing | undefined {
  if (cookies === null) return undefined;
  const { now, before } = valuesIn(cookies, `${name}=`);
  const [value, ...more] = now.length > 0 ? now : before;
  // Of two with one name nobody can tell which is ours, so none is believed: the first may be one that
  // another page of our domain has set for a longer path.
  if (value === undefined || more.length > 0) return undefined;
  return { value, prefixed: now.length > 0 };
}

const NONE = { now: [], before: [] };

/** Every value of a cookie, with the prefix (`now`) and without it (`before`). `key`: `name=`. */
function valuesIn(cookies: string, key: string): { now: string[]; before: string[] } {
  let at = cookies.indexOf(key);
  if (at < 0) return NONE;
  const found = { now: [] as string[], before: [] as string[] };
  for (; at >= 0; at = cookies.indexOf(key, at + 1)) {
    const prefixed = cookies.startsWith(HOST, at - HOST.length);
    const begins = prefixed ? at - HOST.length : at;
    if (begins > 0 && cookies[begins - 1] !== " " && cookies[begins - 1] !== ";") continue;
    const end = cookies.indexOf(";", at);
    const value = cookies.slice(at + key.length, end < 0 ? undefined : end);
    (prefixed ? found.now : found.before).push(value);
  }
  return found;
}

function holderCookie(sale: string): string {
  return `order-${sale}`;
}

function passCookieName(sale: string): string {
  return `pass-${sale}`;
}

function shopperCookie(url: string, token: string): string {
  return setCookie(url, SHOPPER_COOKIE, token, SHOPPER_DAYS * DAY);
}

/** `prefixed`: as a browser must hear it to drop a cookie of before. */
function setCookie(url: string, name: string, value: string, maxAge: number, prefixed?: boolean) {
  const isPrefixed = prefixed ?? !isLocal(url);
  const secure = isPrefixed || !isLocal(url);
  const options = { path: "/", httpOnly: true, sameSite: "Lax", secure, maxAge } as const;
  return serialize(isPrefixed ? HOST + name : name, value, options);
}

/** Where browsers take no Secure cookie over HTTP. */
export function isLocal(url: string): boolean {
  return /^https?:\/\/(?:localhost|127\.0\.0\.1|\[::1\])[:/]/.test(url);
}
