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
  const { door } = sale;
  if (door !== undefined) {
    const pass = await passOf(request.url, cookies, keys, sale, now);
    return pass ? { shopper: pass.shopper } : { door };
  }
  const known = await knownShopper(request.url, cookies, keys);
  if (known) return known;
  const crowded = await isCrowded(env, sale, request, "identity");
  const { too_many: retryAfter = 60 } = RETRY_AFTER;
  if (crowded) return { retryAfter };
  return { ...(await newVisitor(request.url, keys)), isNew: true };
}
