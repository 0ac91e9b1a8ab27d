/** The secret that the sale signs with: from the environment or a file, and made where it lacks. */
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { context } from "../lib/context.ts";
import { readSettings } from "../lib/operator/where.ts";
import { project } from "../lib/project.ts";
import { Refusal } from "../lib/refusal.ts";
import { newSecret } from "./server.ts";

const NAME = "ORDER_SYSTEM_SECRET";
const keptFile = () => join(project.root, ".doorbuster", "order-system.env");

export interface FoundSecret {
  secret: string;
  /** Where it is; undefined: in the environment. */
  file?: string | undefined;
}

/** A file that is named counts more than the environment; what is made is found again. */
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
