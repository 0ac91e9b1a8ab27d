/** For tests: what people bring to a door, and those who answer for it outside. */
import { exportJWK, generateKeyPair, SignJWT } from "jose";
import { vi } from "vitest";
import { inviteCodes } from "../door/invite-code.ts";
import { keysOf } from "../tokens/keys.ts";
import type { World } from "./world.ts";

export { door, enter, solve } from "../../crowd/http/door.ts";

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
