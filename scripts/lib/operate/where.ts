/** Where the operator's sales are deployed, and the key to them; the key is never an argument. */
import { join } from "node:path";
import type { ArgsDef } from "citty";
import { orderIdOf } from "../../../edge/contract.ts";
import { context } from "../context.ts";
import { LOCAL_RECORD, readLocal } from "../local-record.ts";
import { RECORD, readRecord } from "../record.ts";
import { Refusal, UsageError } from "../refusal.ts";
import { readSettings } from "../secrets.ts";
import { tell } from "../tell.ts";

/** Where serve serves unless told otherwise. */
export const LOCAL = "http://127.0.0.1:8787";

export const operatorArgs = {
  url: {
    type: "string",
    description: "Where the sales are (default: where deploy put them, or where serve serves here)",
    valueHint: "url",
  },
  env: { type: "string", description: "File with ADMIN_KEY, as .dev.vars", valueHint: "file" },
  state: {
    type: "string",
    description: "The state folder of serve: the key is in it",
    valueHint: "folder",
  },
  local: { type: "boolean", description: "The sales that serve or dev serves on this machine" },
} satisfies ArgsDef;

export interface OperatorArgs {
  url?: string | undefined;
  env?: string | undefined;
  state?: string | undefined;
  local?: boolean | undefined;
}

export interface Operator {
  /** Without a slash at its end. */
  url: string;
  key: string;
  /** Where the key is from, for people. */
  from: string;
}

/**
 * The command line takes precedence over the environment, and that over what deploy has kept; what is
 * served on this machine comes last. A key goes only where it belongs: one that was kept with an
 * address, to that address.
 */
export function findOperator(
  args: OperatorArgs,
  environment: NodeJS.Dict<string> = context().env,
): Operator {
  if (args.local) return requireLocal(args);
  // A state folder is of this machine's own serve, whatever is deployed elsewhere.
  const url = urlOf(args.url, args.state === undefined ? environment : {});
  return named(args, url) ?? inEnvironment(environment, url) ?? kept(url);
}

function requireLocal({ url, env, state }: OperatorArgs): Operator {
  if (url !== undefined || env !== undefined || state !== undefined) {
    throw new UsageError(
      "--local finds address and key by itself: leave out --url, --env, --state",
    );
  }
  const local = localOperator();
  if (local) return local;
  throw new UsageError("nothing is served on this machine; npm start serves the sample sale");
}

/** By `--env` or `--state`. */
function named(args: OperatorArgs, url: string | undefined): Operator | undefined {
  const inState = args.state === undefined ? undefined : join(args.state, "secrets.env");
  const files = [args.env, inState].filter((file) => file !== undefined);
  for (const file of files) {
    const { ADMIN_KEY: key, URL: its } = readSettings(file);
    if (key === undefined || key === "") continue;
    const own = its ? readUrl(`URL in ${file}:`, its) : localUrl(key);
    return { url: url ?? own, key, from: file };
  }
  if (files.length > 0) throw new Refusal(`there is no ADMIN_KEY in ${files.join(" or ")}`, 2);
  return undefined;
}

function inEnvironment(
  { ADMIN_KEY: key }: NodeJS.Dict<string>,
  url: string | undefined,
): Operator | undefined {
  return key ? { url: url ?? localUrl(key), key, from: "the environment" } : undefined;
}

/** Where this machine serves with this key. */
function localUrl(key: string): string {
  const local = readLocal();
  return local?.key === key ? local.url : LOCAL;
}

/** Shoppers come to what is deployed, so that is meant while both are there. */
function kept(url: string | undefined): Operator {
  const deployed = deployedOperator();
  const local = localOperator();
  const isMeant = (one: Operator | undefined) => url === undefined || one?.url === url;
  if (deployed && isMeant(deployed)) {
    if (local && url === undefined) tell(`at ${deployed.url}; for ${local.url}, say --local`);
    return deployed;
  }
  if (local && isMeant(local)) {
    if (url === undefined) tell(`at ${local.url}, served on this machine`);
    return local;
  }
  throw new UsageError(NO_KEY);
}

const NO_KEY =
  "nothing is deployed from here or served on this machine, so this needs the operator's key: set ADMIN_KEY in the environment, or name a file that has it with --env, or the state folder of serve with --state. To try it out, run npm start in another terminal";

function localOperator(): Operator | undefined {
  const local = readLocal();
  return (
    local && {
      url: readUrl(`URL in ${LOCAL_RECORD}:`, local.url),
      key: local.key,
      from: LOCAL_RECORD,
    }
  );
}

/** `--url`, or DOORBUSTER_URL where it would be said with every command, as in CI. */
export function urlOf(
  value: string | undefined,
  environment: NodeJS.Dict<string> = context().env,
): string | undefined {
  if (value !== undefined) return readUrl("--url", value);
  const everywhere = environment.DOORBUSTER_URL;
  return everywhere ? readUrl("DOORBUSTER_URL", everywhere) : undefined;
}

/** Where deploy has deployed to, with the key that it keeps. */
export function deployedOperator(): Operator | undefined {
  const kept = readRecord();
  const key = kept?.secrets.ADMIN_KEY;
  if (kept?.url === undefined || key === undefined) return undefined;
  return { url: readUrl(`URL in ${RECORD}:`, kept.url), key, from: RECORD };
}

const THIS_MACHINE = /^(?:localhost|127(?:\.\d+){3}|\[::1\])$/;

/** An address that the key may be sent to, without a slash at its end; `option` names it. */
function readUrl(option: string, value: string): string {
  const url = URL.parse(value);
  if (!url || !/^https?:$/.test(url.protocol)) {
    throw new UsageError(
      `${option} ${value}: it must begin with https:// (or http:// on this machine)`,
    );
  }
  if (url.protocol === "http:" && !THIS_MACHINE.test(url.hostname)) {
    throw new UsageError(`${option} ${value}: the key would travel in the clear; use https://`);
  }
  return url.origin + url.pathname.replace(/\/+$/, "");
}

/** `--order`, as people read it out or copy it. Throws a UsageError for what cannot be an order's number. */
export function readOrderId(text: string): string {
  const id = orderIdOf(text);
  if (id !== undefined) return id;
  throw new UsageError(
    `--order ${text}: it must be an order's number, 16 letters and digits like 7QX2M8KD4RTA9WCE`,
  );
}
