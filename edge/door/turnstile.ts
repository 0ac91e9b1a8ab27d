/** The door `turnstile`: Cloudflare's widget in the page, and Cloudflare's verdict asked for here. */
import { derivedShopper, identityKey, keyedHash } from "../derived.ts";
import { type Proven, refused, required, type Visit } from "./proof.ts";

const VERIFY_URL = "https://challenges.cloudflare.com/turnstile/v0/siteverify";
/** Nobody waits longer for Cloudflare; ms. */
const VERIFY_TIMEOUT = 5_000;
/** How long a token lives after it was solved, in ms (Cloudflare's limit, and ours). */
const TOKEN_AGE = 300_000;
/** Cloudflare's limit. */
const TOKEN_MAX = 2_048;

/**
 * Cloudflare's secrets for tests, which say what they say for any site
 * (https://developers.cloudflare.com/turnstile/troubleshooting/testing/).
 */
const TEST_SECRET = /^[123]x0+AA$/;

/** What the widget is made with, so that a token solved for one sale is not taken at another. */
export function turnstileAction(sale: string): string {
  return `enter-${sale}`; // at most 32 characters of [A-Za-z0-9_-], which is why a slug has 26
}

/** Part of what siteverify answers. */
interface Verdict {
  success?: unknown;
  "error-codes"?: unknown;
  challenge_ts?: unknown;
  hostname?: unknown;
  action?: unknown;
}

export async function proveTurnstile(visit: Visit): Promise<Proven> {
  const secret = required(visit.env, "TURNSTILE_SECRET");
  const token = visit.proofs.turnstile;
  if (token === undefined || token === "") return refused("proof_missing");
  if (typeof token !== "string" || token.length > TOKEN_MAX) return refused("proof_invalid");
  const verdict = await siteverify(visit, secret, token);
  if (!verdict) return refused("unavailable");
  const reason = verdict.success === true ? misfit(visit, secret, verdict) : whyNot(verdict);
  if (reason !== undefined) return refused(reason);
  return {
    ok: true,
    shopper: await derivedShopper(visit.keys, "turnstile", visit.sale.slug, token),
  };
}

/** Undefined when there was no verdict: that lets nobody in. */
async function siteverify(visit: Visit, secret: string, token: string) {
  const { env, keys, address } = visit;
  const form = new FormData();
  form.set("secret", secret);
  form.set("response", token);
  if (address !== undefined) form.set("remoteip", address);
  // The same token is the same question: after a lost answer it may be asked again, though taken once.
  form.set("idempotency_key", uuid(await keyedHash(identityKey(keys), "siteverify", token)));
  try {
    const answer = await fetch(env.TURNSTILE_VERIFY_URL || VERIFY_URL, {
      method: "POST",
      body: form,
      redirect: "manual",
      signal: AbortSignal.timeout(VERIFY_TIMEOUT),
    });
    const verdict = await answer.json<Verdict | null>();
    return typeof verdict === "object" && verdict !== null ? verdict : undefined;
  } catch (error) {
    console.error("siteverify did not answer", error instanceof Error ? error.message : error);
    return undefined;
  }
}

/** What a verdict says of its token beyond success. What it does not say is Cloudflare's to judge. */
function misfit({ sale, hostname, now }: Visit, secret: string, verdict: Verdict) {
  const { challenge_ts: solvedAt, hostname: solvedOn, action } = verdict;
  if (typeof solvedAt === "string" && now - Date.parse(solvedAt) > TOKEN_AGE)
    return "proof_expired";
  if (TEST_SECRET.test(secret)) return undefined;
  if (typeof solvedOn === "string" && solvedOn !== hostname) return "proof_invalid";
  if (typeof action === "string" && action !== "" && action !== turnstileAction(sale.slug)) {
    return "proof_invalid";
  }
  return undefined;
}

/** https://developers.cloudflare.com/turnstile/get-started/server-side-validation/#error-codes-reference */
function whyNot(verdict: Verdict) {
  const codes = Array.isArray(verdict["error-codes"]) ? verdict["error-codes"] : [];
  if (codes.includes("timeout-or-duplicate")) return "proof_used";
  if (codes.includes("missing-input-response")) return "proof_missing";
  const ours = codes.filter((code) => code !== "invalid-input-response");
  if (ours.length === 0) return "proof_invalid";
  // A wrong secret or their trouble: the shopper has done nothing wrong.
  console.error(`siteverify refused to judge: ${ours.join(", ")}`);
  return "unavailable";
}

/** Version 8 (RFC 9562, 5.8): a UUID made of bits of one's own. */
function uuid(bytes: Uint8Array): string {
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  const groups = [hex.slice(0, 8), hex.slice(8, 12), `8${hex.slice(12, 15)}`];
  return [...groups, `a${hex.slice(15, 18)}`, hex.slice(18, 30)].join("-");
}
