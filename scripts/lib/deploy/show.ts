/** What deploy and rollback say to people, on standard error. */

import type { Deployment } from "../platform.ts";
import { RECORD } from "../record.ts";
import type { SecretName } from "../secrets.ts";
import { paintTold as paint, tell } from "../tell.ts";
import { away, harmless, type LocalNow, localNow, time } from "../words.ts";
import type { Change } from "./changes.ts";
import type { Standing } from "./platform.ts";
import type { DeployPlan } from "./prepare.ts";
import { isProven, type Proven } from "./proof.ts";
import type { SecretChanges } from "./secrets.ts";

const SIGNS = { new: "+", changed: "~", gone: "-", same: " ", unknown: "?" } as const;
const COLOURS = {
  new: "green",
  changed: "yellow",
  gone: "red",
  same: "dim",
  unknown: "dim",
} as const;

/** Says everything that the question is about. */
export function tellPlan({ before, built, secrets, changes, trouble, url }: DeployPlan): void {
  const [last] = before.deployments;
  const where = url === undefined ? "" : ` at ${url}`;
  if (!last) tell(`${built.worker} has not been deployed yet: this is the first time`);
  else tell(`${built.worker} is deployed${where}: ${describe(last, localNow())}`);
  if (trouble) tell(`what is served there cannot be compared: ${trouble}`);
  tellChanges(changes);
  tellSecrets(secrets, before);
}

function tellSecrets({ send, made, notes }: SecretChanges, { secrets }: Standing): void {
  const names = Object.keys(send) as SecretName[];
  const given = names.filter((name) => !made.includes(name));
  const stay = [...secrets].filter((name) => !names.includes(name as SecretName));
  if (made.length > 0) tell(`  secrets to be made and stored: ${made.join(", ")}`);
  if (given.length > 0) tell(`  secrets to be stored: ${given.join(", ")}`);
  if (stay.length > 0) tell(`  secrets that stay: ${stay.join(", ")}`);
  for (const note of notes) tell(`  ${note}`);
}

/** Where the keys are. Never what they are. */
export function tellKeys({ made, keep }: SecretChanges, key: string | undefined): void {
  if (keep.ADMIN_KEY) tell(`the admin key is in ${RECORD}, where status, watch, pause… find it`);
  else if (key === undefined) tell(KEY_UNKNOWN);
  if (!made.includes("ORDER_SYSTEM_SECRET")) return;
  tell(`the order system needs ORDER_SYSTEM_SECRET: the merchant finds it in ${RECORD}`);
}

const KEY_UNKNOWN =
  "the admin key stays as it is at Cloudflare, but is not known here: give it with --env FILE (a line ADMIN_KEY=…), or replace it with deploy --new-admin-key";

/** "~ aurora-lamp  start from … to …", a line for each sale. */
function tellChanges(changes: Change[]): void {
  const width = Math.max(...changes.map(({ sale }) => sale.length));
  for (const { sale, is, text } of changes) {
    const words = is === "changed" || is === "unknown" ? text : `${is}, ${text}`;
    tell(`  ${paint(COLOURS[is], `${SIGNS[is]} ${sale.padEnd(width)}  ${words}`)}`);
  }
}

export const tellWaiting = () => tell("waiting for it to spread…");

export function tellProof(url: string, proof: Proven[]): void {
  const seen = new Set(proof.flatMap(({ instead }) => instead));
  if (seen.size === 1 && proof.every(({ instead }) => instead.length > 0)) {
    tell(
      `  ${paint("red", "✗")} nothing could be reached at ${url}: ${harmless([...seen].join(""))}`,
    );
    return;
  }
  tell(isProven(proof) ? `proven from outside, at ${url}:` : `seen from outside, at ${url}:`);
  for (const { says, instead } of proof) {
    if (instead.length === 0) tell(`  ${paint("green", "✓")} ${says}`);
    else tell(`  ${paint("red", "✗")} failed: ${says} (${summed(instead)})`);
  }
}

const SHOWN = 3;

/** What was seen may come from anywhere, and of a hundred sales a few say enough. */
function summed(instead: string[]): string {
  const shown = instead.slice(0, SHOWN).map(harmless).join("; ");
  return instead.length > SHOWN ? `${shown}; and ${instead.length - SHOWN} more` : shown;
}

/** "version 0a1b2c3d of Sun, 22 Nov 2026, 17:00:00 CET, 3 h ago (2 sales: lamp, bowl)" */
export function describe({ version, at, message }: Deployment, moment: LocalNow): string {
  const words = message ? ` (${harmless(message)})` : "";
  return `version ${shortened(version)} of ${time(at, moment)}, ${away(at, moment)}${words}`;
}

export const shortened = (version: string) => version.slice(0, 8);
