/** What deploy, rollback and postpone have in common as commands. */
import type { ArgDef } from "citty";
import { duration } from "../../../edge/contract.ts";
import { siteAddress } from "../../../site/build/address.ts";
import { context } from "../context.ts";
import { urlOf } from "../operator/where.ts";
import { project } from "../project.ts";
import { UsageError } from "../refusal.ts";
import { print } from "../report.ts";
import { NotProven, type Outcome } from "./outcome.ts";

const PATIENCE = 60_000;

export const patienceArg = {
  type: "string",
  description: "How long the deployment may take to spread before it counts as failed (default 1m)",
  valueHint: "time",
} satisfies ArgDef;

export function readPatience(value: string | undefined): number {
  if (value === undefined) return PATIENCE;
  const length = duration(value);
  if (length !== undefined && length >= 0) return length;
  throw new UsageError(`--patience ${value}: it must be a duration, like 30s or 2m`);
}

/** Where shoppers find it: `--url`, the environment, or the address that wrangler.toml has for its pages. */
export function readAddress(value: string | undefined): string | undefined {
  const said = urlOf(value);
  if (said !== undefined) return said;
  try {
    return siteAddress(project.config, context().env);
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}

/** Prints the address, or all there is to say as JSON; also when the proof has failed. */
export async function result(
  json: boolean,
  run: () => Promise<Outcome | undefined>,
): Promise<void> {
  const show = (outcome: Outcome) => {
    if (json) print(JSON.stringify(outcome));
    else if (outcome.url !== undefined && !outcome.dryRun) print(outcome.url);
  };
  try {
    const outcome = await run();
    if (outcome) show(outcome);
  } catch (error) {
    if (json && error instanceof NotProven) show(error.outcome);
    throw error;
  }
}
