/**
 * Those outside who answer for a proof: the shop, which publishes the keys that its members' tokens are
 * signed with, and Cloudflare, which says whether a Turnstile token is good. Here they are both ours.
 */
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { exportJWK, generateKeyPair, type JWK } from "jose";

export const ALG = "ES256";
export const ISSUER = "https://shop.example";
export const AUDIENCE = "https://sale.example";
/** What a widget's solution looks like here; each is good once. */
export const SOLVED = "solved-";

export interface Verifiers {
  /** The Worker's settings that lead to them. */
  settings: Record<string, string>;
  /** Signs members' tokens. */
  memberKey: JWK;
  stop(): void;
}

/** On a free port of this machine. */
export async function startVerifiers(): Promise<Verifiers> {
  const { privateKey, publicKey } = await generateKeyPair(ALG, { extractable: true });
  const jwk = { ...(await exportJWK(publicKey)), kid: "1", alg: ALG, use: "sig" };
  const used = new Set<string>();
  const server = createServer(async (request, response) => {
    const body = Buffer.concat(await request.toArray()).toString("latin1");
    const answer = request.url === "/keys.json" ? { keys: [jwk] } : verdict(body, used);
    response.setHeader("content-type", "application/json");
    response.end(JSON.stringify(answer));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    settings: settingsFor(origin),
    memberKey: await exportJWK(privateKey),
    stop: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

function settingsFor(origin: string): Record<string, string> {
  return {
    MEMBERS_JWKS_URL: `${origin}/keys.json`,
    ...{ MEMBERS_ISSUER: ISSUER, MEMBERS_AUDIENCE: AUDIENCE },
    TURNSTILE_VERIFY_URL: `${origin}/siteverify`,
    ...{ TURNSTILE_SITE_KEY: "site-key", TURNSTILE_SECRET: "secret" },
  };
}

/** As `siteverify` answers; the form is looked through as it came, since tokens are plain words here. */
function verdict(form: string, used: Set<string>): object {
  const token = new RegExp(`${SOLVED}[\\w-]+`).exec(form)?.[0];
  if (token === undefined) return { success: false, "error-codes": ["invalid-input-response"] };
  const key = /name="idempotency_key"\s+([\w-]+)/.exec(form)?.[1] ?? "";
  // The same question again has the same answer.
  if (used.has(token) && !used.has(key)) {
    return { success: false, "error-codes": ["timeout-or-duplicate"] };
  }
  used.add(token).add(key);
  return { success: true, hostname: "127.0.0.1" };
}
