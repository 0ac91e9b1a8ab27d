/** The deployment itself. New keys are written down here before they are sent. */
import { withBuild } from "../build/build.ts";
import { undoing } from "../interrupt.ts";
import { PlatformFailure } from "../platform.ts";
import { RECORD, rememberRecord, writeRecord } from "../record.ts";
import { Refusal } from "../refusal.ts";
import { tell } from "../tell.ts";
import { deployedBy, NotProven } from "./outcome.ts";
import { addressOf, lookAtDeployments, lookAtSecrets, thePlatform } from "./platform.ts";
import type { DeployPlan } from "./prepare.ts";
import { shortened, tellKeys } from "./show.ts";

export interface Served {
  version: string | undefined;
  url: string;
}

/** Throws a Refusal if nothing has changed, NotProven if something may have. */
export function carryOut(plan: DeployPlan): Promise<Served> {
  return withBuild({ tell }, async ({ fingerprint }) => {
    if (fingerprint !== plan.built.fingerprint) throw new Refusal(CHANGED);
    tell("deploying…");
    const restore = rememberRecord();
    keep(plan, plan.url);
    plan.options.committed?.();
    const { version, address } = await undoing(tellUnknown, () => upload(plan)).catch((error) =>
      fail(plan, error, restore),
    );
    const url = plan.options.url ?? address ?? plan.url;
    keep(plan, url);
    tellKeys(plan.secrets, plan.key);
    if (url === undefined) throw new NotProven(NO_ADDRESS, deployedBy(plan, { version }));
    return { version, url };
  });
}

/** It cannot be undone any more, but the person should know that. */
const tellUnknown = () =>
  tell(`interrupted: it may be deployed or not; the keys for it are in ${RECORD}. Deploy again`);

const CHANGED =
  "the files have changed since the question: nothing was deployed. Run it again, and look at what it says now";
const NO_ADDRESS =
  "it is deployed, but wrangler named no address (is workers_dev false in wrangler.toml, and no route there?): with --url it can be proven";

function keep({ built, secrets }: DeployPlan, url: string | undefined): void {
  writeRecord({ worker: built.worker, url, secrets: secrets.keep });
}

interface Named {
  version: string | undefined;
  /** As wrangler names it. */
  address: string | undefined;
}

async function upload(plan: DeployPlan): Promise<Named> {
  const message = messageOf(Object.keys(plan.built.sales));
  const secrets = plan.secrets.send;
  const { version, targets } = await thePlatform().deploy({ message, secrets });
  return { version, address: addressOf(targets) };
}

/** Helps whoever rolls back one day. The platform keeps a hundred characters at most. */
function messageOf(sales: string[]): string {
  const text = `${sales.length === 1 ? "1 sale" : `${sales.length} sales`}: ${sales.join(", ")}`;
  return text.length > 100 ? `${text.slice(0, 99)}…` : text;
}

/** wrangler may fail before the upload or after it: only Cloudflare knows what there is now. */
async function fail(plan: DeployPlan, error: unknown, restore: () => void): Promise<never> {
  if (!(error instanceof PlatformFailure)) throw error;
  const stop = (version: string | undefined, more: string) =>
    new NotProven(`${error.message}\n${more}`, deployedBy(plan, { version }));
  const after = await lookAtDeployments().catch(() => undefined);
  if (!after) throw stop(undefined, UNKNOWN);
  const [last] = after;
  if (last && last.id !== plan.before.deployments[0]?.id) {
    throw stop(last.version, halfWay(last.version));
  }
  if (!last || !(await haveArrived(plan))) restore();
  throw new Refusal(`${error.message}\n${last ? OLD_STAYS : NOTHING_THERE}`);
}

/** A version may have been uploaded, with its secrets, and not been deployed. */
async function haveArrived({ before, secrets }: DeployPlan): Promise<boolean> {
  const made = secrets.made.filter((name) => !before.secrets.has(name));
  if (made.length === 0) return false;
  const after = await lookAtSecrets().catch(() => undefined);
  return made.some((name) => !after || after.has(name));
}

const OLD_STAYS = "What was deployed before still is; nothing has changed. Try again";
const NOTHING_THERE = "Nothing is deployed, and nothing was kept. Try again";
const UNKNOWN = `Whether it is deployed cannot be seen now; the keys for it are in ${RECORD}. Try again when Cloudflare answers`;
const halfWay = (version: string) =>
  `But version ${shortened(version)} is deployed: run deploy again to finish it, or go back with npm run sale -- rollback`;
