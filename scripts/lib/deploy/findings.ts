/** `check`, for a deployment: the secrets are judged as they will be, with those that are made. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { check } from "../check/check.ts";
import type { Finding } from "../check/finding.ts";
import type { Operator } from "../operator/where.ts";
import { tell } from "../report.ts";
import { makeSecret, type SecretName, type Secrets, serialize } from "../secrets.ts";
import type { Unchanged } from "./plan.ts";
import { withPrivateFolder } from "./wrangler.ts";

export async function findingsFor(plan: Unchanged): Promise<Finding[]> {
  const { env, zone } = plan.options;
  const options = { deployed: operatorOf(plan), zone, tell };
  if (env === undefined) return check(options);
  return withPrivateFolder(async (folder) => {
    const all = join(folder, "secrets.env");
    writeFileSync(all, serialize(secretsAfter(plan)), { mode: 0o600 });
    const findings = await check({ ...options, env: all });
    return findings.map((found) => (found.where === all ? { ...found, where: env } : found));
  });
}

/** With one for each that is at Cloudflare, which nobody can read there: it is good, since it serves. */
function secretsAfter({ before, secrets }: Unchanged): Secrets {
  const there = (["SIGNING_KEY", "ADMIN_KEY", "ORDER_SYSTEM_SECRET"] as const).filter(
    (name: SecretName) => before.secrets.has(name),
  );
  const unseen = Object.fromEntries(there.map((name) => [name, makeSecret(name)]));
  return { ...unseen, ...secrets.keep };
}

/** A key that is to be replaced may be wrong, or not known: then nobody can ask what is frozen. */
function operatorOf({ before, url, key, keyFrom, secrets }: Unchanged): Operator | undefined {
  if (before.deployments.length === 0 || url === undefined || key === undefined) return undefined;
  if (secrets.send.ADMIN_KEY !== undefined) return undefined;
  return { url, key, from: keyFrom };
}
