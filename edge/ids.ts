/** Random ids. */
import { base64url } from "jose";

/** A slot's id. It only distinguishes the slots of one shopper, so 48 bits are plenty. */
export function newSlot(): string {
  return base64url.encode(crypto.getRandomValues(new Uint8Array(6)));
}

/** A shopper's id: 96 random bits in 16 characters; short, because it is in every token. */
export function newShopper(): string {
  return base64url.encode(crypto.getRandomValues(new Uint8Array(12)));
}
