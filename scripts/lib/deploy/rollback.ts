/** Deploys an earlier version again. Orders and slots are not part of a version and stay. */

import { readWorkerConfig } from "../build/worker-config.ts";
import { confirm } from "../confirm.ts";
import { type Deployment, PlatformFailure } from "../platform.ts";
import { project } from "../project.ts";
import { readRecord } from "../record.ts";
import { Refusal } from "../refusal.ts";
import { tell } from "../tell.ts";
import { localNow } from "../words.ts";
import { NotProven, type Outcome } from "./outcome.ts";
import { lookAtDeployments, thePlatform } from "./platform.ts";
import type { ProvenSale } from "./probes.ts";
import { isProven, prove } from "./proof.ts";
import { describe, shortened, tellProof, tellWaiting } from "./show.ts";
import { listSales } from "./visit.ts";

export interface RollbackOptions {
  yes: boolean;
  /** To this version, by its id or how that begins; default: the one before. */
  to: string | undefined;
  /** Even if secrets have changed since: they go back to what they were. */
  secretsToo: boolean;
  url: string | undefined;
  key: string | undefined;
  patience: number;
}

/** Throws a Refusal before anything has changed, or NotProven after it has. */
export async function rollback(options: RollbackOptions): Promise<Outcome> {
  tell("asking Cloudflare what is deployed…");
  const deployments = await lookAtDeployments();
  const [current] = deployments;
  if (!current) throw new Refusal("nothing is deployed, so there is nothing to go back from");
  const target = pick(deployments, current, options.to);
  const moment = localNow();
  tell(`deployed is ${describe(current, moment)}`);
  if (!options.yes) {
    await confirm(`Go back to ${describe(target, moment)}? Orders and slots stay as they are.`);
  }
  await goBack(target, options.secretsToo);
  tell(`version ${shortened(target.version)} is deployed again`);
  return proveAgain(target, options);
}

/** Each version where it was deployed first, so that going back twice goes back two. */
function pick(
  deployments: Deployment[],
  current: Deployment,
  wanted: string | undefined,
): Deployment {
  const history: Deployment[] = [];
  for (const deployment of deployments.toReversed()) {
    if (!history.some(({ version }) => version === deployment.version)) history.push(deployment);
  }
  if (wanted !== undefined) return named(history, current, wanted);
  const before = history[history.findIndex(({ version }) => version === current.version) - 1];
  if (before) return before;
  throw new Refusal("there is no earlier version to go back to");
}

function named(history: Deployment[], current: Deployment, wanted: string): Deployment {
  const found = history.filter(({ version }) => version.startsWith(wanted));
  const known = history.map(({ version }) => shortened(version)).join(", ");
  if (found.length !== 1 || !found[0]) {
    const many = found.length === 0 ? "no version" : "more than one version";
    throw new Refusal(`there is ${many} ${wanted} among those deployed last: ${known}`, 2);
  }
  if (found[0].version !== current.version) return found[0];
  throw new Refusal(`version ${shortened(current.version)} is deployed already`);
}

/** "The following secrets have changed", among the API's errors. */
const SECRETS_CHANGED = 10220;

async function goBack({ version }: Deployment, secretsToo: boolean): Promise<void> {
  const message = `Back to ${shortened(version)}`;
  try {
    await thePlatform().redeploy(version, { message, secretsToo });
  } catch (error) {
    if (!(error instanceof PlatformFailure)) throw error;
    const hint = error.code === SECRETS_CHANGED ? SECRETS_TOO : OBJECTS;
    throw new Refusal(`${error.message}\n${hint}`);
  }
}

const SECRETS_TOO =
  "A version has its secrets in it: with --secrets-too they go back as well. If the signing key is one of them, claim and order URLs of the newer key are refused then";
const OBJECTS =
  "If wrangler.toml has a [[migrations]] entry that is new since that version: Cloudflare does not go back over a change of the objects' classes; put the files right and deploy instead";

async function proveAgain(target: Deployment, options: RollbackOptions): Promise<Outcome> {
  const { name: worker } = await readWorkerConfig(project.config);
  const { version } = target;
  const record = readRecord();
  // The address and the key of another Worker prove nothing of this one.
  const kept = record?.worker === worker ? record : undefined;
  const url = options.url ?? kept?.url;
  const outcome = { worker, url, version, dryRun: false, proof: [] };
  if (url === undefined) throw new NotProven(NO_ADDRESS, outcome);
  const key = options.key ?? kept?.secrets.ADMIN_KEY;
  // Until it has spread, the first page may yet be that of the other version.
  const find = async () => ({ url, key, sales: await servedSales(url) });
  const proof = await prove(find, options.patience, tellWaiting);
  tellProof(url, proof);
  if (isProven(proof)) return { ...outcome, proof };
  throw new NotProven(NOT_RIGHT, { ...outcome, proof });
}

async function servedSales(url: string): Promise<ProvenSale[]> {
  const sales = await listSales(url).catch(() => []);
  return sales.map((sale) => ({ sale }));
}

const NO_ADDRESS = "it cannot be proven from here: its address is not known; --url says it";
const NOT_RIGHT =
  "it is back, but not as it should be: rollback goes back further, rollback --to VERSION anywhere";
