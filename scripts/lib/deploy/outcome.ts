/** What came of it, for programs (`--json`). */
import { Refusal } from "../refusal.ts";
import type { SecretName } from "../secrets.ts";
import type { Change } from "./changes.ts";
import type { DeployPlan } from "./plan.ts";
import type { Proven } from "./proof.ts";
import { RECORD } from "./record.ts";

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

/** It is deployed, but not as it should be: `outcome` says what there is. */
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
    ...{ worker: built.worker, url, version: undefined, dryRun: false, proof: [] },
    ...{ first: before.deployments.length === 0, changes, keys: RECORD },
    secrets: { sent: Object.keys(secrets.send) as SecretName[], made: secrets.made },
    ...more,
  };
}
