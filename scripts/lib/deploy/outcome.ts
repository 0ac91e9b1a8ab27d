/** The result of a deployment, for programs (`--json`). */

import type { ArgsDef } from "citty";
import { duration } from "../../../edge/contract.ts";
import { siteAddress } from "../../../site/build/address.ts";
import { context } from "../context.ts";
import { urlOf } from "../operate/where.ts";
import { project } from "../project.ts";
import { RECORD } from "../record.ts";
import { Refusal, UsageError } from "../refusal.ts";
import type { SecretName } from "../secrets.ts";
import { print } from "../tell.ts";
import type { Change } from "./changes.ts";
import type { DeployPlan } from "./prepare.ts";
import type { Proven } from "./proof.ts";

export interface Outcome {
  worker: string;
  /** Unknown before the first deployment. */
  url: string | undefined;
  /** What is deployed now, where it is known. */
  version: string | undefined;
  dryRun: boolean;
  proof: Proven[];
}

export interface Deployed extends Outcome {
  first: boolean;
  changes: Change[];
  /** Their names. */
  secrets: { sent: SecretName[]; made: SecretName[] };
  /** Where the keys are kept. */
  keys: string;
}

/** It is deployed but does not pass the proof; `outcome` says what is there. */
export class NotProven extends Refusal {
  readonly outcome: Outcome;
  constructor(message: string, outcome: Outcome) {
    super(message);
    this.outcome = outcome;
  }
}

export function deployedBy(plan: DeployPlan, more: Partial<Outcome>): Deployed {
  const { built, url, before, changes, secrets } = plan;
  return {
    worker: built.worker,
    url,
    version: undefined,
    dryRun: false,
    proof: [],
    first: before.deployments.length === 0,
    changes,
    keys: RECORD,
    secrets: { sent: Object.keys(secrets.send) as SecretName[], made: secrets.made },
    ...more,
  };
}

// ── The commands ───────────────────────────────────────────────────────────────────────────────
const PATIENCE = 60_000;

/** What every command that deploys takes. */
export const outcomeArgs = {
  patience: {
    type: "string",
    description:
      "How long the deployment may take to spread before it counts as failed (default 1m)",
    valueHint: "time",
  },
  json: { type: "boolean", description: "For programs: what was done, as a line of JSON" },
} satisfies ArgsDef;

/** What those take that go on with what `deploy` has put up. */
export const deployedArgs = {
  url: {
    type: "string",
    description: "Where shoppers find it (default: where deploy put it)",
    valueHint: "url",
  },
  ...outcomeArgs,
} satisfies ArgsDef;

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
