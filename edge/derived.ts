/**
 * Names and secrets that follow from the signing key alone: with them a door knows people again, and
 * the register knows contacts again, without storing who they are.
 */
import { base64url } from "jose";
import type { Key, Keys } from "./tokens/keys.ts";

const encoder = new TextEncoder();

/**
 * 32 bytes: HMAC-SHA-256 over the parts, the first of which says what they are for. As a JSON array
 * no two lists of parts are the same text, and none is the input of a token's signature, which has no
 * bracket in it.
 */
export async function keyedHash({ secret }: Key, ...parts: string[]): Promise<Uint8Array> {
  const text = encoder.encode(JSON.stringify(parts));
  return new Uint8Array(await crypto.subtle.sign("HMAC", secret, text));
}

/** The same parts are the same shopper; 96 bits in 16 characters, as a random id is. */
export async function derivedShopper(keys: Keys, ...parts: string[]): Promise<string> {
  const hash = await keyedHash(identityKey(keys), "shopper", ...parts);
  return base64url.encode(hash.subarray(0, 12));
}

/**
 * The older key while there are two: rotating the key in the middle of a sale must not make one person
 * two shoppers, or one contact two.
 */
export function identityKey({ accepted, current }: Keys): Key {
  return accepted.at(-1) ?? current;
}
