/** Runs an installed tool quietly and within a time limit; its output is shown only when it fails. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Readable } from "node:stream";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { stripVTControlCharacters } from "node:util";
import { context } from "./context.ts";
import { INTERRUPTED } from "./interrupt.ts";
import { Refusal } from "./refusal.ts";

/** No tool sends reports, looks for a newer version or writes logs. */
const QUIET = {
  ASTRO_TELEMETRY_DISABLED: "1",
  WRANGLER_SEND_METRICS: "false",
  WRANGLER_SEND_ERROR_REPORTS: "false",
  WRANGLER_HIDE_BANNER: "true",
  WRANGLER_WRITE_LOGS: "false",
  CLOUDFLARE_CF_FETCH_ENABLED: "false",
};
/**
 * wrangler prints its errors by esbuild's synchronous calls. Those wait without a limit for a worker
 * thread, which now and then is gone; without worker threads esbuild uses a child process instead.
 */
const STEADY = { ESBUILD_WORKER_THREADS: "0" };
const LINES = 40;

export interface Ran {
  status: number | null;
  out: string;
  err: string;
}
export type RunTool = (name: string, args: string[], env: Record<string, string>) => Promise<Ran>;

/** The tool was ended because it did not come to an end itself. */
export class ToolLate extends Refusal {}

/** Resolves when it has ended, however it did. Throws a ToolLate when it does not. */
export function tryTool(
  name: string,
  args: string[],
  env: Record<string, string> = {},
): Promise<Ran> {
  return (context().tools ?? runProcess)(name, args, env);
}

/** Throws a Refusal that begins with `failed` unless the tool ends with status 0. */
export async function runTool(
  name: string,
  args: string[],
  failed: string,
  env: Record<string, string> = {},
): Promise<void> {
  const { status, out, err } = await tryTool(name, args, env);
  if (status !== 0) throw new Refusal(`${failed}\n${gist(`${out}\n${err}`)}`);
}

/** The last lines without the stack trace, which follows the message. */
export function gist(said: string): string {
  const lines = stripVTControlCharacters(said).split("\n");
  const kept = lines.filter((line) => !/^\s+at \S.*[:)]/.test(line));
  return kept.join("\n").trim().split("\n").slice(-LINES).join("\n");
}

// ── As a process ────────────────────────────────────────────────────────────────────────────

/** Minutes: several times what each needs on a slow machine. */
const LIMITS: Record<string, number> = { astro: 10, wrangler: 5, tsc: 10, biome: 5, knip: 10 };
const MINUTE = 60_000;

const runProcess: RunTool = (name, args, env) => {
  const limit = (LIMITS[name] ?? 5) * MINUTE;
  return runScript(name, [binOf(name), ...args], { limit, env });
};

/** Where a tool's package does not bear the tool's name. */
const PACKAGES: Record<string, string> = { biome: "@biomejs/biome", tsc: "typescript" };

function binOf(name: string): string {
  const manifest = join(context().root, "node_modules", PACKAGES[name] ?? name, "package.json");
  const { bin } = JSON.parse(readFileSync(manifest, "utf8"));
  return join(dirname(manifest), typeof bin === "string" ? bin : bin[name]);
}

const KEEPER = fileURLToPath(new URL("./tool-keeper.ts", import.meta.url));

interface Limits {
  /** Milliseconds. */
  limit: number;
  /** Aborted when they are over; given by tests. */
  late?: AbortSignal;
  env: Record<string, string>;
}

/**
 * `script` is a file for this Node (the tool's own first line would take whichever is first in PATH)
 * and its arguments. After `limit` milliseconds, at Ctrl-C, or when this process ends, it is ended
 * with every process that it has started.
 */
export async function runScript(
  name: string,
  script: string[],
  { limit, env, late = AbortSignal.timeout(limit) }: Limits,
): Promise<Ran> {
  const { io, root, env: ours } = context();
  if (io.interrupted.aborted) throw interrupted();
  const keeper = spawn(process.execPath, [KEEPER, ...script], {
    cwd: root,
    env: { ...ours, ...QUIET, ...STEADY, ...env },
    detached: true,
    stdio: ["ignore", "pipe", "pipe", "ipc"],
  });
  const ending = AbortSignal.any([late, io.interrupted]);
  ending.addEventListener("abort", () => endGroup(keeper.pid), { once: true });
  const ran = await ended(keeper);
  if (io.interrupted.aborted) throw interrupted();
  if (late.aborted) throw new ToolLate(tooLate(name, limit));
  return ran;
}

async function ended(keeper: ChildProcess): Promise<Ran> {
  // What it has left behind would keep the pipes open.
  keeper.once("exit", () => endGroup(keeper.pid));
  const [out, err, [status]] = await Promise.all([
    text(keeper.stdout as Readable),
    text(keeper.stderr as Readable),
    once(keeper, "close"),
  ]);
  return { status, out, err };
}

const interrupted = () => new Refusal("interrupted", INTERRUPTED);

function tooLate(name: string, limit: number): string {
  const minutes = limit / MINUTE;
  const spelled = minutes === 1 ? "a minute" : `${minutes} minutes`;
  return `${name} did not finish within ${spelled}, so it was ended. Try again; if that happens again, look at what the machine and the network are doing`;
}

/** SIGKILL to all of a process group; nothing if there is none. */
export function endGroup(leader: number | undefined): void {
  if (leader === undefined) return;
  try {
    process.kill(-leader, "SIGKILL");
  } catch {
    // All of it has ended.
  }
}
