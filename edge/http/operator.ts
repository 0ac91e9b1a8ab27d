/**
 * Who is the operator: whoever sends ADMIN_KEY, or has a session that was begun with it. VIEWER_KEY lets
 * one look. Each use of a key and each refusal is an event in the log.
 */
import { CONSOLE, type Role, type Session, sessionOf } from "../console/session.ts";
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

type Reason =
  | "no_key"
  | "wrong_key"
  | "key_missing"
  | "key_too_short"
  | "viewer_key_too_short"
  | "too_many";
export type Judged = { ok: true; operator: Operator } | { ok: false; body: RefusalBody & Unserved };

/** Who asks: with a key, or in a session that was begun with one. */
export interface Operator {
  role: Role;
  session?: Session;
}

/** Why this deployment has no operator. */
interface Unserved {
  missing?: KeyName;
  why?: string;
}
type KeyName = "ADMIN_KEY" | "VIEWER_KEY";

const TOO_SHORT = `has fewer than ${SHORTEST_KEY} characters, so it could be guessed`;

const REFUSALS: Record<Reason, RefusalBody & Unserved> = {
  no_key: { code: "unauthorized" },
  wrong_key: { code: "unauthorized" },
  too_many: { code: "too_many" },
  key_missing: unserved("ADMIN_KEY", "is missing"),
  key_too_short: unserved("ADMIN_KEY", TOO_SHORT),
  viewer_key_too_short: unserved("VIEWER_KEY", TOO_SHORT),
};

function unserved(missing: KeyName, what: string): RefusalBody & Unserved {
  const why = `the secret ${missing} ${what}: set one with "npx wrangler secret put ${missing}"`;
  return { code: "internal", missing, why };
}

/** By the key in the header, else by the session in the cookie. */
export async function judgeOperator(request: Request, env: Bindings): Promise<Judged> {
  const sent = /^Bearer (.+)$/.exec(request.headers.get("Authorization") ?? "")?.[1];
  const session = sent === undefined ? await liveSession(request, env) : undefined;
  if (!session) return judgeKey(request, env, sent);
  note(request, networkOf(request), { event: "operator_in_session", role: session.role });
  return { ok: true, operator: { role: session.role, session } };
}

/** The session of the request's cookie, unless it has been signed out. */
export async function liveSession(request: Request, env: Bindings): Promise<Session | undefined> {
  const session = await sessionOf(request, env);
  if (!session) return undefined;
  return (await env.CONSOLE.getByName(CONSOLE).isLive(session)) ? session : undefined;
}

/** Without a key, nobody learns how it stands with ours. */
export async function judgeKey(
  request: Request,
  env: Bindings,
  sent: string | undefined,
): Promise<Judged> {
  const network = networkOf(request);
  const found = sent === undefined ? "no_key" : await roleOf(sent, env, network);
  if (found === "operator" || found === "viewer") {
    note(request, network, { event: "operator_used_key", role: found });
    return { ok: true, operator: { role: found } };
  }
  note(request, network, { event: "operator_refused", reason: found });
  return { ok: false, body: REFUSALS[found] };
}

async function roleOf(sent: string, env: Bindings, network: string): Promise<Role | Reason> {
  const { ADMIN_KEY, VIEWER_KEY } = env;
  if (!ADMIN_KEY) return "key_missing";
  if (ADMIN_KEY.length < SHORTEST_KEY) return "key_too_short";
  if (!(await takeTurn(network))) return "too_many";
  if (await isSame(ADMIN_KEY, sent)) return "operator";
  if (VIEWER_KEY && (await isSame(VIEWER_KEY, sent))) {
    return VIEWER_KEY.length < SHORTEST_KEY ? "viewer_key_too_short" : "viewer";
  }
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
function note({ method, url }: Request, network: string, what: Noted): void {
  const path = new URL(url).pathname.slice(0, 200);
  console.log(JSON.stringify({ ...what, method, path, network }));
}

interface Noted {
  event: "operator_used_key" | "operator_in_session" | "operator_refused";
  reason?: Reason;
  role?: Role;
}
