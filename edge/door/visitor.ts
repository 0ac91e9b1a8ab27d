/** Who asks for a start script, and with it for a claim URL. */
import { type Door, RETRY_AFTER, type Sale } from "../contract.ts";
import type { Bindings } from "../env.ts";
import { knownShopper, newVisitor } from "../http/shopper.ts";
import type { Keys } from "../tokens/keys.ts";
import { isCrowded } from "./network.ts";
import { passOf } from "./pass.ts";

/** Only a shopper may claim; the others are told what is missing. */
export type Visitor =
  | { shopper: string; setCookie?: string }
  | { door: Door }
  | { retryAfter: number };

export async function visitorOf(
  request: Request,
  env: Bindings,
  keys: Keys,
  sale: Sale,
  now: number,
): Promise<Visitor> {
  if (sale.door !== undefined) {
    const pass = await passOf(request, keys, sale, now);
    return pass ? { shopper: pass.shopper } : { door: sale.door };
  }
  const known = await knownShopper(request, keys);
  if (known) return known;
  const crowded = await isCrowded(env, sale, request, "identity");
  const { too_many: retryAfter = 60 } = RETRY_AFTER;
  return crowded ? { retryAfter } : newVisitor(request.url, keys);
}
