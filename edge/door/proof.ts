/** What every door is told, and what it may answer. */
import type { NotAdmitted, Proofs, Sale } from "../contract.ts";
import { type Keys, MissingSecret } from "../tokens/keys.ts";

/** What a deployment must say for a sale with such a door: see the contract's "Secrets and settings". */
export interface DoorSettings {
  TURNSTILE_SITE_KEY?: string;
  TURNSTILE_SECRET?: string;
  /** For tests. */
  TURNSTILE_VERIFY_URL?: string;
  MEMBERS_JWKS_URL?: string;
  MEMBERS_ISSUER?: string;
  MEMBERS_AUDIENCE?: string;
}

/** Somebody who asks to be let in. */
export interface Visit {
  env: DoorSettings;
  keys: Keys;
  sale: Sale;
  /** As it was sent: each door checks the part that it reads. */
  proofs: { [Name in keyof Proofs]?: unknown };
  /** The host that was asked, and the address that asked, where the edge knows it. */
  hostname: string;
  address: string | undefined;
  /** Ms since 1970. */
  now: number;
}

/** One proof is one shopper: the same proof again gives the same id. */
export type Proven = { ok: true; shopper: string } | { ok: false; reason: NotAdmitted };

export function refused(reason: NotAdmitted): Proven {
  return { ok: false, reason };
}

/** What a door cannot do without. Throws `MissingSecret`, which names it: there are no defaults. */
export function required(env: DoorSettings, name: keyof DoorSettings): string {
  const value = env[name];
  if (!value) throw new MissingSecret(name, "is missing, which this sale's door needs");
  return value;
}
