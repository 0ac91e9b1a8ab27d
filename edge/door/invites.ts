/** The door `invites`. A code is used once because its shopper orders once. */
import { derivedShopper } from "../derived.ts";
import { isInvited, readCode } from "./invite-code.ts";
import { type Proven, refused, type Visit } from "./proof.ts";

export async function proveInvite({ keys, sale, proofs }: Visit): Promise<Proven> {
  const sent = proofs.invite;
  if (sent === undefined || sent === "") return refused("proof_missing");
  const code = typeof sent === "string" ? readCode(sent) : undefined;
  if (code === undefined) return refused("proof_invalid");
  const { slug, revoked = [] } = sale;
  if (!(await isInvited(keys.accepted, slug, code, revoked))) return refused("proof_invalid");
  return { ok: true, shopper: await derivedShopper(keys, "invite", slug, code) };
}
