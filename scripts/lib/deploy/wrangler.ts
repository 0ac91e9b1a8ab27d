/**
 * The platform as it is: Cloudflare, by wrangler, unchanged. Reads what wrangler writes down for
 * programs rather than what it says to people.
 */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { undoing } from "../interrupt.ts";
import { type Deployment, type Platform, PlatformFailure, type Uploaded } from "../platform.ts";
import { gist, type Ran, ToolLate, tryTool } from "../tool.ts";

export const WRANGLER: Platform = {
  deployments: listDeployments,
  secrets: listSecrets,
  deploy: upload,
  redeploy,
  knowsUs,
};

/** "This Worker does not exist", and the same of the older API. */
const NO_SUCH_WORKER = [10007, 10090];

interface SeenDeployment {
  id: string;
  created_on: string;
  versions: { version_id: string; percentage: number }[];
  annotations?: Record<string, string>;
}

async function listDeployments(): Promise<Deployment[]> {
  const failed = "Cloudflare could not be asked what is deployed. wrangler said:";
  try {
    const { out } = await wrangler(["deployments", "list", "--json"], { failed });
    const seen = JSON.parse(out) as SeenDeployment[];
    return seen.map(toDeployment).sort((a, b) => b.at - a.at);
  } catch (error) {
    const code = error instanceof PlatformFailure ? error.code : undefined;
    if (code !== undefined && NO_SUCH_WORKER.includes(code)) return [];
    throw error;
  }
}

/** Where versions share the traffic, the one with the most of it. */
function toDeployment({ id, created_on, versions, annotations }: SeenDeployment): Deployment {
  const [first] = versions.toSorted((a, b) => b.percentage - a.percentage);
  const message = annotations?.["workers/message"];
  return { id, version: first?.version_id ?? "", at: Date.parse(created_on), message };
}

async function listSecrets(): Promise<string[]> {
  const failed = "Cloudflare could not be asked which secrets there are. wrangler said:";
  const { out } = await wrangler(["secret", "list", "--format", "json"], { failed });
  return (JSON.parse(out) as { name: string }[]).map(({ name }) => name);
}

async function upload({ message, secrets }: Parameters<Platform["deploy"]>[0]): Promise<Uploaded> {
  const args = ["deploy", "--minify", "--message", message];
  const failed = "The deployment failed. wrangler said:";
  const { entries } = await wrangler(args, { failed, secrets });
  const entry = entries.findLast(({ type }) => type === "deploy");
  return { version: entry?.version_id ?? undefined, targets: entry?.targets ?? [] };
}

/**
 * `wrangler rollback` would take changed secrets back too where nobody can answer its question;
 * deploying the old version refuses.
 */
async function redeploy(
  version: string,
  { message, secretsToo }: Parameters<Platform["redeploy"]>[1],
): Promise<void> {
  const failed = "It could not be rolled back; what is deployed stays. wrangler said:";
  const how = ["--message", message, "--yes"];
  const args = secretsToo ? ["rollback", version] : ["versions", "deploy", `${version}@100%`];
  await wrangler([...args, ...how], { failed });
}

async function knowsUs(): Promise<boolean> {
  const { status, out } = await tryTool("wrangler", ["whoami", "--json"]);
  return status === 0 || !/"loggedIn":\s*false/.test(out);
}

// ── One run ─────────────────────────────────────────────────────────────────────────────────

/** One line of wrangler's output file; which keys there are depends on `type`. */
interface Entry {
  type: string;
  /** The API's, when that has refused. */
  code?: number | string;
  version_id?: string | null;
  targets?: string[];
}

interface WranglerOptions {
  /** What the failure begins with. */
  failed: string;
  /** Secrets to be uploaded: in a file of their own, since arguments are in every process list. */
  secrets?: Record<string, string>;
}

/** Throws a PlatformFailure unless wrangler ends with status 0. */
function wrangler(args: string[], options: WranglerOptions) {
  return withPrivateFolder(async (folder) => {
    const output = join(folder, "output.ndjson");
    const all = [...args, ...secretsArguments(folder, options.secrets)];
    const ran = await runWrangler(all, output, options.failed);
    const entries = readEntries(output);
    if (ran.status === 0) return { out: ran.out, entries };
    const code = entries.findLast(({ type }) => type === "command-failed")?.code;
    const said = errorOf(`${ran.out}\n${ran.err}`);
    throw new PlatformFailure(`${options.failed}\n${said}`, code ? Number(code) : undefined);
  });
}

async function runWrangler(args: string[], output: string, failed: string): Promise<Ran> {
  try {
    return await tryTool("wrangler", args, { WRANGLER_OUTPUT_FILE_PATH: output });
  } catch (error) {
    if (!(error instanceof ToolLate)) throw error;
    throw new PlatformFailure(`${failed}\n${error.message}`, undefined, true);
  }
}

/** JSON, because wrangler would expand the `$` of a value in any other format. */
function secretsArguments(folder: string, secrets: WranglerOptions["secrets"] = {}): string[] {
  if (Object.keys(secrets).length === 0) return [];
  const file = join(folder, "secrets.json");
  writeFileSync(file, JSON.stringify(secrets), { mode: 0o600 });
  return ["--secrets-file", file];
}

function readEntries(file: string): Entry[] {
  if (!existsSync(file)) return [];
  const lines = readFileSync(file, "utf8").trim().split("\n");
  return lines.map((line) => JSON.parse(line) as Entry);
}

const MARK = /✘ \[ERROR\]\s*/;
const CHATTER = /(?:open|create) an issue|newer version of Wrangler|--temporary/;

/** From the error on; everything before it is progress output. */
function errorOf(said: string): string {
  const plain = stripVTControlCharacters(said);
  const from = plain.search(MARK);
  const text = from < 0 ? plain : plain.slice(from).replace(MARK, "");
  const lines = text.split("\n").filter((line) => line.trim() !== "" && !CHATTER.test(line));
  return gist(lines.map((line) => line.trimEnd()).join("\n"));
}

/** A folder that only this user can read, and that is gone afterwards, also after Ctrl-C. */
export async function withPrivateFolder<T>(use: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), "doorbuster-"));
  const remove = () => rmSync(folder, { recursive: true, force: true });
  return undoing(remove, async () => {
    try {
      return await use(folder);
    } finally {
      remove();
    }
  });
}
