/** The Worker's secrets: their names, how each is made, and how a file holds them. */
import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { parseEnv } from "node:util";
import { givenPath } from "./project.ts";
import { Refusal } from "./refusal.ts";

export const SECRET_NAMES = [
  "SIGNING_KEY",
  "SIGNING_KEY_PREVIOUS",
  "ADMIN_KEY",
  "DRAW_SECRET",
  "ORDER_SYSTEM_URL",
  "ORDER_SYSTEM_SECRET",
  "VIEWER_KEY",
  "EVENTS_URL",
  "EVENTS_SECRET",
  "MAIL_FROM",
  "MAIL_KEY",
  "MAIL_URL",
  "TURNSTILE_SITE_KEY",
  "TURNSTILE_SECRET",
  "TURNSTILE_VERIFY_URL",
  "MEMBERS_JWKS_URL",
  "MEMBERS_ISSUER",
  "MEMBERS_AUDIENCE",
] as const;
export type SecretName = (typeof SECRET_NAMES)[number];
export type Secrets = Partial<Record<SecretName, string>>;

const key = () => randomBytes(32).toString("base64url");
/** As in Standard Webhooks. */
const webhookSecret = () => `whsec_${randomBytes(32).toString("base64")}`;
const MAKE = {
  SIGNING_KEY: key,
  ADMIN_KEY: key,
  DRAW_SECRET: key,
  ORDER_SYSTEM_SECRET: webhookSecret,
  EVENTS_SECRET: webhookSecret,
};
export type MadeSecret = keyof typeof MAKE;

export const makeSecret = (name: MadeSecret) => MAKE[name]();

/** An empty line `NAME=` counts as not set. */
export function secretsIn(values: NodeJS.Dict<string>): Secrets {
  return Object.fromEntries(
    SECRET_NAMES.flatMap((name) => (values[name] ? [[name, values[name]]] : [])),
  );
}

/** As .dev.vars. */
export function serialize(values: Record<string, string>): string {
  const lines = Object.entries(values).map(([name, value]) => `${name}=${quoted(value)}\n`);
  return lines.join("");
}

/** `#` begins a comment, unless it is quoted. */
const quoted = (value: string) => (/[#\s'"]/.test(value) ? `\`${value}\`` : value);

/** A file as .dev.vars. Throws a Refusal when it cannot be read. */
export function readSettings(file: string): NodeJS.Dict<string> {
  try {
    return parseEnv(readFileSync(givenPath(file), "utf8"));
  } catch (error) {
    throw new Refusal(`${file} cannot be read: ${(error as Error).message}`, 2);
  }
}
