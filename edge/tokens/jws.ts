/**
 * A compact JWS (RFC 7515, 3.1), HS256, written and read by hand over WebCrypto: by way of jose, two
 * tokens cost half as much as an empty answer (docs/what-bounds-the-worker.md). `fuzz.test.ts` holds
 * both functions to jose's bytes and to jose's verdict.
 */
import { base64url } from "jose";
import type { Key, Keys, Kind } from "./keys.ts";

export interface Claims {
  sub?: unknown;
  sale?: unknown;
  gate?: unknown;
  slot?: unknown;
  iat?: unknown;
  /** A session's. */
  sid?: unknown;
  name?: unknown;
  aud?: unknown;
  key?: unknown;
}

/** Characters and bytes of a signature of 256 bits. */
const SIGNATURE = 43;
const SIGNATURE_BYTES = 32;

/**
 * Three parts in base64url, the last one a signature. Its last letter has two bits to spare, which
 * must be zero (RFC 4648, 3.5): decoders are lenient there and with white space, and one slot must
 * not have four URLs.
 */
const SHAPE = /^[\w-]+\.[\w-]+\.[\w-]{42}[AEIMQUYcgkosw048]$/;

/** The token, the same to the byte for the same claims in the same order. */
export async function sign({ secret, prefixes }: Key, kind: Kind, claims: Claims): Promise<string> {
  const signed = prefixes[kind] + base64url.encode(bytesOf(JSON.stringify(claims)));
  const signature = await crypto.subtle.sign("HMAC", secret, bytesOf(signed));
  return `${signed}.${base64url.encode(new Uint8Array(signature))}`;
}

/**
 * The claims; undefined for what is not a token of this kind by one of these keys. The header is
 * compared as text, so nothing in it is ever obeyed: no other algorithm, no `crit`, no key that it
 * brings along.
 */
export async function read(
  { accepted }: Keys,
  kind: Kind,
  token: string,
): Promise<Claims | undefined> {
  for (const { secret, prefixes } of accepted) {
    const prefix = prefixes[kind];
    if (!token.startsWith(prefix) || !SHAPE.test(token)) continue;
    if (await isSigned(secret, token)) return claimsIn(token, prefix.length);
  }
  return undefined;
}

/** Whether the signature is of what stands before it; WebCrypto compares in constant time. */
function isSigned(secret: CryptoKey, token: string): Promise<boolean> {
  const end = token.length - SIGNATURE;
  decode(token, end, token.length, signatureBytes);
  return crypto.subtle.verify("HMAC", secret, signatureBytes, bytesOf(token.slice(0, end - 1)));
}

/** Signed by us, so it is the JSON object that we have written. */
function claimsIn(token: string, from: number): Claims {
  const length = decode(token, from, token.length - SIGNATURE - 1, buffer);
  return JSON.parse(decoder.decode(buffer.subarray(0, length)));
}

// Fresh buffers cost more than the signature does: each is memory outside of V8's heap. These are
// filled and handed over in one go, and WebCrypto copies what it gets before it returns.
const encoder = new TextEncoder();
const decoder = new TextDecoder();
const signatureBytes = new Uint8Array(SIGNATURE_BYTES);
const buffer = new Uint8Array(2_048);

/** UTF-8, until the next call. */
function bytesOf(text: string): Uint8Array<ArrayBuffer> {
  const { read, written } = encoder.encodeInto(text, buffer);
  return read === text.length ? buffer.subarray(0, written) : new Uint8Array(encoder.encode(text));
}

const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
const VALUES = new Uint8Array(128);
for (let i = 0; i < ALPHABET.length; i++) VALUES[ALPHABET.charCodeAt(i)] = i;

/** Base64url whose letters have been checked, into `out`. Returns how many bytes there are. */
function decode(text: string, from: number, to: number, out: Uint8Array): number {
  let [bits, held, length] = [0, 0, 0];
  for (let i = from; i < to; i++) {
    bits = (bits << 6) | (VALUES[text.charCodeAt(i)] ?? 0);
    held += 6;
    if (held < 8) continue;
    held -= 8;
    out[length++] = bits >> held;
    bits &= (1 << held) - 1;
  }
  return length;
}
