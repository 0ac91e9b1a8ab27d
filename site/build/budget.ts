/** The size of the pages on the wire against their budgets, measured after the build. */
import { readdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { brotliCompressSync, constants } from "node:zlib";
import type { DrawMessage, Sale, StartMessage } from "../../edge/contract.ts";

/** Ten segments of 1,460 bytes: what a server sends before the first acknowledgement (RFC 6928). */
export const PAGE_BUDGET = 14_600;
/** The console's: a second round trip does not matter to the few who steer a sale. */
const CONSOLE_BUDGET = 20_000;
/** For the widest hero that a phone requests. */
export const HERO_BUDGET = 35_000;
/** For a start script with two tokens, which everybody requests at once, again and again. */
const START_SCRIPT_BUDGET = 600;
/** That of a draw also has the seed, the number and how far the line is. One segment all the same. */
const DRAW_START_SCRIPT_BUDGET = 960;

/** For the scripts that only a sale with a door or a draw loads, each with its words in every language. */
const SCRIPT_BUDGET = { door: 8_000, draw: 12_000 };

export interface Weighed {
  /** A page's path in the site, or a description of what was weighed. */
  what: string;
  /** The sale it belongs to, if `what` is not a page. */
  sale?: string;
  bytes: number;
  budget: number;
  /** What to do when it is too heavy. */
  advice: string;
}

/** `out`: the folder of the built site. Sorted by name; pages as brotli sends them. */
export async function weigh(
  out: string,
  sales: Pick<Sale, "slug" | "admission" | "door">[],
): Promise<Weighed[]> {
  const pages = (await readdir(out, { recursive: true }))
    .map((path) => path.replaceAll("\\", "/"))
    .filter((path) => path.endsWith(".html"))
    .sort();
  return [
    ...(await Promise.all(pages.map((path) => weighPage(out, path)))),
    ...(await Promise.all(sales.map(({ slug }) => weighHero(out, slug)))),
    ...sales.map(weighStartScript),
    ...(await Promise.all(sales.map((sale) => weighScripts(out, sale)))).filter(
      ({ bytes, budget }) => bytes + budget > 0,
    ),
  ];
}

export const isHeavy = ({ bytes, budget }: Weighed) => bytes > budget;

/** "sales/lamp.html: 15,000 bytes, 400 more than its budget of 14,600" */
export function heaviness({ what, bytes, budget }: Weighed): string {
  return `${what}: ${count(bytes)} bytes, ${count(bytes - budget)} more than its budget of ${count(budget)}`;
}

/** Lists what is over its budget: file, bytes, budget, what to do. Undefined if nothing is. */
export function tooHeavy(weighed: Weighed[]): string | undefined {
  const lines = weighed.filter(isHeavy).map((one) => `${heaviness(one)}; ${one.advice}`);
  return lines.length > 0 ? `too heavy for the first round trip:\n${lines.join("\n")}` : undefined;
}

/** Refusal pages, which hardly anybody sees, become one row: the heaviest. */
export function table(weighed: Weighed[]): string[] {
  const isRefusal = ({ what }: Weighed) => what.startsWith("shell/refusal/");
  const refusals = weighed.filter(isRefusal).sort((a, b) => b.bytes - a.bytes);
  const heaviest = refusals[0] && { ...refusals[0], what: "shell/refusal/*, the heaviest" };
  const rows = [...weighed.filter((one) => !isRefusal(one)), ...(heaviest ? [heaviest] : [])];
  const width = Math.max(...rows.map(({ what }) => what.length));
  return rows.map(
    ({ what, bytes, budget }) =>
      `${what.padEnd(width)} ${count(bytes).padStart(7)} of ${count(budget).padStart(6)} bytes`,
  );
}

const count = (bytes: number) => new Intl.NumberFormat("en").format(bytes);

// ── Each kind ───────────────────────────────────────────────────────────────────────────────

async function weighPage(out: string, what: string): Promise<Weighed> {
  const advice = "shorten its text: everything but the pictures is in this one file";
  const budget = what.startsWith("shell/console/") ? CONSOLE_BUDGET : PAGE_BUDGET;
  return { what, bytes: sent(await readFile(join(out, what))), budget, advice };
}

/**
 * As the CDN sends it: Cloudflare compresses on the fly at brotli's quality 4, which is larger than
 * the 11 that a file on disk could have.
 */
function sent(content: Buffer): number {
  const params = { [constants.BROTLI_PARAM_QUALITY]: 4 };
  return brotliCompressSync(content, { params }).length;
}

/** The AVIF of the greatest width that the page offers. */
async function weighHero(out: string, slug: string): Promise<Weighed> {
  const page = await readFile(join(out, "sales", `${slug}.html`), "utf8");
  const srcset = /<link[^>]*\bimagesrcset="([^"]+)"/.exec(page)?.[1] ?? "";
  const widest = srcset
    .split(",")
    .map((candidate) => candidate.trim().split(/\s+/))
    .sort(([, a = "0w"], [, b = "0w"]) => Number.parseInt(b, 10) - Number.parseInt(a, 10))[0]?.[0];
  if (widest === undefined) throw new Error(`sales/${slug}.html preloads no hero`);
  const { size: bytes } = await stat(join(out, decodeURI(widest)));
  const advice = "use a plainer picture: less grain, fewer fine details";
  return { what: `hero of ${slug} (AVIF)`, sale: slug, bytes, budget: HERO_BUDGET, advice };
}

/** All that its page loads in files of their own, and what these load. */
async function weighScripts(
  out: string,
  { slug, door, admission }: Pick<Sale, "slug" | "admission" | "door">,
): Promise<Weighed> {
  const found = new Set<string>();
  const follow = async (path: string): Promise<number> => {
    const content = await readFile(join(out, path));
    const named = [...content.toString().matchAll(/\/_astro\/[\w.-]+\.js\b/g)].map(
      ([name]) => name,
    );
    const fresh = [...new Set(named)].filter((name) => !found.has(name));
    for (const name of fresh) found.add(name);
    const own = path.endsWith(".js") ? sent(content) : 0;
    return (await Promise.all(fresh.map(follow))).reduce((sum, bytes) => sum + bytes, own);
  };
  const ofDoor = door === undefined ? 0 : SCRIPT_BUDGET.door;
  return {
    what: `scripts of ${slug}`,
    sale: slug,
    bytes: await follow(`sales/${slug}.html`),
    budget: ofDoor + (admission === "draw" ? SCRIPT_BUDGET.draw : 0),
    advice: "load less: only a sale with a door or a draw has scripts beside its page",
  };
}

/**
 * The longest start script, with placeholders as long as real tokens. `edge/answers.test.ts` and, of a
 * draw, `tests/draw/held.full.test.ts` measure real ones.
 */
function weighStartScript({ slug, admission }: Pick<Sale, "slug" | "admission">): Weighed {
  const now = Date.now();
  const isDraw = admission === "draw";
  const message: StartMessage = {
    ...{ sale: slug, state: "open", now, startsAt: now, endsAt: now },
    claim: `/claim/${token("start", { sub: SHOPPER, sale: slug, iat: 1e9, ...(isDraw && CALLED) })}`,
    order: `/order/${token("order", { sub: SHOPPER, sale: slug, gate: 999, slot: SLOT })}`,
    ...(isDraw && { draw: DRAW }),
  };
  const bytes = Buffer.byteLength(`saleStart(${JSON.stringify(message)});`);
  const advice = "give the sale a shorter name: it stands in every token";
  return {
    what: `start script of ${slug}`,
    sale: slug,
    bytes,
    budget: isDraw ? DRAW_START_SCRIPT_BUDGET : START_SCRIPT_BUDGET,
    advice,
  };
}

/** As long as real ids. */
const SHOPPER = "0123456789ABCDEF";
const SLOT = "01234567";
/** A double has up to 17 digits; the smallest number in 53 bits is written with an exponent. */
const [HASH, DIGITS] = ["0".repeat(43), Math.PI * 1e-9];
const CALLED = { number: DIGITS, called: DIGITS };
const DRAW: DrawMessage = { seed: HASH, shopper: SHOPPER, ...CALLED, crowd: 1e7, pace: DIGITS };

function token(typ: string, payload: object): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
  return [part({ alg: "HS256", typ, kid: "0000" }), part(payload), "0".repeat(43)].join(".");
}
