/** For tests: what people bring to a door, and those who answer for it outside. */
import { solveChallenge } from "altcha-lib";
import { deriveKey } from "altcha-lib/algorithms/web/pbkdf2";
import { exportJWK, generateKeyPair, SignJWT } from "jose";
import { vi } from "vitest";
import type { AnswerHeaders } from "../../crowd/http/transport.ts";
import type { DoorMessage, PassBody, Proofs, RefusalBody } from "../contract.ts";
import { inviteCodes } from "../door/invite-code.ts";
import { keysOf } from "../tokens/keys.ts";
import type { Shopper, World } from "./world.ts";

export interface Entered {
  status: number;
  body: PassBody & RefusalBody;
  headers: AnswerHeaders;
}

type Proof = { [Name in keyof Proofs]?: unknown } | string;

/** Shows proofs at the sale's door; a text is sent as it is. */
export async function enter(
  shopper: Shopper,
  proofs: Proof,
  headers: Record<string, string> = {},
): Promise<Entered> {
  const answer = await shopper.send({
    method: "POST",
    path: `/enter/${shopper.sale}`,
    headers: { "content-type": "application/json", ...headers },
    body: typeof proofs === "string" ? proofs : JSON.stringify(proofs),
  });
  return { ...answer, body: JSON.parse(answer.body) };
}

/** What `GET /enter/<sale>` says. */
export async function door(shopper: Shopper): Promise<DoorMessage> {
  const path = `/enter/${shopper.sale}`;
  const { body } = await shopper.send({ method: "GET", path, headers: {} });
  return JSON.parse(body);
}

/** As a page's worker does. */
export async function solve({ challenge }: DoorMessage): Promise<NonNullable<Proofs["work"]>> {
  if (!challenge) throw new Error("this door gives no challenge");
  const solution = await solveChallenge({ challenge, deriveKey });
  if (!solution) throw new Error("the challenge was not solved");
  return { challenge, solution };
}

/** The first code of a label. */
export async function inviteFor(world: World, label = "friends"): Promise<string> {
  const keys = await keysOf(world.env);
  const [code = ""] = await inviteCodes(keys.current, world.sale.slug, label, 1);
  return code;
}

/** Makes `fetch` answer for those outside; resolves to how often each URL was asked. */
export function outside(answer: (url: string, init?: RequestInit) => Response | Promise<Response>) {
  const asked: string[] = [];
  vi.spyOn(globalThis, "fetch").mockImplementation(async (input, init) => {
    const url = input instanceof Request ? input.url : String(input);
    asked.push(url);
    return answer(url, init as RequestInit);
  });
  return asked;
}

export const MEMBERS = {
  MEMBERS_JWKS_URL: "https://shop.example/keys.json",
  MEMBERS_ISSUER: "https://shop.example",
  MEMBERS_AUDIENCE: "https://sale.example",
};

/** A shop that signs tokens for its members. */
export class Shop {
  readonly #alg: string;
  readonly #kid: string;
  #keys: CryptoKeyPair | undefined;

  constructor(alg = "ES256", kid = alg) {
    this.#alg = alg;
    this.#kid = kid;
  }

  async jwk() {
    const { publicKey } = await this.#pair();
    return { ...(await exportJWK(publicKey)), kid: this.#kid, alg: this.#alg, use: "sig" };
  }

  /** `now`: ms since 1970; claims that are `undefined` are left out. */
  async token(sub: string, now: number, change: Record<string, unknown> = {}): Promise<string> {
    const { privateKey } = await this.#pair();
    const iat = Math.floor(now / 1000);
    const { MEMBERS_ISSUER: iss, MEMBERS_AUDIENCE: aud } = MEMBERS;
    const claims = { sub, iss, aud, iat, exp: iat + 600, ...change };
    return new SignJWT(claims)
      .setProtectedHeader({ alg: this.#alg, kid: this.#kid })
      .sign(privateKey);
  }

  async #pair(): Promise<CryptoKeyPair> {
    this.#keys ??= (await generateKeyPair(this.#alg, { extractable: true })) as CryptoKeyPair;
    return this.#keys;
  }
}

/** Answers with these shops' keys. */
export async function jwks(...shops: Shop[]): Promise<Response> {
  return Response.json({ keys: await Promise.all(shops.map((shop) => shop.jwk())) });
}
