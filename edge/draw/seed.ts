/** A draw's seed: the same in every isolate without asking, and unknown to everybody else before the start. */
import { base64url } from "jose";
import { MissingSecret, secretBytes } from "../tokens/keys.ts";
import { commitmentOf } from "./number.ts";

/** What a draw is drawn from. */
export interface Seed {
  bytes: Uint8Array<ArrayBuffer>;
  /** Base64url, as it is revealed. */
  text: string;
  commitment: string;
}

/**
 * A secret of its own: the signing key is rotated, and a seed must not change with it. It is never
 * replaced while a draw is under way.
 */
export interface DrawSecret {
  DRAW_SECRET?: string;
}

/** By secret and sale: an isolate serves one deployment. */
const seeds = new Map<string, Seed>();

/** The seed of this sale. Throws `MissingSecret`, as the signing key does. */
export function seedOf({ DRAW_SECRET = "" }: DrawSecret, sale: string): Seed | Promise<Seed> {
  return seeds.get(`${DRAW_SECRET}/${sale}`) ?? derive(DRAW_SECRET, sale);
}

/** HMAC-SHA-256 over the sale's name: whoever learns one seed, at its start, learns no other. */
async function derive(secret: string, sale: string): Promise<Seed> {
  const raw = secretBytes("DRAW_SECRET", secret);
  const hmac = { name: "HMAC", hash: "SHA-256" };
  const key = await crypto.subtle.importKey("raw", raw, hmac, false, ["sign"]);
  const text = new TextEncoder().encode(`doorbuster draw ${sale}`);
  const bytes = new Uint8Array(await crypto.subtle.sign("HMAC", key, text));
  const seed = { bytes, text: base64url.encode(bytes), commitment: await commitmentOf(bytes) };
  seeds.set(`${secret}/${sale}`, seed);
  return seed;
}

/** A draw that has begun with one seed does not go on with another: every number would change. */
export function checkSeed({ commitment }: Seed, frozen: string | undefined): void {
  if (frozen === undefined || frozen === commitment) return;
  throw new MissingSecret("DRAW_SECRET", "is not the one that this draw was published with");
}
