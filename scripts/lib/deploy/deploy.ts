/** Checks, builds, asks, deploys, and proves from outside that the deployment works. */
import { confirm } from "../confirm.ts";
import { tell } from "../tell.ts";
import { carryOut, type Served } from "./carry-out.ts";
import { countChanges } from "./changes.ts";
import { type Deployed, deployedBy, NotProven } from "./outcome.ts";
import { type DeployOptions, type DeployPlan, prepare } from "./prepare.ts";
import { isProven, prove } from "./proof.ts";
import { tellPlan, tellProof, tellWaiting } from "./show.ts";

/** Throws a Refusal before anything has changed, or NotProven after it has. */
export async function deploy(options: DeployOptions): Promise<Deployed> {
  const plan = await prepare(options);
  tellPlan(plan);
  if (options.dryRun) {
    tell("nothing was changed: this was a dry run");
    return deployedBy(plan, { dryRun: true });
  }
  if (!options.yes) await confirm(question(plan));
  return proveDeployed(plan, await carryOut(plan));
}

function question({ before, built, changes, trouble }: DeployPlan): string {
  const first = before.deployments.length === 0 ? " for the first time" : "";
  const counted = trouble ? `${changes.length} in all` : countChanges(changes);
  return `Deploy ${built.worker}${first} (sales: ${counted})?`;
}

async function proveDeployed(plan: DeployPlan, { url, version }: Served): Promise<Deployed> {
  const { key, built, options } = plan;
  const sales = Object.entries(built.sales).map(([sale, { startsAt }]) => ({ sale, startsAt }));
  const proof = await prove(() => ({ url, key, sales }), options.patience, tellWaiting);
  tellProof(url, proof);
  const deployed = deployedBy(plan, { url, version, proof });
  if (isProven(proof)) return deployed;
  throw new NotProven(plan.before.deployments.length > 0 ? GO_BACK : NOTHING_BEFORE, deployed);
}

const GO_BACK =
  "it is deployed, but not as it should be. Back to the version before: npm run sale -- rollback";
const NOTHING_BEFORE =
  "it is deployed, but not as it should be. It is the first deployment, so there is none to go back to: put it right and deploy again, or take it down with npx wrangler delete";
