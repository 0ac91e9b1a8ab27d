/** Random ids. */
import { base64url } from "jose";
import { ALPHABET } from "./order-id.ts";

/** A slot's id. It only distinguishes the slots of one shopper, so 48 bits are plenty. */
export function newSlot(): string {
  return base64url.encode(crypto.getRandomValues(new Uint8Array(6)));
}

/** An order's id: 80 random bits in 16 characters. Also its `webhook-id`, so it never changes. */
export function newOrderId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => ALPHABET[byte % 32]).join("");
}

/** A shopper's id: 96 random bits in 16 characters; short, because it is in every token. */
export function newShopper(): string {
  return base64url.encode(crypto.getRandomValues(new Uint8Array(12)));
}
