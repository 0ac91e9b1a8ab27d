/** A pass: what somebody gets at a sale's door, and shows whenever they ask for a claim URL. */
import type { Sale } from "../contract.ts";
import { passIn } from "../http/shopper.ts";
import type { Keys } from "../tokens/keys.ts";
import { type PassToken, readPass } from "../tokens/tokens.ts";

const DAY = 86_400_000;
/** A pass also says whose receipt this is, so it outlives the sale as the receipt's cookie does. Ms. */
const AFTER_THE_END = 30 * DAY;
/** Nobody keeps one for another sale that comes to have the same name. Ms. */
const PASS_AGE = 60 * DAY;

/** When a pass expires, in ms since 1970. It follows the sale's end when that is moved. */
export function passExpiry({ endsAt }: Sale, { issuedAt }: Pick<PassToken, "issuedAt">): number {
  return Math.min(endsAt + AFTER_THE_END, Math.round(issuedAt * 1000) + PASS_AGE);
}

/**
 * The pass that a request shows, as `pass` in its query or as a cookie; undefined without one that
 * counts for this sale, its door, and now.
 */
export async function passOf(
  url: string,
  cookies: string | null,
  keys: Keys,
  sale: Sale,
  now: number,
): Promise<PassToken | undefined> {
  const text = asParameter(url) ?? passIn(cookies, sale.slug);
  const pass = text === undefined ? undefined : await readPass(keys, text);
  if (pass?.sale !== sale.slug || pass.how !== sale.door) return undefined;
  return now < passExpiry(sale, pass) ? pass : undefined;
}

/** A token needs no decoding, so neither does the URL, which would cost more than all the rest. */
function asParameter(url: string): string | undefined {
  return /[?&]pass=([\w.-]+)/.exec(url)?.[1];
}
