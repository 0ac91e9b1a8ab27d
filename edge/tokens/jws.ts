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
  how?: unknown;
  iat?: unknown;
  /** A start token's, in a draw. */
  number?: unknown;
  called?: unknown;
  /** A session's. */
  sid?: unknown;
  name?: unknown;
  aud?: unknown;
  key?: unknown;
}

/** Characters and bytes of a signature of 256 bits. */
const SIGNATURE = 43;
const SIGNATURE_BYTES = 32;
/** Characters. None of ours is nearly as long. */
const LONGEST = 2_048;

/** The token, the same to the byte for the same claims in the same order. */
export async function sign({ secret, prefixes }: Key, kind: Kind, claims: Claims): Promise<string> {
  const signed = prefixes[kind] + base64url.encode(bytesOf(JSON.stringify(claims)));
  const hmac = await crypto.subtle.sign("HMAC", secret, bytesOf(signed));
  return `${signed}.${base64url.encode(new Uint8Array(hmac))}`;
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
    const parts = token.startsWith(prefix) ? partsOf(token, prefix.length) : undefined;
    // WebCrypto compares in constant time.
    if (!parts || !(await crypto.subtle.verify("HMAC", secret, parts.signature, parts.signed))) {
      continue;
    }
    return JSON.parse(parts.payload); // signed by us, so it is the JSON object that we have written
  }
  return undefined;
}

/** Whom a token names, whoever has signed it: only for where a forged one would change nothing. */
export function subjectOf({ accepted }: Keys, kind: Kind, token: string): unknown {
  const { [kind]: prefix } =
    accepted.find(({ prefixes }) => token.startsWith(prefixes[kind]))?.prefixes ?? {};
  const parts = prefix === undefined ? undefined : partsOf(token, prefix.length);
  try {
    return parts && (JSON.parse(parts.payload) as Claims | null)?.sub;
  } catch {
    return undefined;
  }
}

interface Parts {
  signed: Uint8Array<ArrayBuffer>;
  signature: Uint8Array<ArrayBuffer>;
  payload: string;
}

/** `from`: where the payload begins. The bytes are good until the next call. */
function partsOf(token: string, from: number): Parts | undefined {
  if (!copy(token)) return undefined;
  const dot = token.length - SIGNATURE - 1;
  if (buffer[dot] !== DOT) return undefined;
  if (decode(dot + 1, token.length, signature) !== SIGNATURE_BYTES) return undefined;
  const length = decode(from, dot, payload);
  if (length === undefined) return undefined;
  const text = decoder.decode(payload.subarray(0, length));
  return { signed: buffer.subarray(0, dot), signature, payload: text };
}

const DOT = 0x2e;

// Fresh buffers cost more than the signature does: each is memory outside of V8's heap. These are
// filled and handed over in one go, and WebCrypto copies what it gets before it returns.
const encoder = new TextEncoder();
const decoder = new TextDecoder();
const signature = new Uint8Array(SIGNATURE_BYTES);
const payload = new Uint8Array(LONGEST);
const buffer = new Uint8Array(LONGEST);

/** UTF-8. What fits is in the buffer, until the next call. */
function bytesOf(text: string): Uint8Array<ArrayBuffer> {
  return copy(text) ? buffer.subarray(0, text.length) : new Uint8Array(encoder.encode(text));
}

/** Into the buffer, a byte a letter; false when it is longer or not ASCII. */
function copy(text: string): boolean {
  if (text.length > LONGEST) return false;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code > 0x7f) return false;
    buffer[i] = code;
  }
  return true;
}

const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
const NO_LETTER = 64;
const VALUES = new Uint8Array(128).fill(NO_LETTER);
for (let i = 0; i < ALPHABET.length; i++) VALUES[ALPHABET.charCodeAt(i)] = i;

/**
 * Base64url in the buffer, into `out`; returns how many bytes that is. Undefined unless each letter is
 * one of the alphabet and the bits to spare in the last one are zero (RFC 4648, 3.5): other decoders
 * are lenient there, and one slot must not have four URLs.
 */
function decode(from: number, to: number, out: Uint8Array): number | undefined {
  let [bits, held, length] = [0, 0, 0];
  for (let i = from; i < to; i++) {
    const value = VALUES[buffer[i] ?? 0] ?? NO_LETTER;
    if (value === NO_LETTER) return undefined;
    bits = (bits << 6) | value;
    held += 6;
    if (held < 8) continue;
    held -= 8;
    out[length++] = bits >> held;
    bits &= (1 << held) - 1;
  }
  return bits === 0 && held < 6 ? length : undefined;
}
