/** The exchange at a sale's door: a proof for a pass. No object is asked, and nothing is stored. */
import type { Door, DoorMessage, Sale } from "../contract.ts";
import type { Keys } from "../tokens/keys.ts";
import { proveInvite } from "./invites.ts";
import { proveMember } from "./members.ts";
import { type DoorSettings, type Proven, required, type Visit } from "./proof.ts";
import { proveTurnstile, turnstileAction } from "./turnstile.ts";
import { counters, proveWork, workChallenge } from "./work.ts";

const PROVE: Record<Door, (visit: Visit) => Promise<Proven>> = {
  work: proveWork,
  turnstile: proveTurnstile,
  members: proveMember,
  invites: proveInvite,
};

/**
 * How long before the start a door opens, in ms. Where a proof is only a matter of time, somebody with
 * a week of it would come with thousands of passes; where it says who somebody is, it is always open.
 */
const OPENS_BEFORE: Partial<Record<Door, number>> = { work: 3_600_000, turnstile: 3_600_000 };

/** How the door stands by the clock; ms since 1970. */
export function doorway(
  { door, startsAt, endsAt }: Sale,
  now: number,
): { open: true; door: Door } | { open: false; opensAt?: number } {
  if (door === undefined || now >= endsAt) return { open: false };
  const before = OPENS_BEFORE[door];
  const opensAt = before === undefined ? now : startsAt - before;
  return now < opensAt ? { open: false, opensAt } : { open: true, door };
}

/** What somebody needs to prepare a proof. */
export async function prepare(
  env: DoorSettings,
  keys: Keys,
  sale: Sale,
  door: Door,
  now: number,
): Promise<DoorMessage> {
  const message = { sale: sale.slug, door };
  if (door === "work") {
    return { ...message, challenge: await workChallenge(keys, sale, now), most: counters(sale) };
  }
  if (door !== "turnstile") return message;
  const siteKey = required(env, "TURNSTILE_SITE_KEY");
  return { ...message, siteKey, action: turnstileAction(sale.slug) };
}

/** Judges the proof of the sale's own door; proofs for other doors are not read. */
export function prove(door: Door, visit: Visit): Promise<Proven> {
  return PROVE[door](visit);
}
