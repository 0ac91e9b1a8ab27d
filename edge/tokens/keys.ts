import { base64url } from "jose";

/** Each kind of token has its own `typ` in the header, which is checked: none can stand in for another. */
const KINDS = ["shopper", "start", "order", "pass", "session"] as const;
export type Kind = (typeof KINDS)[number];

/** A key to sign and to verify with. */
export interface Key {
  secret: CryptoKey;
  /**
   * How a token of each kind begins when this key has signed it: the header in base64url, and the dot
   * behind it. A header holds nothing else, so it is written once and read by comparing the text.
   */
  prefixes: Record<Kind, string>;
}

export interface Keys {
  /** Signs. */
  current: Key;
  /** All that are accepted when reading. Two may share a `kid`, which is only a part of a hash. */
  accepted: Key[];
}

/** Where the keys come from: see the contract's "Secrets and settings". */
export interface KeySecrets {
  SIGNING_KEY?: string;
  SIGNING_KEY_PREVIOUS?: string;
}

/** Secrets that a Worker cannot serve sales without. */
export class MissingSecret extends Error {
  readonly secret: string;
  constructor(secret: string, why: string) {
    super(`the secret ${secret} ${why}: set it with "npx wrangler secret put ${secret}"`);
    this.secret = secret;
  }
}

const MIN_BYTES = 32; // RFC 7518, 3.2: a key of the hash's size or larger

/** The keys of the secrets that were asked for last: an isolate serves one deployment. */
let last: { current: string; previous: string | undefined; keys: Keys } | undefined;

/** Importing a key costs more than signing with it, so an isolate does it once per secret. */
const imported = new Map<string, Promise<Key>>();

/** The deployment's keys. Throws `MissingSecret`: there is no default key anywhere. */
export function keysOf(env: KeySecrets): Keys | Promise<Keys> {
  const { SIGNING_KEY, SIGNING_KEY_PREVIOUS } = env;
  if (last && last.current === SIGNING_KEY && last.previous === SIGNING_KEY_PREVIOUS) {
    return last.keys;
  }
  return importKeys(env);
}

async function importKeys(env: KeySecrets): Promise<Keys> {
  const current = await keyOf("SIGNING_KEY", env.SIGNING_KEY);
  const accepted = [current];
  if (env.SIGNING_KEY_PREVIOUS) {
    accepted.push(await keyOf("SIGNING_KEY_PREVIOUS", env.SIGNING_KEY_PREVIOUS));
  }
  const keys = { current, accepted };
  last = { current: env.SIGNING_KEY ?? "", previous: env.SIGNING_KEY_PREVIOUS, keys };
  return keys;
}

function keyOf(name: string, text: string | undefined): Promise<Key> {
  if (!text) throw new MissingSecret(name, "is missing");
  let key = imported.get(text);
  if (!key) {
    key = importKey(name, text);
    imported.set(text, key);
    key.catch(() => imported.delete(text));
  }
  return key;
}

/** The bytes of a secret that must be hard to guess. Throws `MissingSecret`. */
export function secretBytes(name: string, text: string): Uint8Array<ArrayBuffer> {
  if (!text) throw new MissingSecret(name, "is missing");
  const bytes = decode(text);
  if (bytes && bytes.length >= MIN_BYTES) return bytes;
  throw new MissingSecret(name, `is not ${MIN_BYTES} random bytes in base64url`);
}

async function importKey(name: string, text: string): Promise<Key> {
  const bytes = secretBytes(name, text);
  const secret = await crypto.subtle.importKey(
    "raw",
    bytes,
    { name: "HMAC", hash: "SHA-256" },
    false,
    ["sign", "verify"],
  );
  return { secret, prefixes: prefixesOf(await kidOf(bytes)) };
}

/**
 * Names a key in a token's header without giving it away: 24 bits of its hash, since it only has to
 * tell two keys apart, and a start script has 600 bytes.
 */
async function kidOf(bytes: BufferSource): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", bytes);
  return base64url.encode(new Uint8Array(digest)).slice(0, 4);
}

function prefixesOf(kid: string): Record<Kind, string> {
  const prefix = (typ: Kind) => `${base64url.encode(JSON.stringify({ alg: "HS256", typ, kid }))}.`;
  return Object.fromEntries(KINDS.map((kind) => [kind, prefix(kind)])) as Record<Kind, string>;
}

function decode(text: string): Uint8Array<ArrayBuffer> | undefined {
  try {
    return new Uint8Array(base64url.decode(text));
  } catch {
    return undefined;
  }
}
