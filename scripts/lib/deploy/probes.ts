/** What must be true of every deployment, seen from outside. A probe throws an Unproven with what it saw instead. */

import { context } from "../context.ts";
import { type LocalNow, time } from "../words.ts";
import { startIn, type Visit, visit, visitPage, visitStart } from "./visit.ts";

/** What is to be proven, and of what. */
export interface Subject {
  url: string;
  /** The operator's key, where it is known. */
  key: string | undefined;
  sales: ProvenSale[];
}
export interface ProvenSale {
  sale: string;
  /** As it was deployed; undefined: whatever the start script says. */
  startsAt?: number | undefined;
}

/** Thrown by a probe: what was seen instead of what should have been. */
export class Unproven extends Error {}

export type Probe = {
  /** What is true when the probe returns. */
  says: string;
  needsKey?: true;
} & (
  | { of: "sale"; run: (url: string, sale: ProvenSale) => Promise<void> }
  | { of: "deployment"; run: (subject: Subject) => Promise<void> }
);

export const PROBES: Probe[] = [
  { of: "deployment", says: "the first page is there", run: firstPageIsThere },
  { of: "sale", says: "every sale's page is there", run: pageIsThere },
  { of: "sale", says: "the pages are cached, and no Worker runs for them", run: pageIsCached },
  { of: "sale", says: "the start scripts say when their sale starts", run: startIsRight },
  { of: "sale", says: "the start scripts are not cached", run: startIsFresh },
  { of: "sale", says: "no start script bears a claim URL before the start", run: noEarlyClaim },
  { of: "deployment", says: "made-up claim URLs are refused", run: claimsAreRefused },
  { of: "deployment", says: "made-up order URLs are refused", run: ordersAreRefused },
  { of: "deployment", says: "/admin is shut without the key", run: adminIsShut },
  {
    of: "deployment",
    needsKey: true,
    run: adminOpens,
    says: "/admin opens with the key, and the objects answer",
  },
];

// ── Pages ───────────────────────────────────────────────────────────────────────────────────

async function firstPageIsThere({ url }: Subject): Promise<void> {
  const { status, headers } = await visit(`${url}/`, { headers: { accept: "text/html" } });
  must(status === 200, `/ answers ${status}`);
  const type = headers.get("content-type") ?? "";
  must(type.startsWith("text/html"), `/ is ${type || "of no type"}, not a page`);
}

async function pageIsThere(url: string, { sale }: ProvenSale): Promise<void> {
  const { status, headers, body } = await visitPage(url, sale);
  must(status === 200, `/sales/${sale} answers ${status}`);
  const type = headers.get("content-type") ?? "";
  must(type.startsWith("text/html"), `/sales/${sale} is ${type || "of no type"}, not a page`);
  must(body.includes(`data-sale="${sale}"`), `/sales/${sale} is another page`);
}

/** What the Worker answers is never to be stored and has no ETag. */
async function pageIsCached(url: string, { sale }: ProvenSale): Promise<void> {
  const { headers } = await visitPage(url, sale);
  const control = headers.get("cache-control") ?? "";
  must(!/no-store|private/.test(control), `/sales/${sale} has cache-control: ${control}`);
  must(!headers.has("set-cookie"), `/sales/${sale} sets a cookie`);
  const etag = headers.get("etag");
  if (etag === null) throw new Unproven(`/sales/${sale} has no ETag`);
  const again = await visitPage(url, sale, { "if-none-match": etag });
  must(
    again.status === 304,
    `/sales/${sale}, asked for again, answers ${again.status} and not 304`,
  );
}

// ── Start scripts ───────────────────────────────────────────────────────────────────────────

async function startIsRight(url: string, { sale, startsAt }: ProvenSale): Promise<void> {
  const message = startOf(sale, await visitStart(url, sale));
  if (startsAt === undefined || message.startsAt === startsAt) return;
  const moment: LocalNow = { now: message.now };
  throw new Unproven(
    `/start/${sale}.js says ${time(message.startsAt, moment)}, not ${time(startsAt, moment)}`,
  );
}

async function startIsFresh(url: string, { sale }: ProvenSale): Promise<void> {
  const first = await visitStart(url, sale);
  startOf(sale, first);
  const control = first.headers.get("cache-control") ?? "nothing";
  must(/no-store/.test(control), `/start/${sale}.js has cache-control: ${control}`);
  const state = first.headers.get("cf-cache-status") ?? "";
  must(state !== "HIT", `/start/${sale}.js came out of a cache`);
  must(first.headers.get("age") === null, `/start/${sale}.js has an age: a cache keeps it`);
  await later(first, () => visitStart(url, sale), `/start/${sale}.js`);
}

/** Checks that its clock advances. Two answers within one millisecond may be the same. */
async function later(first: Visit, ask: () => Promise<Visit>, path: string): Promise<void> {
  for (let left = 5; left > 0; left -= 1) {
    await context().clock.wait(5);
    const before = startIn(first)?.now ?? 0;
    if ((startIn(await ask())?.now ?? 0) > before) return;
  }
  throw new Unproven(`the clock of ${path} stands still: a cache keeps it`);
}

async function noEarlyClaim(url: string, { sale }: ProvenSale): Promise<void> {
  const answer = await visitStart(url, sale);
  const message = startOf(sale, answer);
  if (message.now >= message.startsAt) return;
  must(!answer.body.includes("/claim/"), `/start/${sale}.js bears a claim URL before the start`);
}

function startOf(sale: string, answer: Visit) {
  const message = startIn(answer);
  if (message?.sale === sale) return message;
  throw new Unproven(`/start/${sale}.js answers ${answer.status} and no start script`);
}

// ── What nobody may get ─────────────────────────────────────────────────────────────────────

const part = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
const claims = part({ sale: "made-up", sub: "made-up", iat: 1_700_000_000, exp: 4_000_000_000 });
/** Garbage; a token that says that it needs no signature; one whose signature is made up. */
const MADE_UP = [
  "made-up",
  `${part({ alg: "none" })}.${claims}.`,
  `${part({ alg: "HS256", kid: "AAAA" })}.${claims}.${"A".repeat(43)}`,
];
const JSON_WANTED = { accept: "application/json" };
const AN_ORDER = { name: "Proof", email: "proof@example.com" };

async function claimsAreRefused({ url }: Subject): Promise<void> {
  for (const token of MADE_UP) {
    const claimed = await visit(`${url}/claim/${token}`, { method: "POST", headers: JSON_WANTED });
    mustSay(claimed, 403, "bad_token", "a made-up claim URL");
  }
}

async function ordersAreRefused({ url }: Subject): Promise<void> {
  const headers = { ...JSON_WANTED, "content-type": "application/json" };
  for (const token of MADE_UP) {
    const path = `${url}/order/${token}`;
    mustSay(await visit(path, { headers: JSON_WANTED }), 403, "bad_token", "a made-up order URL");
    const order = { method: "POST", headers, body: JSON.stringify(AN_ORDER) };
    mustSay(await visit(path, order), 403, "bad_token", "an order at a made-up order URL");
  }
}

// ── The operator's side ─────────────────────────────────────────────────────────────────────

/** No sale has this name. Its stockroom answers that, which proves that objects work without touching a sale. */
const NO_SALE = "/admin/sales/no-such-sale";

async function adminIsShut({ url }: Subject): Promise<void> {
  mustSay(await visit(url + NO_SALE, { headers: JSON_WANTED }), 401, "unauthorized", "/admin");
}

async function adminOpens({ url, key }: Subject): Promise<void> {
  const headers = { ...JSON_WANTED, authorization: `Bearer ${key}` };
  const answer = await visit(url + NO_SALE, { headers });
  must(answer.status !== 401, "/admin does not accept the key that is known here");
  mustSay(answer, 404, "not_found", "/admin with the key");
}

// ── Words ───────────────────────────────────────────────────────────────────────────────────

function must(condition: boolean, seen: string): void {
  if (!condition) throw new Unproven(seen);
}

function mustSay({ status, body }: Visit, wanted: number, code: string, what: string): void {
  const said = /"code":\s*"(\w+)"/.exec(body)?.[1];
  must(status === wanted && said === code, `${what}: ${status} ${said ?? ""}`.trimEnd());
}
