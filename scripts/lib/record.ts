/**
 * What is kept here of the deployment: its address, and the keys that were made for it. Cloudflare
 * never tells a secret again, so a key that is made is kept before it is sent.
 */
import { chmodSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { parseEnv } from "node:util";
import { project } from "./project.ts";
import { Refusal } from "./refusal.ts";
import { type Secrets, secretsIn, serialize } from "./secrets.ts";

export const RECORD = ".doorbuster/deployed.env";
const fileOf = () => join(project.root, RECORD);

export interface Kept {
  /** The Worker's name in wrangler.toml: the keys are this one's. */
  worker: string;
  url: string | undefined;
  secrets: Secrets;
}

/** Undefined when nothing was ever deployed from here. */
export function readRecord(): Kept | undefined {
  const text = readText();
  if (text === undefined) return undefined;
  const values = parseEnv(text);
  return { worker: values.WORKER ?? "", url: values.URL, secrets: secretsIn(values) };
}

/** For its owner only, and whole or not at all. */
export function writeRecord({ worker, url, secrets }: Kept): void {
  const values = { WORKER: worker, ...(url !== undefined && { URL: url }), ...secrets };
  writeText(HEAD + serialize(values));
}

/** Returns a function that restores it to what it is now. */
export function rememberRecord(): () => void {
  const before = readText();
  return () => (before === undefined ? rmSync(fileOf(), { force: true }) : writeText(before));
}

const HEAD = `# What "npm run sale -- deploy" keeps of its deployment. Keep it safe: whoever has it is the operator.\n`;

function readText(): string | undefined {
  try {
    return readFileSync(fileOf(), "utf8");
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === "ENOENT") return undefined;
    throw new Refusal(`${RECORD} cannot be read: ${message}`);
  }
}

function writeText(text: string): void {
  const file = fileOf();
  const folder = dirname(file);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  // The mode above counts only for a new folder.
  chmodSync(folder, 0o700);
  const next = `${file}.${process.pid}`;
  writeFileSync(next, text, { mode: 0o600 });
  renameSync(next, file);
}
