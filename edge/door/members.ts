/** The door `members`: the shop's own signed token (docs/members.md). */
import {
  createLocalJWKSet,
  createRemoteJWKSet,
  errors,
  type FlattenedJWSInput,
  type JWTHeaderParameters,
  type JWTPayload,
  jwtVerify,
} from "jose";
import { derivedShopper } from "../derived.ts";
import { MissingSecret } from "../tokens/keys.ts";
import { type Proven, refused, required, type Visit } from "./proof.ts";

/** Signatures that only the shop can make; never a shared secret, and never none. */
const ALGORITHMS = ["RS256", "ES256", "EdDSA"];

/** Seconds that the shop's clock may differ from ours. */
const CLOCK_TOLERANCE = 5;
/** How long the shop's keys are believed without asking, in ms; an unknown `kid` asks earlier. */
const KEYS_AGE = 600_000;
/** While the shop does not answer, its last keys serve on for so long, in ms. */
const STALE_KEYS_AGE = 24 * 3_600_000;
/** After the shop did not answer, it is left alone for so long, in ms. */
const LEFT_ALONE = 30_000;
const KEYS_TIMEOUT = 5_000;

export async function proveMember({ env, keys, proofs, now }: Visit): Promise<Proven> {
  const settings = {
    issuer: required(env, "MEMBERS_ISSUER"),
    audience: required(env, "MEMBERS_AUDIENCE"),
  };
  const shop = shopKeysOf(required(env, "MEMBERS_JWKS_URL"));
  const token = proofs.member;
  if (token === undefined || token === "") return refused("proof_missing");
  if (typeof token !== "string") return refused("proof_invalid");
  const verified = await verify(token, shop, settings, now);
  if (typeof verified === "string") return refused(verified);
  const { iss, sub } = verified;
  // One person is one shopper, on every device and at every sale.
  return { ok: true, shopper: await derivedShopper(keys, "member", iss, sub) };
}

type Claims = { iss: string; sub: string };

async function verify(
  token: string,
  shop: ShopKeys,
  settings: { issuer: string; audience: string },
  now: number,
): Promise<Claims | "proof_invalid" | "proof_expired" | "unavailable"> {
  const options = {
    ...settings,
    algorithms: ALGORITHMS,
    clockTolerance: CLOCK_TOLERANCE,
    currentDate: new Date(now),
    requiredClaims: ["iss", "aud", "exp", "sub"],
  };
  try {
    const { payload } = await jwtVerify(token, shop.find, options);
    return named(payload) ?? "proof_invalid";
  } catch (error) {
    if (error instanceof KeysUnavailable) return "unavailable";
    if (error instanceof errors.JWTExpired) return "proof_expired";
    if (error instanceof errors.JOSEError) return "proof_invalid";
    // WebCrypto refuses a key that is not fit for its own algorithm.
    if (error instanceof TypeError || error instanceof DOMException) return "proof_invalid";
    throw error;
  }
}

function named({ iss, sub }: JWTPayload): Claims | undefined {
  return typeof iss === "string" && typeof sub === "string" && sub !== ""
    ? { iss, sub }
    : undefined;
}

// ── The shop's keys ─────────────────────────────────────────────────────────────────────────

/** The shop has no keys for us now, and we have none of it that are young enough. */
class KeysUnavailable extends Error {}

/**
 * jose asks for the keys, keeps them, and asks again for a `kid` that it does not know. What it leaves
 * to us is a shop that does not answer: then its last keys serve on, and it is not asked at each claim.
 */
class ShopKeys {
  readonly #remote: ReturnType<typeof createRemoteJWKSet>;
  #answeredAt = 0;
  #failedAt = Number.NEGATIVE_INFINITY;

  constructor(url: URL) {
    const options = { cacheMaxAge: KEYS_AGE, cooldownDuration: LEFT_ALONE };
    this.#remote = createRemoteJWKSet(url, { ...options, timeoutDuration: KEYS_TIMEOUT });
  }

  /** As `jwtVerify` asks for a key. */
  readonly find = async (header: JWTHeaderParameters, token: FlattenedJWSInput) => {
    if (Date.now() - this.#failedAt < LEFT_ALONE) return this.#findStale(header, token);
    try {
      const key = await this.#remote(header, token);
      this.#failedAt = Number.NEGATIVE_INFINITY;
      if (this.#remote.fresh) this.#answeredAt = Date.now();
      return key;
    } catch (error) {
      if (isVerdict(error)) throw error;
      console.error(
        "the shop's keys could not be had",
        error instanceof Error ? error.message : "",
      );
      this.#failedAt = Date.now();
      return this.#findStale(header, token);
    }
  };

  #findStale(header: JWTHeaderParameters, token: FlattenedJWSInput) {
    const last = this.#remote.jwks();
    if (!last || Date.now() - this.#answeredAt > STALE_KEYS_AGE) throw new KeysUnavailable();
    return createLocalJWKSet(last)(header, token);
  }
}

/** Of the token, not of the shop: it names a key that the shop does not have, or not one key. */
function isVerdict(error: unknown): boolean {
  return (
    error instanceof errors.JWKSNoMatchingKey ||
    error instanceof errors.JWKSMultipleMatchingKeys ||
    error instanceof errors.JOSENotSupported
  );
}

/** This isolate's; losing it costs a question to the shop. */
let known: { url: string; keys: ShopKeys } | undefined;

function shopKeysOf(url: string): ShopKeys {
  if (known?.url !== url) known = { url, keys: new ShopKeys(allowed(url)) };
  return known.keys;
}

const LOOPBACK = /^(?:localhost|127(?:\.\d+){3}|\[::1\])$/;

/** Whoever can change the keys on their way can make members. */
function allowed(text: string): URL {
  const url = URL.parse(text);
  const safe =
    url?.protocol === "https:" || (url?.protocol === "http:" && LOOPBACK.test(url.hostname));
  if (url && safe) return url;
  throw new MissingSecret("MEMBERS_JWKS_URL", "is no https address (http only on this machine)");
}
