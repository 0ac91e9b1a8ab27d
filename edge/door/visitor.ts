/** Who asks for a start script, and with it for a claim URL. */
import { type Door, RETRY_AFTER, type Sale } from "../contract.ts";
import type { Bindings } from "../env.ts";
import { knownShopper, newVisitor } from "../http/shopper.ts";
import type { Keys } from "../tokens/keys.ts";
import { isCrowded } from "./network.ts";
import { passOf } from "./pass.ts";

/** Only a shopper may claim; the others are told what is missing. */
export interface Visitor {
  shopper?: string;
  /** When they came, or got their pass: ms since 1970. */
  cameAt?: number;
  setCookie?: string;
  /** They were nobody before. */
  isNew?: boolean;
  /** They have to show a proof first. */
  door?: Door;
  /** Seconds: too many have come from their network. */
  retryAfter?: number;
}

/** `cookies`: the request's own, since reading a header costs something. `now`: ms since 1970. */
export async function visitorOf(
  request: Request,
  cookies: string | null,
  env: Bindings,
  keys: Keys,
  sale: Sale,
  now: number,
): Promise<Visitor> {
  const known = await returningVisitor(request.url, cookies, keys, sale, now);
  if (known) return known;
  if (sale.door !== undefined) return { door: sale.door };
  const crowded = await isCrowded(env, sale, request, "identity");
  const { too_many: retryAfter = 60 } = RETRY_AFTER;
  if (crowded) return { retryAfter };
  return { ...(await newVisitor(request.url, keys, now)), isNew: true };
}

/** A shopper who has been here, or has a pass where there is a door; nobody becomes one by this. */
export async function returningVisitor(
  url: string,
  cookies: string | null,
  keys: Keys,
  sale: Sale,
  now: number,
): Promise<Visitor | undefined> {
  if (sale.door === undefined) return knownShopper(url, cookies, keys);
  const pass = await passOf(url, cookies, keys, sale, now);
  return pass && { shopper: pass.shopper, cameAt: Math.round(pass.issuedAt * 1000) };
}
