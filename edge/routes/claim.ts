/** A claim: a click on the button, which asks the shopper's gate for a slot. */
import type { ClaimBody, RefusalBody, Sale } from "../contract.ts";
import { seedOf } from "../draw/seed.ts";
import { type Bindings, claimSaleOf, saleOf } from "../env.ts";
import type { Claimed, CrowdRefusal, Ticket } from "../gate/messages.ts";
import { gateClientOf } from "../gate-client/isolate.ts";
import { heldCookie, heldOrder, isAnothers } from "../http/shopper.ts";
import { type Keys, keysOf } from "../tokens/keys.ts";
import { type Drawn, readStart, type StartToken, signOrder } from "../tokens/tokens.ts";
import { judgeClaimUrl } from "./standing.ts";

/** What a claim came to; whoever asked gets it as JSON or as a page. */
export type ClaimAnswer =
  | { ok: true; body: ClaimBody; fresh: boolean; setCookie: string }
  | { ok: false; body: RefusalBody; sale?: string; setCookie?: string };

/** Judged in the design's order: the token, the shopper's own slot or order, the notice, the gate. */
export async function judgeClaim(
  request: Request,
  env: Bindings,
  text: string,
): Promise<ClaimAnswer> {
  const now = Date.now();
  const keys = await keysOf(env);
  const token = await readStart(keys, text, now);
  if (!token) return BAD_TOKEN;
  const cookies = request.headers.get("Cookie");
  const sale = saleOf(env, token.sale);
  if (await isAnothers(cookies, keys, token, sale?.door)) return BAD_TOKEN;
  if (!sale) return { ok: false, body: { code: "not_found" } };
  const unusable = judgeClaimUrl(sale, token.issuedAt, now);
  if (unusable === "too_early") return tooEarly(sale);
  if (unusable === "bad_token") return BAD_TOKEN;
  return claim(request, cookies, env, keys, sale, token);
}

async function claim(
  request: Request,
  cookies: string | null,
  env: Bindings,
  keys: Keys,
  sale: Sale,
  { shopper, drawn }: StartToken,
): Promise<ClaimAnswer> {
  const gateClient = gateClientOf(env);
  const gateSale = await claimSaleOf(env, sale);
  const ticket = drawn && (await ticketOf(env, sale, drawn));
  const held = async () => (await heldOrder(cookies, keys, sale.slug, shopper))?.token;
  const admitted = await gateClient.admit(gateSale, shopper, held, ticket);
  const draw = drawn && gateClient.draw(gateSale);
  const called = draw?.called ?? drawn?.called;
  if (admitted.by === "notice") return refused(sale, admitted.code, drawn?.number, called);
  const { gate, answer } = admitted;
  if (!answer.ok && answer.code !== "already_ordered") {
    return refused(sale, answer.code, drawn?.number, called);
  }
  const token = await signOrder(keys, { sale: sale.slug, gate, shopper, slot: answer.slot });
  return answer.ok
    ? granted(request.url, sale, token, answer)
    : alreadyOrdered(request.url, sale, token, answer);
}

function granted(
  url: string,
  { slug }: Sale,
  token: string,
  { expiresAt, fresh }: Extract<Claimed, { ok: true }>,
): ClaimAnswer {
  const setCookie = heldCookie(url, slug, token, expiresAt - Date.now());
  return { ok: true, body: { order: `/order/${token}`, expiresAt }, fresh, setCookie };
}

function alreadyOrdered(
  url: string,
  { slug }: Sale,
  token: string,
  { orderId }: Extract<Claimed, { code: "already_ordered" }>,
): ClaimAnswer {
  const body = { code: "already_ordered" as const, orderId, order: `/order/${token}` };
  return { ok: false, body, sale: slug, setCookie: heldCookie(url, slug, token) };
}

/** By the seed that this isolate has: a gate compares it with the one that was frozen. */
async function ticketOf(env: Bindings, { slug }: Sale, drawn: Drawn): Promise<Ticket> {
  return { ...drawn, commitment: (await seedOf(env, slug)).commitment };
}

function refused(
  sale: Sale,
  code: CrowdRefusal | "too_early" | "slot_expired" | "waiting",
  number?: number,
  called = 0,
): ClaimAnswer {
  if (code === "too_early") return tooEarly(sale);
  // A claim URL from before it was known that this is a draw: a new start script has another.
  if (code === "waiting" && number === undefined) return BAD_TOKEN;
  if (number !== undefined && code === "waiting") {
    return { ok: false, body: { code, number, called }, sale: sale.slug };
  }
  return { ok: false, body: { code }, sale: sale.slug };
}

function tooEarly({ slug, startsAt }: Sale): ClaimAnswer {
  return { ok: false, body: { code: "too_early", startsAt }, sale: slug };
}

const BAD_TOKEN: ClaimAnswer = { ok: false, body: { code: "bad_token" } };
