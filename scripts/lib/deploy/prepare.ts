/** Everything that deploy knows before it asks: what is deployed, what was built, what would change. */

import { writeFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { type Built, withBuild } from "../build/build.ts";
import { check } from "../check/check.ts";
import { context } from "../context.ts";
import type { Operator } from "../operate/where.ts";
import { type Kept, RECORD, readRecord } from "../record.ts";
import { Refusal } from "../refusal.ts";
import { asText, type Finding, hasErrors, summary } from "../sale-file/finding.ts";
import {
  makeSecret,
  readSettings,
  type SecretName,
  type Secrets,
  secretsIn,
  serialize,
} from "../secrets.ts";
import { tell } from "../tell.ts";
import { type Change, compare, type ShownSales, servedNow, uncompared } from "./changes.ts";
import { lookAtPlatform, type Standing } from "./platform.ts";
import { planSecrets, type SecretChanges } from "./secrets.ts";
import { withPrivateFolder } from "./wrangler.ts";

export interface DeployOptions {
  yes: boolean;
  dryRun: boolean;
  /** Where shoppers find it; default: what wrangler says. */
  url: string | undefined;
  /** A file with secrets, as .dev.vars. */
  env: string | undefined;
  newAdminKey: boolean;
  /** The marketer's time zone; default: this machine's. */
  zone: string | undefined;
  /** How long the deployment may take to spread, milliseconds. */
  patience: number;
  /** Called when an interrupt can no longer undo it. */
  committed?: () => void;
}

export interface DeployPlan extends Unchanged, Changes {}

interface Unchanged {
  options: DeployOptions;
  before: Standing;
  built: Snapshot;
  secrets: SecretChanges;
  /** Where it is served, where that is known. */
  url: string | undefined;
  /** The operator's key as it will be, where it is known. */
  key: string | undefined;
  /** Where the key of before is from, for people. */
  keyFrom: string;
}

interface Changes {
  changes: Change[];
  /** Why they are not known. */
  trouble: string | undefined;
}

/** What was built, for as long as the question takes: others may build meanwhile. */
interface Snapshot extends Pick<Built, "fingerprint"> {
  worker: string;
  sales: ShownSales;
}

/** Throws a Refusal if the sales cannot be deployed; changes nothing. */
export async function prepare(options: DeployOptions): Promise<DeployPlan> {
  tell("asking Cloudflare what is deployed…");
  const before = await lookAtPlatform();
  const built = await withBuild({ tell }, snapshot);
  if (Object.keys(built.sales).length === 0) throw new Refusal(NO_SALE);
  const kept = recordOf(built.worker);
  const given = givenSecrets(options, before);
  const asked = { present: before.secrets, newAdminKey: options.newAdminKey };
  const secrets = planSecrets({ ...asked, given, kept: kept?.secrets ?? {} });
  const [old, keyFrom] = knownKey(options, given, kept);
  const key = secrets.send.ADMIN_KEY ?? old;
  const url = options.url ?? kept?.url;
  const plan = { options, before, built, secrets, url, key, keyFrom };
  await checkFirst(plan);
  return { ...plan, ...(await changesFrom(plan)) };
}

const NO_SALE =
  "there is no sale to deploy: site/content/sales has none, or all are drafts (draft: true)";

/** The keys of another Worker must not be written over. */
function recordOf(worker: string): Kept | undefined {
  const record = readRecord();
  if (record === undefined || record.worker === worker) return record;
  const other = `${RECORD} is of the Worker "${record.worker}", and wrangler.toml names "${worker}"`;
  throw new Refusal(`${other}: move that file to where you keep passwords, then deploy`);
}

/** The admin key as it was before, and where it is from. */
function knownKey(
  { env }: DeployOptions,
  given: Secrets,
  kept: Kept | undefined,
): [key: string | undefined, from: string] {
  if (env !== undefined && given.ADMIN_KEY !== undefined) return [given.ADMIN_KEY, env];
  if (context().env.ADMIN_KEY) return [context().env.ADMIN_KEY, "the environment"];
  return [kept?.secrets.ADMIN_KEY, RECORD];
}

async function snapshot({ sales, site, config, fingerprint }: Built): Promise<Snapshot> {
  const shown = sales.map(async ({ slug, worker: { startsAt, endsAt } }) => {
    const page = await readFile(join(site, "sales", `${slug}.html`), "utf8");
    return [slug, { startsAt, endsAt, page }] as const;
  });
  const all = Object.fromEntries(await Promise.all(shown));
  return { worker: config.name, sales: all, fingerprint };
}

/** In CI the admin key is in the environment. It is stored only where Cloudflare has none yet. */
function givenSecrets({ env }: DeployOptions, { secrets }: Standing): Secrets {
  const given = env === undefined ? {} : secretsIn(readSettings(env));
  const key = context().env.ADMIN_KEY;
  if (given.ADMIN_KEY !== undefined || !key || secrets.has("ADMIN_KEY")) return given;
  return { ...given, ADMIN_KEY: key };
}

/** Errors stop the deployment; warnings are for a person to judge. */
async function checkFirst(plan: Unchanged): Promise<void> {
  const findings = await findingsFor(plan);
  if (findings.length > 0) tell(asText(findings));
  if (!hasErrors(findings)) return;
  throw new Refusal(`${summary(findings)}: nothing was deployed. Put the errors right first`);
}

async function changesFrom({ before, built, url }: Unchanged): Promise<Changes> {
  const seen = await seenBefore(before, url, Object.keys(built.sales));
  if ("trouble" in seen) {
    return { changes: uncompared(built.sales), trouble: seen.trouble };
  }
  return { changes: compare(built.sales, seen.served), trouble: undefined };
}

async function seenBefore(
  { deployments }: Standing,
  url: string | undefined,
  sales: string[],
): Promise<{ served: ShownSales } | { trouble: string }> {
  if (deployments.length === 0) return { served: {} };
  return url === undefined ? { trouble: NO_URL } : servedNow(url, sales);
}

const NO_URL = "its address is not known here; --url says it";

// ── The check ──────────────────────────────────────────────────────────────────────────────────
async function findingsFor(plan: Unchanged): Promise<Finding[]> {
  const { env, zone } = plan.options;
  const options = { deployed: operatorOf(plan), zone, tell };
  if (env === undefined) return check(options);
  return withPrivateFolder(async (folder) => {
    const all = join(folder, "secrets.env");
    writeFileSync(all, serialize(secretsAfter(plan)), { mode: 0o600 });
    const findings = await check({ ...options, env: all, standIns: true });
    return findings.map((found) => (found.where === all ? { ...found, where: env } : found));
  });
}

/** With one for each that is at Cloudflare, which nobody can read there: it is good, since it serves. */
function secretsAfter({ before, secrets }: Unchanged): Secrets {
  const there = (
    ["SIGNING_KEY", "ADMIN_KEY", "DRAW_SECRET", "ORDER_SYSTEM_SECRET"] as const
  ).filter((name: SecretName) => before.secrets.has(name));
  const unseen = Object.fromEntries(there.map((name) => [name, makeSecret(name)]));
  return { ...unseen, ...secrets.keep };
}

/** A key that is to be replaced may be wrong, or not known: then nobody can ask what is frozen. */
function operatorOf({ before, url, key, keyFrom, secrets }: Unchanged): Operator | undefined {
  if (before.deployments.length === 0 || url === undefined || key === undefined) return undefined;
  if (secrets.send.ADMIN_KEY !== undefined) return undefined;
  return { url, key, from: keyFrom };
}
