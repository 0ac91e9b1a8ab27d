/** Who is the operator: whoever sends ADMIN_KEY. Each use of it and each refusal is an event in the log. */
import type { RefusalBody } from "../contract.ts";
import type { Bindings } from "../env.ts";
import { networkOf } from "./network.ts";

/** Characters. `npm run sale -- deploy` and `npm start` make keys of 43. */
const SHORTEST_KEY = 32;

/** How long a network is slowed after too many wrong keys, and how long each of its tries waits. Ms. */
const SLOW_FOR = 60_000;
const SLOW_WAIT = 3_000;
/** Tries of one network that may wait at once in this isolate; more are refused unseen. */
const MOST_WAITING = 5;
/** Networks that an isolate keeps in mind: the oldest makes room. */
const KNOWN = 1_000;

type Reason = "no_key" | "wrong_key" | "key_missing" | "key_too_short" | "too_many";
export type Judged = { ok: true } | { ok: false; body: RefusalBody & Unserved };

/** Why this deployment has no operator. */
interface Unserved {
  missing?: "ADMIN_KEY";
  why?: string;
}

const REFUSALS: Record<Reason, RefusalBody & Unserved> = {
  no_key: { code: "unauthorized" },
  wrong_key: { code: "unauthorized" },
  too_many: { code: "too_many" },
  key_missing: unserved("is missing"),
  key_too_short: unserved(`has fewer than ${SHORTEST_KEY} characters, so it could be guessed`),
};

function unserved(what: string): RefusalBody & Unserved {
  const why = `the secret ADMIN_KEY ${what}: set one with "npx wrangler secret put ADMIN_KEY"`;
  return { code: "internal", missing: "ADMIN_KEY", why };
}

/** Without a key, nobody learns how it stands with ours. */
export async function judgeOperator(request: Request, env: Bindings): Promise<Judged> {
  const network = networkOf(request);
  const reason = await refusalOf(request, env, network);
  note(request, network, reason);
  return reason === undefined ? { ok: true } : { ok: false, body: REFUSALS[reason] };
}

async function refusalOf(
  request: Request,
  env: Bindings,
  network: string,
): Promise<Reason | undefined> {
  const sent = /^Bearer (.+)$/.exec(request.headers.get("Authorization") ?? "")?.[1];
  if (sent === undefined) return "no_key";
  const { ADMIN_KEY: key } = env;
  if (!key) return "key_missing";
  if (key.length < SHORTEST_KEY) return "key_too_short";
  if (!(await takeTurn(network))) return "too_many";
  if (await isSame(key, sent)) return undefined;
  await countWrongKey(env, network);
  return "wrong_key";
}

/** Compares digests, so that neither the key's length nor its bytes show in the time it takes. */
async function isSame(key: string, sent: string): Promise<boolean> {
  const [ours, theirs] = await Promise.all([sha256(key), sha256(sent)]);
  return crypto.subtle.timingSafeEqual(ours, theirs);
}

function sha256(text: string): Promise<ArrayBuffer> {
  return crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
}

// ── Wrong keys are slowed ───────────────────────────────────────────────────────────────────
//
// Slowed, not shut out: the right key is taken all the same, so nobody can keep the operator from
// ending a sale by sending wrong ones from other networks.

interface Slowed {
  /** Ms since 1970. */
  until: number;
  waiting: number;
}
const slowed = new Map<string, Slowed>();
const EVERYBODY = "everybody";

/** The platform counts over all isolates of a place; this isolate keeps what it heard of that. */
async function countWrongKey(env: Bindings, network: string): Promise<void> {
  // The bare runtime, in which we rehearse and measure, has no such bindings.
  const { WRONG_KEYS, ALL_WRONG_KEYS } = env as Partial<Bindings>;
  const within = async (limit: RateLimit | undefined, key: string) =>
    limit === undefined || (await limit.limit({ key })).success;
  if (!(await within(WRONG_KEYS, network))) slow(network);
  if (!(await within(ALL_WRONG_KEYS, EVERYBODY))) slow(EVERYBODY);
}

function slow(network: string): void {
  const waiting = slowed.get(network)?.waiting ?? 0;
  remember(network, { until: Date.now() + SLOW_FOR, waiting });
}

function remember(network: string, state: Slowed): void {
  slowed.delete(network); // so that it counts as the newest
  slowed.set(network, state);
  const [oldest] = slowed.keys();
  if (slowed.size > KNOWN && oldest !== undefined) slowed.delete(oldest);
}

/** Waits where that is due; false when too many of this network wait already. */
async function takeTurn(network: string): Promise<boolean> {
  const now = Date.now();
  const isSlow = (name: string) => (slowed.get(name)?.until ?? 0) > now;
  if (!isSlow(network) && !isSlow(EVERYBODY)) return true;
  const own = slowed.get(network) ?? { until: 0, waiting: 0 };
  if (own.waiting >= MOST_WAITING) return false;
  remember(network, own);
  own.waiting += 1;
  await scheduler.wait(SLOW_WAIT);
  own.waiting -= 1;
  return true;
}

// ── The log ─────────────────────────────────────────────────────────────────────────────────

/** One line of JSON, which the platform's logs can be searched by; never with a key, right or wrong. */
function note({ method, url }: Request, network: string, reason: Reason | undefined): void {
  const event = reason === undefined ? "operator_used_key" : "operator_refused";
  const path = new URL(url).pathname.slice(0, 200);
  console.log(JSON.stringify({ event, reason, method, path, network }));
}
