/** Who is asking: the two cookies of a shopper. */
import { getCookie, setCookie } from "hono/cookie";
import { SHOPPER_COOKIE } from "../contract.ts";
import { newShopper } from "../ids.ts";
import type { Keys } from "../tokens/keys.ts";
import { type OrderToken, readOrder, readShopper, signShopper } from "../tokens/tokens.ts";
import type { Ctx } from "./context.ts";

const DAY = 86_400;
const SHOPPER_DAYS = 180;
const RECEIPT_DAYS = 30;

/** The shopper whom the cookie names; undefined without one, or when it is not one of ours. */
async function knownShopper(c: Ctx, keys: Keys): Promise<string | undefined> {
  const cookie = getCookie(c, SHOPPER_COOKIE);
  return cookie ? readShopper(keys, cookie) : undefined;
}

/** The shopper, new if need be; a new one gets the cookie with the answer. */
export async function shopper(c: Ctx, keys: Keys): Promise<string> {
  const known = await knownShopper(c, keys);
  if (known !== undefined) return known;
  const id = newShopper();
  bear(c, SHOPPER_COOKIE, await signShopper(keys, id), SHOPPER_DAYS * DAY);
  return id;
}

/** A token names its shopper: another one's cookie beside it means that the link was passed on. */
export async function isAnothers(c: Ctx, keys: Keys, owner: string): Promise<boolean> {
  const known = await knownShopper(c, keys);
  return known !== undefined && known !== owner;
}

/** The order token that a holder's cookie carries for this sale, if it is this shopper's. */
export async function heldOrder(
  c: Ctx,
  keys: Keys,
  sale: string,
  owner: string,
): Promise<string | undefined> {
  const cookie = getCookie(c, holderCookie(sale));
  if (!cookie) return undefined;
  const token: OrderToken | undefined = await readOrder(keys, cookie);
  return token?.sale === sale && token.shopper === owner ? cookie : undefined;
}

/** Tells the browser that it holds a slot (until it lapses, ms from now) or an order. */
export function bearHeld(c: Ctx, sale: string, token: string, forMs?: number): void {
  const seconds = forMs === undefined ? RECEIPT_DAYS * DAY : Math.max(1, Math.ceil(forMs / 1000));
  bear(c, holderCookie(sale), token, seconds);
}

/** The slot has lapsed or was given up. */
export function dropHeld(c: Ctx, sale: string): void {
  if (getCookie(c, holderCookie(sale)) !== undefined) bear(c, holderCookie(sale), "", 0);
}

function holderCookie(sale: string): string {
  return `order-${sale}`;
}

function bear(c: Ctx, name: string, value: string, maxAge: number): void {
  const { hostname } = new URL(c.req.url);
  const local = hostname === "localhost" || hostname === "127.0.0.1" || hostname === "[::1]";
  setCookie(c, name, value, {
    path: "/",
    httpOnly: true,
    sameSite: "Lax",
    secure: !local,
    maxAge,
  });
}
