/** A session of the console: a signed cookie for eight hours, instead of the key with each request. */

import { serialize } from "hono/utils/cookie";
import { base64url } from "jose";
import type { Bindings } from "../env.ts";
import { cookieIn, isLocal } from "../http/shopper.ts";
import { newSlot } from "../ids.ts";
import { read, sign } from "../tokens/jws.ts";
import { type Keys, keysOf } from "../tokens/keys.ts";

/** An operator may do everything; a viewer may only look. */
export type Role = "operator" | "viewer";

export interface Session {
  id: string;
  role: Role;
  /** What the person calls themselves, for the log. May be empty. */
  name: string;
  /** When it began and when it is over, ms since 1970. */
  since: number;
  until: number;
}

/** The one name of the console's object. */
export const CONSOLE = "console";

const LIFETIME = 8 * 3_600_000;
const COOKIE = "console";
/** Characters of a name; it is in every request. */
export const NAME_MAX = 40;

/** `key`: the ADMIN_KEY or VIEWER_KEY that the person signed in with. */
export async function begin(
  { url }: Request,
  env: Bindings,
  who: { role: Role; name: string; key: string },
): Promise<{ session: Session; setCookie: string }> {
  const keys = await keysOf(env);
  const { role, name } = who;
  const since = Date.now();
  const session = { id: newSlot(), role, name, since, until: since + LIFETIME };
  const token = await sign(keys.current, "session", {
    ...{ sub: role, sid: session.id, iat: since, name, aud: new URL(url).host },
    key: await fingerprint(keys, who.key),
  });
  return { session, setCookie: cookie(url, token, LIFETIME / 1000) };
}

/**
 * The session of the request's cookie. Undefined when it is altered, over, of another deployment or
 * address, or when the key that it was begun with is no longer ours. Whether it has been signed out is
 * for the console's object to say.
 */
export async function sessionOf(
  { headers, url }: Request,
  env: Bindings,
): Promise<Session | undefined> {
  const bearing = cookieIn(headers.get("Cookie"), COOKIE);
  if (!bearing || !(bearing.prefixed || isLocal(url))) return undefined;
  const keys = await keysOf(env);
  const claims = await read(keys, "session", bearing.value);
  if (!claims || claims.aud !== new URL(url).host) return undefined;
  const { sub: role, sid: id, iat: since, name } = claims;
  if (role !== "operator" && role !== "viewer") return undefined;
  if (typeof id !== "string" || typeof since !== "number" || typeof name !== "string") {
    return undefined;
  }
  const key = role === "operator" ? env.ADMIN_KEY : env.VIEWER_KEY;
  if (!key || claims.key !== (await fingerprint(keys, key))) return undefined;
  const until = since + LIFETIME;
  return Date.now() < until ? { id, role, name, since, until } : undefined;
}

/** `Set-Cookie`: this browser is no longer signed in. */
export function endedCookie({ url }: Request): string {
  return cookie(url, "", 0);
}

/** Tells keys apart without giving them away to whoever holds a session. */
async function fingerprint({ current }: Keys, key: string): Promise<string> {
  const text = new TextEncoder().encode(`console key: ${key}`);
  const mac = await crypto.subtle.sign("HMAC", current.secret, text);
  return base64url.encode(new Uint8Array(mac)).slice(0, 12);
}

function cookie(url: string, value: string, maxAge: number): string {
  const local = isLocal(url);
  const options = {
    path: "/",
    httpOnly: true,
    sameSite: "Strict",
    secure: !local,
    maxAge,
  } as const;
  return serialize(local ? COOKIE : `__Host-${COOKIE}`, value, options);
}
