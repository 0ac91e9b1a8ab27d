/** Where the operator's sales are deployed, and the key to them; the key is never an argument. */
import { join } from "node:path";
import type { ArgsDef } from "citty";
import { orderIdOf } from "../../../edge/contract.ts";
import { context } from "../context.ts";
import { RECORD, readRecord } from "../record.ts";
import { Refusal, UsageError } from "../refusal.ts";
import { readSettings } from "../secrets.ts";

/** Where serve serves unless told otherwise. */
export const LOCAL = "http://127.0.0.1:8787";

export const operatorArgs = {
  url: {
    type: "string",
    description: "Where the sales are (default: where deploy put them, or http://127.0.0.1:8787)",
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

/**
 * The command line takes precedence over the environment, and that over what deploy
 * has kept. A key goes only where it belongs: the one that deploy has kept, to its own deployment.
 */
export function findOperator(
  args: OperatorArgs,
  environment: NodeJS.Dict<string> = context().env,
): Operator {
  // A state folder is of this machine's own serve, whatever is deployed elsewhere.
  const url = args.state === undefined ? urlOf(args.url, environment) : urlOf(args.url, {});
  const kept = args.state === undefined ? undefined : join(args.state, "secrets.env");
  const files = [args.env, kept].filter((file) => file !== undefined);
  for (const file of files) {
    const { ADMIN_KEY: key, URL: its } = readSettings(file);
    if (key)
      return { url: url ?? (its ? readUrl(`URL in ${file}:`, its) : LOCAL), key, from: file };
  }
  if (files.length > 0) throw new Refusal(`there is no ADMIN_KEY in ${files.join(" or ")}`, 2);
  const key = environment.ADMIN_KEY;
  if (key) return { url: url ?? LOCAL, key, from: "the environment" };
  const deployed = deployedOperator();
  if (deployed && (url === undefined || url === deployed.url)) return deployed;
  throw new UsageError(
    "this needs the operator's key: set ADMIN_KEY in the environment, or name a file that has it with --env, or the state folder of serve with --state",
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
