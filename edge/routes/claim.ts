/** A claim: a click on the button, which asks the shopper's gate for a slot. */
import type { ClaimBody, Code, Sale } from "../contract.ts";
import { deskOf } from "../desk/isolate.ts";
import { gateSaleOf, saleOf } from "../env.ts";
import type { Claimed } from "../gate/messages.ts";
import type { Ctx, Router } from "../http/context.ts";
import { methodNotAllowed, smallBody } from "../http/method.ts";
import { refuse, wantsJson } from "../http/refuse.ts";
import { bearHeld, heldOrder, isAnothers } from "../http/shopper.ts";
import { type Keys, keysOf } from "../tokens/keys.ts";
import { readStart, signOrder } from "../tokens/tokens.ts";

export function claimRoutes(app: Router): void {
  app.post("/claim/:token", smallBody, answerClaim);
  app.all("/claim/:token", methodNotAllowed("POST"));
}

/** Judged in the design's order: the token, the shopper's own slot or order, the notice, the gate. */
async function answerClaim(c: Ctx): Promise<Response> {
  const now = Date.now();
  const keys = await keysOf(c.env);
  const token = await readStart(keys, c.req.param("token") ?? "", now);
  if (!token || (await isAnothers(c, keys, token.shopper))) return refuse(c, { code: "bad_token" });
  const sale = saleOf(c.env, token.sale);
  if (!sale) return refuse(c, { code: "not_found" });
  if (now < sale.startsAt) return refuseClaim(c, sale, "too_early");
  // From before a start that was moved: it must not be a way in now. (`iat` counts whole seconds.)
  if (token.issuedAt < Math.floor(sale.startsAt / 1000)) return refuse(c, { code: "bad_token" });
  return claim(c, keys, sale, token.shopper);
}

async function claim(c: Ctx, keys: Keys, sale: Sale, shopper: string): Promise<Response> {
  const desk = deskOf(c.env);
  const gateSale = gateSaleOf(sale);
  const refusal = desk.knownRefusal(gateSale, shopper);
  // Only where a notice would apply is it worth a signature to know that it must not.
  const holder =
    refusal !== undefined && (await heldOrder(c, keys, sale.slug, shopper)) !== undefined;
  if (refusal && !holder) {
    desk.countRefusal(gateSale, refusal);
    return refuseClaim(c, sale, refusal);
  }
  const { gate, answer } = await desk.claim(gateSale, shopper, holder);
  if (!answer.ok && answer.code !== "already_ordered") return refuseClaim(c, sale, answer.code);
  const order = await signOrder(keys, { sale: sale.slug, gate, shopper, slot: answer.slot });
  return answer.ok ? granted(c, sale, order, answer) : alreadyOrdered(c, sale, order, answer);
}

function granted(
  c: Ctx,
  { slug }: Sale,
  token: string,
  { expiresAt, fresh }: Extract<Claimed, { ok: true }>,
): Response {
  bearHeld(c, slug, token, expiresAt - Date.now());
  const body: ClaimBody = { order: `/order/${token}`, expiresAt };
  return wantsJson(c) ? c.json(body, fresh ? 201 : 200) : c.redirect(body.order, 303);
}

function alreadyOrdered(
  c: Ctx,
  { slug }: Sale,
  token: string,
  { orderId }: Extract<Claimed, { code: "already_ordered" }>,
) {
  bearHeld(c, slug, token);
  return refuse(c, { code: "already_ordered", orderId, order: `/order/${token}` }, slug);
}

function refuseClaim(c: Ctx, { slug, startsAt }: Sale, code: Code | "moved") {
  if (code === "too_early") return refuse(c, { code, startsAt }, slug);
  // Moved twice: this isolate's number of gates is older than its answer. The next claim knows.
  return refuse(c, { code: code === "moved" ? "full" : code }, slug);
}
