/** The options of `order-system`: what they are called, and what they may be. */
import type { ArgsDef } from "citty";
import { UsageError } from "../lib/refusal.ts";
import { type BehaviourInput, readBehaviour } from "./behaviour.ts";

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
} satisfies ArgsDef;

type Args = { [Name in keyof typeof orderSystemArgs]?: string | undefined };

const NAMES = {
  slow: "slow",
  fail: "fail",
  status: "status",
  "retry-after": "retryAfter",
  hang: "hang",
  lose: "lose",
} as const;

/** Throws a UsageError that names the option and what is wrong. */
export function readBehaviourArgs(args: Args): BehaviourInput {
  const behaviour: Record<string, number> = {};
  for (const [option, name] of Object.entries(NAMES) as [keyof typeof NAMES, string][]) {
    const value = args[option];
    if (value === undefined) continue;
    behaviour[name] = value.trim() === "" ? Number.NaN : Number(value);
    const read = readBehaviour({ [name]: behaviour[name] });
    if ("problem" in read) throw new UsageError(`--${option} ${value}: ${read.problem}`);
  }
  return behaviour;
}

export function readPort(value: string): number {
  const number = Number(value);
  if (/^\d+$/.test(value) && number <= 65_535) return number;
  throw new UsageError(
    `--port ${value}: it must be a whole number from 0 to 65535 (0: a free one)`,
  );
}
