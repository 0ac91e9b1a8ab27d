/** Runs wrangler, and reads what it writes down for programs rather than what it says to people. */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { Refusal } from "../refusal.ts";
import { gist, tryTool } from "../tool.ts";
import { withPrivateFolder } from "./private-folder.ts";

/** One line of wrangler's output file; which keys there are depends on `type`. */
interface Entry {
  type: string;
  /** The API's, when that has refused. */
  code?: number | string;
  version_id?: string | null;
  targets?: string[];
}

export interface Wrangled {
  out: string;
  entries: Entry[];
}

export interface WranglerOptions {
  /** What the refusal begins with. */
  failed: string;
  /** Secrets to be uploaded: in a file of their own, since arguments are in every process list. */
  secrets?: Record<string, string> | undefined;
}

export class WranglerFailure extends Refusal {
  /** The API's error code, when that has refused. */
  readonly code: number | undefined;
  constructor(message: string, code: number | undefined) {
    super(message);
    this.code = code;
  }
}

/** Throws a WranglerFailure unless wrangler ends with status 0. */
export function wrangler(args: string[], options: WranglerOptions): Promise<Wrangled> {
  return withPrivateFolder(async (folder) => {
    const output = join(folder, "output.ndjson");
    const all = [...args, ...secretsArguments(folder, options.secrets)];
    const ran = await tryTool("wrangler", all, { WRANGLER_OUTPUT_FILE_PATH: output });
    const entries = readEntries(output);
    if (ran.status === 0) return { out: ran.out, entries };
    const code = entries.findLast(({ type }) => type === "command-failed")?.code;
    const said = errorOf(`${ran.out}\n${ran.err}`);
    throw new WranglerFailure(`${options.failed}\n${said}`, code ? Number(code) : undefined);
  });
}

/** JSON, because wrangler would expand the `$` of a value in any other format. */
function secretsArguments(folder: string, secrets: WranglerOptions["secrets"]): string[] {
  if (secrets === undefined || Object.keys(secrets).length === 0) return [];
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

/** From the error on: what stands before it is how far it got. */
function errorOf(said: string): string {
  const plain = stripVTControlCharacters(said);
  const from = plain.search(MARK);
  const text = from < 0 ? plain : plain.slice(from).replace(MARK, "");
  const lines = text.split("\n").filter((line) => line.trim() !== "" && !CHATTER.test(line));
  return gist(lines.map((line) => line.trimEnd()).join("\n"));
}
