/** What every door is told, and what it may answer. */
import type { NotAdmitted, Proofs, Sale } from "../contract.ts";
import type { Bindings } from "../env.ts";
import { type Keys, MissingSecret } from "../tokens/keys.ts";

/** Somebody who asks to be let in. */
export interface Visit {
  env: Bindings;
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

type Setting = Extract<keyof Bindings, `${"TURNSTILE" | "MEMBERS"}_${string}`>;

/** What a door cannot do without. Throws `MissingSecret`, which names it: there are no defaults. */
export function required(env: Bindings, name: Setting): string {
  const value = env[name];
  if (!value) throw new MissingSecret(name, "is missing, which this sale's door needs");
  return value;
}
