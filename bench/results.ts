/** The results: where they come from, and as text for the terminal and for the file that is kept. */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { availableParallelism, cpus, release, totalmem, type } from "node:os";
import type { Crowded } from "./crowds.ts";
import type { Delivered } from "./deliveries.ts";
import type { PageSpeed } from "./lighthouse.ts";
import type { Measured, Side } from "./measure.ts";
import type { Watched } from "./watchers.ts";

/** Figures mean little without it. */
export interface Machine {
  date: string;
  cpu: string;
  cores: number;
  memoryGiB: number;
  system: string;
  node: string;
  workerd: string;
}

export function describeMachine(): Machine {
  const require = createRequire(import.meta.url);
  const manifest = require.resolve("workerd/package.json");
  return {
    date: new Date().toISOString(),
    cpu: cpus()[0]?.model.trim() ?? "unknown",
    cores: availableParallelism(),
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    system: `${type()} ${release()}`,
    node: process.version,
    workerd: JSON.parse(readFileSync(manifest, "utf8")).version,
  };
}

export interface Results {
  machine: Machine;
  rounds: number;
  roundMs: number;
  latencyRounds: number;
  rows: Measured[];
  deliveries: Delivered | undefined;
  watched: Watched | undefined;
  crowds: Crowded | undefined;
  pages: PageSpeed[] | undefined;
  /** Resident memory of workerd at the end, in MiB; without it, the system does not tell. */
  memory: { ours: number | undefined; baseline: number | undefined; crowds: number | undefined };
}

/** A generator this busy may be what was measured. */
const TOO_BUSY = 0.95;

export function markdown(results: Results): string {
  const { machine, rows, rounds, roundMs, latencyRounds } = results;
  return `# Results of the last run

\`npm run bench\` on ${machine.date.slice(0, 10)}: ${machine.cpu}, ${machine.cores} cores, ${machine.memoryGiB} GiB, ${machine.system}, Node ${machine.node.slice(1)}, workerd ${machine.workerd}. The load generator runs on the same machine.

## Throughput

Answers per second with 64 connections, medians of ${rounds} interleaved rounds of ${roundMs / 1000} s, least to most in brackets. The last row counts pairs of a claim and an order. CPU is what workerd spends on one of them.

${table(THROUGHPUT, rows.map(throughput))}
${busyNote(rows)}
## Latency

At a tenth of the highest rate of ours, ours and the baseline in turn: arrivals at random times, timed from the moment when a visit was due. Medians of ${latencyRounds} rounds, in milliseconds; a pair is timed as one.

${table(LATENCY, rows.map(latency))}

${results.deliveries ? deliveriesText(results.deliveries) : ""}
${results.watched ? watchedText(results.watched) : ""}
${results.crowds ? crowdsText(results.crowds) : ""}
## Memory

Resident at the end: ${memory(results)}.
${results.pages ? `\n${pagesText(results.pages)}` : ""}`;
}

/** What Lighthouse says of pages: for the whole report, and alone with `--only pages`. */
export function pagesText(pages: PageSpeed[]): string {
  const faults = pages.flatMap(({ page, faults }) => faults.map((fault) => `- ${page}: ${fault}`));
  return `## Pages

Lighthouse, phone profile (a slow phone on a slow 4G network, simulated), pages served locally over HTTP; the middle one of three runs. Times in milliseconds, bytes as sent with pictures and start script.

${table(PAGES, pages.map(pageSpeed))}
${faults.length > 0 ? `\n${faults.join("\n")}\n` : ""}`;
}

type Times = { p50: number; p99: number };
const timesRow = (name: string, { p50, p99 }: Times) => [name, p50.toFixed(2), p99.toFixed(2)];

function watchedText(watched: Watched): string {
  const { watchers, shoppers, calls, seconds, perSecond, allowed, passed } = watched;
  const rows = [timesRow("nobody", watched.alone), timesRow(`${watchers}`, watched.watched)];
  return `## Watching a sale

${watchers} watch one sale at the console. While ${count(shoppers)} shoppers came to it, watching cost ${count(calls)} calls to objects in ${count(seconds)} s: ${perSecond.toFixed(2)} a second, of which at most ${allowed} are allowed: ${word(passed)}.

What shoppers notice: ${watched.load} pairs of a claim and an order a second, ${watched.rounds} interleaved rounds, medians. Milliseconds.

${table(["watched by", "p50", "p99"], rows)}

The ratio of the two p50 is ${watched.ratio.toFixed(2)}.
`;
}

function deliveriesText({ perSecond, rounds, quick, hanging, ratio }: Delivered): string {
  return `## A hanging order system

${perSecond} pairs of a claim and an order a second, ${rounds} interleaved rounds, medians. Milliseconds.

${table(["order system", "p50", "p99"], [timesRow("answers at once", quick), timesRow("never answers", hanging)])}

The ratio of the two p50 is ${ratio.toFixed(2)}.
`;
}

function crowdsText({ crowds, factor, allowed, passed }: Crowded): string {
  return `## Crowds

One isolate, stock 100, all crowds side by side over the same time. A shopper asks for the start script, claims, comes back while it is full, and ends with an order or the word that it is sold out.

${table(CROWDS, crowds.map(crowd))}

From the fewest calls to the most it is a factor of ${factor.toFixed(2)}; at most ${allowed} is allowed: ${word(passed)}.
`;
}

export function misses({ rows, crowds, watched, pages = [] }: Results): string[] {
  const missed = [
    ...rows.filter(({ passed }) => !passed).map(({ name }) => name),
    ...pages.filter(({ passed }) => !passed).map(({ page }) => page),
    ...(watched?.passed === false ? ["calls to objects for watching"] : []),
  ];
  return crowds?.passed !== false ? missed : [...missed, "calls to objects"];
}

const THROUGHPUT = [
  ["row", "ours", "baseline", "ratio", "of pairs", "at least", ""],
  ["CPU ours", "CPU baseline"],
].flat();

function throughput({ name, ours, baseline, ratio, pairs, needed, passed }: Measured): string[] {
  const spread = `${pairs.median.toFixed(2)} (${pairs.least.toFixed(2)}–${pairs.most.toFixed(2)})`;
  const judged = [ratio.toFixed(2), spread, needed.toFixed(2), word(passed)];
  return [name, rates(ours), rates(baseline), ...judged, micros(ours), micros(baseline)];
}

const LATENCY = ["row", "per second", "p50", "p99", "baseline p50", "baseline p99"];

function latency({ name, latency: { perSecond, ours, baseline } }: Measured): string[] {
  const times = [ours.p50, ours.p99, baseline.p50, baseline.p99].map((ms) => ms.toFixed(2));
  return [name, count(perSecond), ...times];
}

const CROWDS = ["shoppers", "orders", "sold out", "requests", "seconds", "calls", "per shopper"];

function crowd(one: Crowded["crowds"][number]): string[] {
  const { shoppers, bought, soldOut, requests, calls, seconds } = one;
  const figures = [shoppers, bought, soldOut, requests, seconds, calls].map(count);
  return [...figures, (calls / shoppers).toFixed(4)];
}

const PAGES = [
  ["page", "performance", "accessibility", "best practices", "SEO"],
  ["first paint", "largest paint", "blocking", "shift", "bytes", ""],
].flat();

function pageSpeed({ page, scores, passed, ...speed }: PageSpeed): string[] {
  const { performance, accessibility, seo } = scores;
  const times = [speed.firstPaint, speed.largestPaint, speed.blocking].map(count);
  const four = [performance, accessibility, scores["best-practices"], seo].map(String);
  return [page, ...four, ...times, speed.shift.toFixed(3), count(speed.bytes), word(passed)];
}

function busyNote(rows: Measured[]): string {
  const busy = rows.flatMap(({ name, ours, baseline }) =>
    Math.max(ours.busy, baseline.busy) > TOO_BUSY ? [name] : [],
  );
  if (busy.length === 0) return "";
  return `\nThe load generator was at its limit, and the ratio flatters, in: ${busy.join("; ")}.\n`;
}

function memory({ memory: { ours, baseline, crowds } }: Results): string {
  const sides = Object.entries({ ours, baseline, "ours after the crowds": crowds });
  return sides.map(([name, mib]) => `${name} ${mib ?? "?"} MiB`).join(", ");
}

const word = (passed: boolean) => (passed ? "pass" : "**miss**");
const count = (value: number) => Math.round(value).toLocaleString("en");
const rates = (side: Side) => `${count(side.perSecond)} (${count(side.least)}–${count(side.most)})`;
const micros = ({ cpu }: Side) => (cpu === undefined ? "?" : `${Math.round(cpu)} µs`);

/** Padded, so that it reads as well in a terminal. */
function table(head: string[], body: string[][]): string {
  const width = head.map((name, i) =>
    Math.max(...[name, ...body.map((row) => row[i] ?? "")].map((cell) => cell.length)),
  );
  const line = (cells: string[]) =>
    `| ${cells.map((cell, i) => (i === 0 ? cell.padEnd(width[i] ?? 0) : cell.padStart(width[i] ?? 0))).join(" | ")} |`;
  const rule = `|${width.map((w, i) => (i === 0 ? "-".repeat(w + 2) : `${"-".repeat(w + 1)}:`)).join("|")}|`;
  return [line(head), rule, ...body.map(line)].join("\n");
}
