/** A claim: a click on the button, which asks the shopper's gate for a slot. */
import type { ClaimBody, Code, Sale } from "../contract.ts";
import { saleOf } from "../env.ts";
import { ask, gateSale, gateStub } from "../gate/client.ts";
import type { Claimed } from "../gate/messages.ts";
import { gateOf, phase } from "../gate/rules.ts";
import type { Ctx, Router } from "../http/context.ts";
import { methodNotAllowed, smallBody } from "../http/method.ts";
import { refuse, wantsJson } from "../http/refuse.ts";
import { bearHeld, heldOrder, isAnothers } from "../http/shopper.ts";
import { notices } from "../notice/isolate.ts";
import { type Keys, keysOf } from "../tokens/keys.ts";
import { readStart, type StartToken, signOrder } from "../tokens/tokens.ts";

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
  if (now < sale.startsAt) {
    return refuse(c, { code: "too_early", startsAt: sale.startsAt }, sale.slug);
  }
  // From before a start that was moved: it must not be a way in now. (`iat` counts whole seconds.)
  if (token.issuedAt < Math.floor(sale.startsAt / 1000)) return refuse(c, { code: "bad_token" });
  const known = await knownAnswer(c, keys, sale, token, now);
  if (known) return refuse(c, known, sale.slug);
  const { gate, answer } = await askGate(c, sale, token.shopper);
  return reply(c, keys, sale, { gate, shopper: token.shopper }, answer);
}

/** What this isolate can say by itself; never to a shopper who holds a slot or an order. */
async function knownAnswer(
  c: Ctx,
  keys: Keys,
  sale: Sale,
  { shopper }: StartToken,
  now: number,
): Promise<{ code: Code } | undefined> {
  const news = notices.news(sale.slug, now);
  const code = refusalIn(sale, news?.state, now);
  const gate = gateOf(shopper, news?.gates ?? sale.gates);
  if (!code && !notices.isFull(sale.slug, gate, now)) return undefined;
  if (notices.remembers(sale.slug, shopper)) return undefined;
  if ((await heldOrder(c, keys, sale.slug, shopper)) !== undefined) return undefined;
  return { code: code ?? "full" };
}

function refusalIn(sale: Sale, state: string | undefined, now: number) {
  if (state === "sold_out" || state === "closed" || state === "paused") return state;
  return phase(sale, now) === "over" ? "closed" : undefined;
}

/** Asks the shopper's gate; a second one if the number of gates was frozen at another one. */
async function askGate(
  c: Ctx,
  sale: Sale,
  shopper: string,
): Promise<{ gate: number; answer: Claimed }> {
  const gate = gateOf(shopper, notices.lastNews(sale.slug)?.gates ?? sale.gates);
  const answer = await claimAt(c, sale, gate, shopper);
  const own = gateOf(shopper, notices.lastNews(sale.slug)?.gates ?? sale.gates);
  if (answer.ok || answer.code !== "moved" || own === gate) return { gate, answer };
  return { gate: own, answer: await claimAt(c, sale, own, shopper) };
}

/** One claim at one gate; what it says is remembered for whoever comes next. */
async function claimAt(c: Ctx, sale: Sale, gate: number, shopper: string): Promise<Claimed> {
  const told = await ask(
    async () => await gateStub(c.env, sale.slug, gate).claim(gateSale(sale), gate, shopper),
  );
  if (!told) return OVERLOADED;
  const { answer, news } = told;
  notices.learn(sale.slug, news, Date.now());
  if (answer.ok || answer.code === "already_ordered") notices.remember(sale.slug, shopper);
  else if (answer.code === "full") {
    notices.learnFull(sale.slug, gate, answer.lifetime, Date.now());
  }
  return answer;
}

/** An object that does not answer gives nobody a slot; the next shopper asks it again. */
const OVERLOADED = { ok: false, code: "full", lifetime: 0 } as const;

async function reply(
  c: Ctx,
  keys: Keys,
  sale: Sale,
  { gate, shopper }: { gate: number; shopper: string },
  answer: Claimed,
): Promise<Response> {
  if (!answer.ok && answer.code !== "already_ordered") return refuseClaim(c, sale, answer.code);
  const token = await signOrder(keys, { sale: sale.slug, gate, shopper, slot: answer.slot });
  const order = `/order/${token}`;
  if (!answer.ok) {
    bearHeld(c, sale.slug, token);
    return refuse(c, { code: "already_ordered", orderId: answer.orderId, order }, sale.slug);
  }
  bearHeld(c, sale.slug, token, answer.expiresAt - Date.now());
  if (!wantsJson(c)) return c.redirect(order, 303);
  const body: ClaimBody = { order, expiresAt: answer.expiresAt };
  return c.json(body, answer.fresh ? 201 : 200);
}

function refuseClaim(c: Ctx, { slug, startsAt }: Sale, code: Code | "moved") {
  if (code === "too_early") return refuse(c, { code, startsAt }, slug);
  // Moved twice: this isolate's number of gates is older than its answer. The next claim knows.
  return refuse(c, { code: code === "moved" ? "full" : code }, slug);
}
