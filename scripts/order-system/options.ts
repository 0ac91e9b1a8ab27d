/** The options of `order-system`: what they are called, and what they may be. */

import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { ArgsDef } from "citty";
import { readCount } from "../lib/amounts.ts";
import { context } from "../lib/context.ts";
import { project } from "../lib/project.ts";
import { Refusal, UsageError } from "../lib/refusal.ts";
import { readSettings } from "../lib/secrets.ts";
import { type BehaviourInput, readBehaviour } from "./order-system.ts";
import { newSecret } from "./server.ts";

export const orderSystemArgs = {
  port: { type: "string", description: "0 picks a free one (default 8790)", valueHint: "port" },
  env: {
    type: "string",
    description: "File with ORDER_SYSTEM_SECRET, as .dev.vars (default: the environment)",
    valueHint: "file",
  },
  database: {
    type: "string",
    description: "Where orders are stored (default: in memory)",
    valueHint: "file",
  },
  slow: { type: "string", description: "Wait so long before each answer", valueHint: "ms" },
  fail: { type: "string", description: "Refuse this share of them: 0 to 1", valueHint: "share" },
  status: { type: "string", description: "… with this status (500)", valueHint: "status" },
  "retry-after": { type: "string", description: "… and this Retry-After", valueHint: "seconds" },
  hang: { type: "string", description: "Never answer this share of them", valueHint: "share" },
  lose: {
    type: "string",
    description: "Store this share of them, but cut the connection before the answer",
    valueHint: "share",
  },
  payments: {
    type: "string",
    description: "Lead shoppers to a payment page, which reports to the sales at this address",
    valueHint: "url",
  },
} satisfies ArgsDef;

type Args = { [Name in keyof typeof orderSystemArgs]?: string | undefined };

const NAMES = {
  slow: "slow",
  fail: "fail",
  status: "status",
  "retry-after": "retryAfter",
  hang: "hang",
  lose: "lose",
  payments: "payments",
} as const;

/** Throws a UsageError that names the option and what is wrong. */
export function readBehaviourArgs(args: Args): BehaviourInput {
  const behaviour: Record<string, number | string> = {};
  for (const [option, name] of Object.entries(NAMES) as [keyof typeof NAMES, string][]) {
    const value = args[option];
    if (value === undefined) continue;
    behaviour[name] = option === "payments" ? value : (readCount(value) ?? readShare(value));
    const read = readBehaviour({ [name]: behaviour[name] });
    if ("problem" in read) throw new UsageError(`--${option} ${value}: ${read.problem}`);
  }
  return behaviour;
}

/** Not a number for what is none: the judgement of all behaviours says what it must be. */
const readShare = (value: string) =>
  /^(?:0?\.\d+|1\.0+)$/.test(value) ? Number(value) : Number.NaN;

export function readPort(value: string): number {
  const number = Number(value);
  if (/^\d+$/.test(value) && number <= 65_535) return number;
  throw new UsageError(
    `--port ${value}: it must be a whole number from 0 to 65535 (0: a free one)`,
  );
}

// ── The secret ─────────────────────────────────────────────────────────────────────────────────
const NAME = "ORDER_SYSTEM_SECRET";
const keptFile = () => join(project.root, ".doorbuster", "order-system.env");

export interface FoundSecret {
  secret: string;
  /** Where it is; undefined: in the environment. */
  file?: string | undefined;
}

/** A file that is named takes precedence over the environment; a secret that is made is kept. */
export function findSecret(
  env: string | undefined,
  environment: NodeJS.Dict<string> = context().env,
  kept = keptFile(),
): FoundSecret {
  const secret = env === undefined ? environment[NAME] : readSettings(env)[NAME];
  if (secret) return { secret: checked(secret), file: env };
  const before = existsSync(kept) ? readSettings(kept)[NAME] : undefined;
  return { secret: before ?? make(kept), file: kept };
}

function make(file: string): string {
  const secret = newSecret();
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `${NAME}=${secret}\n`, { mode: 0o600 });
  return secret;
}

function checked(secret: string): string {
  if (/^whsec_[A-Za-z0-9+/]{32,}={0,2}$/.test(secret)) return secret;
  throw new Refusal(`${NAME} must be whsec_ and at least 24 bytes in base64`, 2);
}
