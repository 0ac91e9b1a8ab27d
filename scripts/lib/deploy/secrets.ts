/** Which secrets a deployment sends: those that Cloudflare lacks, and never another signing key or draw secret. */
import { Refusal } from "../refusal.ts";
import {
  type MadeSecret,
  makeSecret,
  SECRET_NAMES,
  type SecretName,
  type Secrets,
} from "../secrets.ts";

export interface Asked {
  /** The names of those that Cloudflare has. */
  present: ReadonlySet<string>;
  /** By --env. */
  given: Secrets;
  /** Kept in the record of an earlier deployment. */
  kept: Secrets;
  newAdminKey: boolean;
}

export interface SecretChanges {
  send: Secrets;
  /** Of these, the ones that nobody gave. */
  made: SecretName[];
  /** What the record holds afterwards. */
  keep: Secrets;
  /** What a person should know. */
  notes: string[];
}

/** These have rules of their own; all others are sent as they are given, and stay where they are not. */
const NOT_AS_GIVEN: readonly SecretName[] = [
  "SIGNING_KEY",
  "DRAW_SECRET",
  "ADMIN_KEY",
  "TURNSTILE_VERIFY_URL",
];

/** Addresses, and the secrets that sign what goes there. */
const WEBHOOKS = [
  ["ORDER_SYSTEM_URL", "ORDER_SYSTEM_SECRET"],
  ["EVENTS_URL", "EVENTS_SECRET"],
] as const;

export function planSecrets(asked: Asked): SecretChanges {
  const { present, given, kept } = asked;
  const plan: SecretChanges = { send: {}, made: [], keep: { ...kept }, notes: [] };
  planKey(plan, asked, "SIGNING_KEY", present.has("SIGNING_KEY"));
  planKey(plan, asked, "DRAW_SECRET", present.has("DRAW_SECRET"));
  planKey(plan, asked, "ADMIN_KEY", present.has("ADMIN_KEY") && !asked.newAdminKey);
  for (const name of SECRET_NAMES) {
    if (NOT_AS_GIVEN.includes(name)) continue;
    const value = given[name];
    const known = present.has(name) && value === kept[name];
    if (value !== undefined && !known) send(plan, name, value);
  }
  if (given.TURNSTILE_VERIFY_URL !== undefined) {
    plan.notes.push("TURNSTILE_VERIFY_URL is for tests: it is not sent, and Cloudflare verifies");
  }
  for (const [url, secret] of WEBHOOKS) {
    const sends = given[url] !== undefined || present.has(url);
    if (sends && !given[secret] && !present.has(secret)) sendKeptOrMade(plan, asked, secret);
  }
  return plan;
}

/** A key that Cloudflare has stays, whatever is known here: tokens and operators rely on it. */
function planKey(
  plan: SecretChanges,
  asked: Asked,
  name: "SIGNING_KEY" | "DRAW_SECRET" | "ADMIN_KEY",
  stays: boolean,
): void {
  const value = asked.given[name];
  if (!stays) {
    if (value !== undefined) send(plan, name, checked(name, value));
    else sendKeptOrMade(plan, asked, name);
  } else if (name === "ADMIN_KEY" && value !== undefined) {
    plan.keep.ADMIN_KEY = value;
  } else if (name !== "ADMIN_KEY" && value !== undefined && value !== asked.kept[name]) {
    plan.notes.push(STAYS[name]);
  }
}

const STAYS = {
  SIGNING_KEY:
    "SIGNING_KEY stays as it is at Cloudflare: deploy never replaces one (docs/in-depth/deploying.md says how to rotate it)",
  DRAW_SECRET:
    "DRAW_SECRET stays as it is at Cloudflare: another one would change every number of a draw (docs/draw.md)",
};

function send(plan: SecretChanges, name: SecretName, value: string): void {
  plan.send[name] = value;
  plan.keep[name] = value;
}

/** What is kept, but not at Cloudflare, was made for a deployment that failed. */
function sendKeptOrMade(plan: SecretChanges, { kept, newAdminKey }: Asked, name: MadeSecret): void {
  const old = name === "ADMIN_KEY" && newAdminKey ? undefined : kept[name];
  if (old === undefined) plan.made.push(name);
  send(plan, name, old ?? makeSecret(name));
}

/** The Worker would refuse it, but only once it is deployed. */
function checked(name: SecretName, value: string): string {
  if (name === "ADMIN_KEY" || Buffer.from(value, "base64url").length >= 32) return value;
  throw new Refusal(`${name} is too short: it must be 32 random bytes as base64url`, 2);
}
