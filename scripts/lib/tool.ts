/** Runs an installed tool quietly; what it said is told only when it fails. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { text } from "node:stream/consumers";
import { stripVTControlCharacters } from "node:util";
import { project } from "./project.ts";
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
 * Now and then a Node under load hangs for good when it ends, and one of V8's compilers has a task
 * left (https://github.com/nodejs/node/issues/54918). Tools end too soon to gain by that compiler.
 */
const STEADY = ["--no-maglev"];
const LINES = 40;

export interface Ran {
  status: number | null;
  out: string;
  err: string;
}

/** Resolves when it has ended, however it did. */
export async function tryTool(
  name: string,
  args: string[],
  env: Record<string, string> = {},
): Promise<Ran> {
  // By this Node: the tool's own first line would take whichever is first in PATH.
  const tool = spawn(process.execPath, [...STEADY, binOf(name), ...args], {
    cwd: project.root,
    env: { ...process.env, ...QUIET, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const [out, err, [status]] = await Promise.all([
    text(tool.stdout),
    text(tool.stderr),
    once(tool, "close"),
  ]);
  return { status, out, err };
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

/** The last lines without a stack: what is wrong stands before it. */
export function gist(said: string): string {
  const lines = stripVTControlCharacters(said).split("\n");
  const kept = lines.filter((line) => !/^\s+at \S.*[:)]/.test(line));
  return kept.join("\n").trim().split("\n").slice(-LINES).join("\n");
}

/** Where a tool's package does not bear the tool's name. */
const PACKAGES: Record<string, string> = { biome: "@biomejs/biome", tsc: "typescript" };

function binOf(name: string): string {
  const manifest = join(project.root, "node_modules", PACKAGES[name] ?? name, "package.json");
  const { bin } = JSON.parse(readFileSync(manifest, "utf8"));
  return join(dirname(manifest), typeof bin === "string" ? bin : bin[name]);
}
