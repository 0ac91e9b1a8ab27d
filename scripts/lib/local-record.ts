/**
 * Where `serve` or `dev` is serving on this machine now, and the keys to it, so that
 * `status`, `pause` and the like find it by themselves. It counts only while its process lives.
 */
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { parseEnv } from "node:util";
import { lives } from "./lock.ts";
import { project } from "./project.ts";
import { type Secrets, serialize } from "./secrets.ts";

export const LOCAL_RECORD = ".doorbuster/local.env";
const fileOf = () => join(project.root, LOCAL_RECORD);

export interface Served {
  /** Without a slash at its end. */
  url: string;
  key: string;
  /** The Worker's SIGNING_KEY: invitations are made with it. */
  signingKey: string;
}

/** The last one that began. Returns what removes it again, unless another has begun since. */
export function keepLocal(url: string, { ADMIN_KEY, SIGNING_KEY }: Secrets): () => void {
  if (!ADMIN_KEY || !SIGNING_KEY) return () => {};
  const file = fileOf();
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const next = `${file}.${process.pid}`;
  const values = { URL: url, ADMIN_KEY, SIGNING_KEY, PID: String(process.pid) };
  writeFileSync(next, serialize(values), { mode: 0o600 });
  renameSync(next, file);
  return () => {
    if (Number(read(file).PID) === process.pid) rmSync(file, { force: true });
  };
}

/** Undefined while nothing is served here. */
export function readLocal(): Served | undefined {
  const values = read(fileOf());
  const { URL: url, ADMIN_KEY: key, SIGNING_KEY: signingKey, PID: pid } = values;
  if (!url || !key || !signingKey || !lives(Number(pid))) return undefined;
  return { url, key, signingKey };
}

function read(file: string): NodeJS.Dict<string> {
  try {
    return parseEnv(readFileSync(file, "utf8"));
  } catch {
    return {};
  }
}
