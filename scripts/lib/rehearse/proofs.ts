/** What each visitor brings to the sale's door: made here, as shops and phones would make it. */
import { importJWK, type JWK, SignJWT } from "jose";
import { askDoor, solve } from "../../../crowd/http/door.ts";
import type { Shopper } from "../../../crowd/http/shopper.ts";
import type { Door, Proofs } from "../../../edge/contract.ts";
import { inviteCodes, keysOf } from "../../../edge/core.ts";
import { ALG, AUDIENCE, ISSUER, SOLVED } from "./verifiers.ts";

/** What it takes to make proofs for a sale. */
export interface ProofMaking {
  sale: string;
  door: Door;
  signingKey: string;
  memberKey: JWK;
  /** Visitors in all, from 0 on. */
  visitors: number;
}

/** The proof of one visitor, for one page or program. Undefined when the door says nothing to solve. */
export type Prove = (visitor: number, shopper: Shopper) => Promise<Proofs | undefined>;

/** An hour: longer than any rehearsal. */
const MEMBER_TOKEN_LIFE = "1h";

export async function proofsFor(making: ProofMaking): Promise<Prove> {
  switch (making.door) {
    case "work":
      return (_, shopper) => solveWork(shopper);
    case "turnstile":
      return solveWidget;
    case "members":
      return members(making);
    case "invites":
      return invites(making);
  }
}

/** The page asks the door what its widget is made with. */
async function solveWidget(visitor: number, shopper: Shopper): Promise<Proofs | undefined> {
  const { status } = await askDoor(shopper);
  return status === 200 ? { turnstile: `${SOLVED}${visitor}` } : undefined;
}

async function solveWork(shopper: Shopper): Promise<Proofs | undefined> {
  const { status, body } = await askDoor(shopper);
  return status === 200 ? { work: await solve(JSON.parse(body)) } : undefined;
}

async function members({ memberKey }: ProofMaking): Promise<Prove> {
  const key = await importJWK(memberKey, ALG);
  return async (visitor) => {
    const token = new SignJWT({ sub: `member-${visitor}`, iss: ISSUER, aud: AUDIENCE });
    const signed = token.setProtectedHeader({ alg: ALG, kid: "1" }).setIssuedAt();
    return { member: await signed.setExpirationTime(MEMBER_TOKEN_LIFE).sign(key) };
  };
}

async function invites({ sale, signingKey, visitors }: ProofMaking): Promise<Prove> {
  const { current } = await keysOf({ SIGNING_KEY: signingKey });
  const codes = await inviteCodes(current, sale, "rehearsal", visitors);
  return async (visitor) => ({ invite: codes[visitor] ?? "" });
}
