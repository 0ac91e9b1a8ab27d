/** Lighthouse on the product page and the console, phone profile: a slow phone in a slow network. */
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { type LaunchedChrome, launch } from "chrome-launcher";
import lighthouse, { type Result } from "lighthouse";
import { browserCommand } from "../scripts/lib/browser.ts";
import { makeSecret } from "../scripts/lib/secrets.ts";
import { signIn } from "./sign-in.ts";

const CATEGORIES = ["performance", "accessibility", "best-practices", "seo"] as const;
type Category = (typeof CATEGORIES)[number];

/** Of one page. Paint and blocking in ms, shift without a unit. */
export interface PageSpeed {
  page: string;
  scores: Record<Category, number>;
  firstPaint: number;
  largestPaint: number;
  blocking: number;
  shift: number;
  /** Bytes as sent, pictures and start script included. */
  bytes: number;
  /** What costs a category its hundred. */
  faults: string[];
  passed: boolean;
}

const SALE = fileURLToPath(new URL("../scripts/sale.ts", import.meta.url));
const MOST_PAINT = 1200;

/** Of so many runs the middle one counts: a single one may have met a busy machine. */
const RUNS = 3;

/** Before the start, when the crowd waits, and while it is open. */
const STATES = { "before the start": "1h", open: "0s" };

/** With `quick`, a single run of each. */
export async function measurePages({ quick }: { quick: boolean }): Promise<PageSpeed[]> {
  const runs = quick ? 1 : RUNS;
  const speeds: PageSpeed[] = [];
  for (const [state, startsIn] of Object.entries(STATES)) {
    const serving = await serveSample(startsIn);
    try {
      const product = await visit(({ port }) => run(serving.url, port), runs);
      speeds.push(speedOf(`product page, ${state}`, product));
      if (state === "open") speeds.push(...(await consoleSpeeds(serving, runs)));
    } finally {
      serving.stop();
    }
  }
  return speeds;
}

async function consoleSpeeds(serving: Serving, runs: number): Promise<PageSpeed[]> {
  const admin = new URL("/admin", serving.url).href;
  const speeds: PageSpeed[] = [];
  const visits = { "signed out": {}, "signed in": { Cookie: await session(serving) } };
  for (const [who, headers] of Object.entries(visits)) {
    const seen = await visit(({ port }) => run(admin, port, CONSOLE, headers), runs);
    speeds.push(speedOf(`console, ${who}`, seen));
  }
  return speeds;
}

/** In a browser of its own: cookies of an earlier page would go instead of the header. */
async function visit(
  measure: (chrome: LaunchedChrome) => Promise<Result>,
  runs: number,
): Promise<Result> {
  const chrome = await startChrome();
  try {
    return await middle(() => measure(chrome), runs);
  } finally {
    chrome.kill();
  }
}

interface Serving {
  url: string;
  adminKey: string;
  stop: () => void;
}

/** By the real command, as a person would serve it. */
async function serveSample(startsIn: string): Promise<Serving> {
  const adminKey = makeSecret("ADMIN_KEY");
  const folder = mkdtempSync(join(tmpdir(), "doorbuster-pages-"));
  const env = join(folder, "env");
  writeFileSync(env, `ADMIN_KEY=${adminKey}\n`);
  const args = [SALE, "serve", "--port", "0", "--starts-in", startsIn, "--env", env];
  const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] });
  const stop = () => void child.kill();
  process.once("exit", stop);
  try {
    for await (const line of createInterface(child.stdout)) {
      const url = /^ready (\S+)$/.exec(line)?.[1];
      if (url !== undefined) return { url, adminKey, stop };
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
  throw new Error("serve ended before it was ready");
}

const session = ({ url, adminKey }: Serving) => signIn(new URL(url).origin, adminKey);

async function middle(measure: () => Promise<Result>, runs: number): Promise<Result> {
  const results: Result[] = [];
  for (let done = 0; done < runs; done += 1) results.push(await measure());
  const score = ({ categories }: Result) => categories.performance?.score ?? 0;
  const blocking = ({ audits }: Result) => audits["total-blocking-time"]?.numericValue ?? 0;
  results.sort((a, b) => score(a) - score(b) || blocking(b) - blocking(a));
  return results[Math.floor(runs / 2)] as Result;
}

async function startChrome(): Promise<LaunchedChrome> {
  const { executablePath, args, env } = await browserCommand();
  return launch({
    chromePath: executablePath,
    // Its own flags would switch on what the project's keep off the network.
    ignoreDefaultFlags: true,
    chromeFlags: ["--headless", "--hide-scrollbars", ...args],
    envVars: env,
    logLevel: "silent",
  });
}

/** Search engines are asked to leave the console out, which Lighthouse takes for a fault. */
const CONSOLE = ["is-crawlable"];

async function run(
  url: string,
  port: number,
  skipAudits: string[] = [],
  extraHeaders: Record<string, string> = {},
): Promise<Result> {
  const answer = await lighthouse(url, {
    ...{ port, onlyCategories: [...CATEGORIES], output: [], logLevel: "silent" },
    ...{ skipAudits, extraHeaders },
  });
  if (!answer) throw new Error("Lighthouse said nothing");
  const { runtimeError } = answer.lhr;
  if (runtimeError) throw new Error(`Lighthouse: ${runtimeError.message}`);
  return answer.lhr;
}

function speedOf(page: string, { audits, categories }: Result): PageSpeed {
  const value = (audit: string) => audits[audit]?.numericValue ?? Number.NaN;
  const score = (category: Category) => Math.round((categories[category]?.score ?? 0) * 100);
  const scores = Object.fromEntries(CATEGORIES.map((name) => [name, score(name)]));
  const speed = {
    page,
    scores: scores as Record<Category, number>,
    firstPaint: value("first-contentful-paint"),
    largestPaint: value("largest-contentful-paint"),
    blocking: value("total-blocking-time"),
    shift: value("cumulative-layout-shift"),
    bytes: value("total-byte-weight"),
    faults: faultsOf({ audits, categories }),
  };
  return { ...speed, passed: isGood(speed) };
}

function isGood({ scores, largestPaint, blocking, shift }: Omit<PageSpeed, "passed">): boolean {
  const full = Object.values(scores).every((score) => score === 100);
  return full && largestPaint < MOST_PAINT && blocking === 0 && shift === 0;
}

function faultsOf({ audits, categories }: Pick<Result, "audits" | "categories">): string[] {
  return Object.values(categories).flatMap(({ auditRefs }) =>
    auditRefs.flatMap(({ id, weight }) => {
      const { score = null, title = id, displayValue = "" } = audits[id] ?? {};
      return weight > 0 && score !== null && score < 1 ? [`${title} ${displayValue}`.trim()] : [];
    }),
  );
}
