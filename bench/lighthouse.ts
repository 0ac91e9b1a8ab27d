/** Lighthouse on the product page and the console, phone profile: a slow phone in a slow network. */
import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { type LaunchedChrome, launch } from "chrome-launcher";
import lighthouse, { type Result } from "lighthouse";
import { browserCommand } from "../scripts/lib/browser.ts";

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
  const chrome = await startChrome();
  try {
    const speeds = [];
    for (const [state, startsIn] of Object.entries(STATES)) {
      const serving = await serveSample(startsIn);
      const runs = quick ? 1 : RUNS;
      try {
        const product = await middle(() => run(serving.url, chrome.port), runs);
        speeds.push(speedOf(`product page, ${state}`, product));
        if (state !== "open") continue;
        const admin = new URL("/admin", serving.url).href;
        const console = await middle(() => run(admin, chrome.port, NOT_FOR_SEARCH), runs);
        speeds.push(speedOf("console, signed out", console));
      } finally {
        serving.stop();
      }
    }
    return speeds;
  } finally {
    chrome.kill();
  }
}

/** By the real command, as a person would serve it. */
async function serveSample(startsIn: string): Promise<{ url: string; stop: () => void }> {
  const args = [SALE, "serve", "--port", "0", "--starts-in", startsIn];
  const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] });
  const stop = () => void child.kill();
  process.once("exit", stop);
  for await (const line of createInterface(child.stdout)) {
    const url = /^ready (\S+)$/.exec(line)?.[1];
    if (url !== undefined) return { url, stop };
  }
  throw new Error("serve ended before it was ready");
}

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
const NOT_FOR_SEARCH = ["is-crawlable"];

async function run(url: string, port: number, skipAudits: string[] = []): Promise<Result> {
  const answer = await lighthouse(url, {
    ...{ port, onlyCategories: [...CATEGORIES], output: [], logLevel: "silent" },
    skipAudits,
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
