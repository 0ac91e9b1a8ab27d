/**
 * The door `work`: some seconds of a phone's processor for each shopper. The protocol is ALTCHA's,
 * version 2 (docs/decisions/work-is-altcha-with-pbkdf2.md). The challenge itself names the sale and
 * the shopper and is signed, so nothing is stored: one challenge, solved once or ten times, is one
 * shopper.
 */
import { type Challenge, createChallenge, randomInt, verifySolution } from "altcha-lib";
import { deriveKey } from "altcha-lib/algorithms/web/pbkdf2";
import { base64url } from "jose";
import { type Sale, USUAL_WORK } from "../contract.ts";
import { keyedHash } from "../derived.ts";
import { newShopper } from "../ids.ts";
import type { Key, Keys } from "../tokens/keys.ts";
import { type Proven, refused, type Visit } from "./proof.ts";

/** Iterations for each key that a solver tries: large beside what calling WebCrypto costs it. */
const COST = 4_000;

/** Keys that a mid-range phone tries in a second: about a million iterations of HMAC-SHA-256. */
const PHONE_KEYS_PER_SECOND = 250;

/** How long a challenge can be solved, in ms: a slow phone in the background needs its time. */
const CHALLENGE_AGE = 15 * 60_000;

/**
 * A challenge for a shopper who does not exist yet. The counter to be found is uniform up to twice
 * the mean, so nobody works longer than that, and how far one has come is known. `now`: ms since 1970.
 */
export async function workChallenge(keys: Keys, sale: Sale, now: number): Promise<Challenge> {
  return createChallenge({
    algorithm: "PBKDF2/SHA-256",
    cost: COST,
    counter: randomInt(counters(sale)),
    deriveKey,
    expiresAt: new Date(now + CHALLENGE_AGE),
    data: { sale: sale.slug, shopper: newShopper() },
    ...(await secretsOf(keys.current)),
  });
}

/** How many keys have to be tried at most: twice the mean. */
export function counters({ work = USUAL_WORK }: Sale): number {
  return Math.ceil(2 * (work / 1000) * PHONE_KEYS_PER_SECOND);
}

/** Two signatures: checking a solution costs no key derivation, so a wrong one costs us nothing. */
export async function proveWork({ keys, sale, proofs, now }: Visit): Promise<Proven> {
  if (proofs.work === undefined) return refused("proof_missing");
  const work = parse(proofs.work);
  if (!work) return refused("proof_invalid");
  const { data, expiresAt } = work.challenge.parameters;
  if (data?.sale !== sale.slug || typeof data.shopper !== "string") return refused("proof_invalid");
  for (const key of keys.accepted) {
    const verdict = await verifySolution({ ...work, deriveKey, ...(await secretsOf(key)) });
    if (verdict.verified) return { ok: true, shopper: data.shopper };
    if (verdict.invalidSolution) return refused("proof_invalid");
  }
  // Judged last and by our own clock: whether a forged challenge has expired is of no interest.
  const expired = typeof expiresAt === "number" && expiresAt * 1000 < now;
  return refused(expired ? "proof_expired" : "proof_invalid");
}

async function secretsOf(key: Key) {
  const secret = async (use: string) => base64url.encode(await keyedHash(key, "work", use));
  return {
    hmacSignatureSecret: await secret("challenge"),
    hmacKeySignatureSecret: await secret("solution"),
  };
}

type Work = { challenge: Challenge; solution: { counter: number; derivedKey: string } };

/** As far as the library relies on it; what it says is signed. */
function parse(sent: unknown): Work | undefined {
  if (!isRecord(sent) || !isRecord(sent.challenge) || !isRecord(sent.solution)) return undefined;
  const { parameters, signature } = sent.challenge;
  if (!isRecord(parameters) || typeof signature !== "string") return undefined;
  if (parameters.data !== undefined && !isRecord(parameters.data)) return undefined;
  return sent as unknown as Work;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
