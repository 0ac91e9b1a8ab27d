/** Who is asking: the cookies of a shopper. Cookies are read from a request's `Cookie` header. */
import { parse, serialize } from "hono/utils/cookie";
import { type Door, SHOPPER_COOKIE } from "../contract.ts";
import { newShopper } from "../ids.ts";
import type { Keys } from "../tokens/keys.ts";
import { readOrder, readPass, readShopper, signShopper } from "../tokens/tokens.ts";

const DAY = 86_400;
const SHOPPER_DAYS = 180;
const RECEIPT_DAYS = 30;

/** The shopper whom the cookie names; undefined without one, or when it is not one of ours. */
export async function knownShopper(
  cookies: string | null,
  keys: Keys,
): Promise<string | undefined> {
  const token = cookieIn(cookies, SHOPPER_COOKIE);
  return token ? readShopper(keys, token) : undefined;
}

/** A shopper who has never been here. */
export async function newVisitor(
  url: string,
  keys: Keys,
): Promise<{ shopper: string; setCookie: string }> {
  const shopper = newShopper();
  const token = await signShopper(keys, shopper);
  return { shopper, setCookie: bear(url, SHOPPER_COOKIE, token, SHOPPER_DAYS * DAY) };
}

/**
 * A token names its shopper: another one's cookie beside it means that the link was passed on. Behind
 * a door it is the pass that says who somebody is, and the cookie of the other sales says nothing.
 */
export async function isAnothers(
  cookies: string | null,
  keys: Keys,
  { sale, shopper: owner }: { sale: string; shopper: string },
  door: Door | undefined,
): Promise<boolean> {
  const known = door ? await passedShopper(cookies, keys, sale) : await knownShopper(cookies, keys);
  return known !== undefined && known !== owner;
}

/** Whether the pass still lets in is not asked: it names its bearer all the same. */
async function passedShopper(cookies: string | null, keys: Keys, sale: string) {
  const text = passIn(cookies, sale);
  const pass = text === undefined ? undefined : await readPass(keys, text);
  return pass?.sale === sale ? pass.shopper : undefined;
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

/** The pass that the browser keeps for this sale, not judged. */
export function passIn(cookies: string | null, sale: string): string | undefined {
  return cookieIn(cookies, passCookieName(sale));
}

/** `Set-Cookie`: the pass, for so many ms. */
export function passCookie(url: string, sale: string, pass: string, forMs: number): string {
  return bear(url, passCookieName(sale), pass, Math.max(1, Math.ceil(forMs / 1000)));
}

function cookieIn(cookies: string | null, name: string): string | undefined {
  return cookies === null ? undefined : parse(cookies, name)[name];
}

function holderCookie(sale: string): string {
  return `order-${sale}`;
}

function passCookieName(sale: string): string {
  return `pass-${sale}`;
}

function bear(url: string, name: string, value: string, maxAge: number): string {
  const { hostname } = new URL(url);
  const local = hostname === "localhost" || hostname === "127.0.0.1" || hostname === "[::1]";
  const path = "/";
  return serialize(name, value, { path, httpOnly: true, sameSite: "Lax", secure: !local, maxAge });
}
