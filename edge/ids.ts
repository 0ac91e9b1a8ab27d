/** Random names. */
import { base64url } from "jose";

/** A slot's id: tells the slots of one shopper apart, so 48 bits are plenty. */
export function newSlot(): string {
  return base64url.encode(crypto.getRandomValues(new Uint8Array(6)));
}

/** Crockford's alphabet: no letter that reads like a digit, since people read it out on the phone. */
const ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/** An order's id: 80 random bits in 16 characters. Also its `webhook-id`, so it never changes. */
export function newOrderId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => ALPHABET[byte % 32]).join("");
}

/** A shopper's id: 96 random bits in 16 characters; short, since it is in every token. */
export function newShopper(): string {
  return base64url.encode(crypto.getRandomValues(new Uint8Array(12)));
}
