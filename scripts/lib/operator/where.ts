/** Where the operator's sales are deployed, and the key to them; the key is never an argument. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parseEnv } from "node:util";
import type { ArgsDef } from "citty";
import { SLUG } from "../../../edge/contract.ts";
import { Refusal, UsageError } from "../refusal.ts";

export const operatorArgs = {
  url: {
    type: "string",
    description: "Where the sales are deployed (default http://127.0.0.1:8787)",
    valueHint: "url",
  },
  env: { type: "string", description: "File with ADMIN_KEY, as .dev.vars", valueHint: "file" },
  state: {
    type: "string",
    description: "The state folder of serve: the key is in it",
    valueHint: "folder",
  },
} satisfies ArgsDef;

export interface OperatorArgs {
  url?: string | undefined;
  env?: string | undefined;
  state?: string | undefined;
}

export interface Operator {
  /** Without a slash at its end. */
  url: string;
  key: string;
  /** Where the key is from, for people. */
  from: string;
}

/** What is said on the command line counts more than the environment. */
export function findOperator(args: OperatorArgs, environment = process.env): Operator {
  const url = readUrl(args.url ?? "http://127.0.0.1:8787");
  const kept = args.state === undefined ? undefined : join(args.state, "secrets.env");
  const files = [args.env, kept].filter((file) => file !== undefined);
  for (const file of files) {
    const key = readSettings(file).ADMIN_KEY;
    if (key) return { url, key, from: file };
  }
  if (files.length > 0) throw new Refusal(`there is no ADMIN_KEY in ${files.join(" or ")}`, 2);
  const key = environment.ADMIN_KEY;
  if (key) return { url, key, from: "the environment" };
  throw new UsageError(
    "this needs the operator's key: set ADMIN_KEY in the environment, or name a file that has it with --env, or the state folder of serve with --state",
  );
}

/** A file as .dev.vars. */
export function readSettings(file: string): NodeJS.Dict<string> {
  try {
    return parseEnv(readFileSync(file, "utf8"));
  } catch (error) {
    throw new Refusal(`${file} cannot be read: ${(error as Error).message}`, 2);
  }
}

const LOCAL = /^(?:localhost|127(?:\.\d+){3}|\[::1\])$/;

function readUrl(value: string): string {
  const url = URL.parse(value);
  if (!url || !/^https?:$/.test(url.protocol)) {
    throw new UsageError(
      `--url ${value}: it must begin with https:// (or http:// on this machine)`,
    );
  }
  if (url.protocol === "http:" && !LOCAL.test(url.hostname)) {
    throw new UsageError(`--url ${value}: the key would travel in the clear; use https://`);
  }
  return url.origin + url.pathname.replace(/\/+$/, "");
}

/** The positional `<sale>` of a command. */
export function requireSale(command: string, value: string | undefined): string {
  if (value === undefined) throw new UsageError(`which sale? npm run sale -- ${command} <sale>`);
  if (SLUG.test(value)) return value;
  throw new UsageError(`"${value}" is no sale's name: that is its file without .md`);
}
