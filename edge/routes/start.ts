/**
 * The start script: asked for by every page, so it asks no object before it answers, but for a draw's
 * when this isolate has no news (docs/decisions/a-draw-asks-before-it-answers.md).
 */
import type { Door, DrawMessage, Sale, StartMessage } from "../contract.ts";
import { returningVisitor, visitorOf } from "../door/visitor.ts";
import { drawToldBy } from "../draw/told.ts";
import { type Bindings, claimSaleOf } from "../env.ts";
import type { News } from "../gate/messages.ts";
import { phase } from "../gate/rules.ts";
import { gateClientOf } from "../gate-client/isolate.ts";
import { script } from "../http/plain.ts";
import { bearsOrder, heldOrder } from "../http/shopper.ts";
import { keysOf } from "../tokens/keys.ts";
import { signStart } from "../tokens/tokens.ts";
import { standing } from "./standing.ts";

/**
 * After the answer, a gate may be asked for news; not for whoever only looks ahead, as a browser that
 * prefetches or the proof of `deploy`: a first contact decides where a gate lives.
 */
export async function answerStart(
  request: Request,
  env: Bindings,
  ctx: Pick<ExecutionContext, "waitUntil">,
  sale: Sale,
): Promise<Response> {
  const keys = await keysOf(env);
  const cookies = request.headers.get("Cookie");
  const gateClient = gateClientOf(env);
  const gateSale = await claimSaleOf(env, sale);
  const isDraw = gateClient.isDraw(gateSale);
  // Reading a header costs something, so only where a gate would be asked.
  if (isDraw && !isPrefetch(request)) {
    await gateClient.freshen(gateSale, (work) => ctx.waitUntil(work));
  }
  const now = Date.now();
  const { state, text } = told(sale, gateClient.news(gateSale), now);
  const draw = isDraw ? await drawToldBy(env, sale, gateClient.draw(gateSale), state) : undefined;
  const own = await ownOf();
  if (gateClient.wantsNews(gateSale) && !isPrefetch(request)) {
    ctx.waitUntil(gateClient.refresh(gateSale));
  }
  return script(withOwn(text, now, own), 200, own.setCookie);

  async function ownOf(): Promise<Own> {
    if (state === "ended") return ownOfEnded();
    const visitor = await visitorOf(request, cookies, env, keys, sale, now);
    const { shopper, setCookie, isNew } = visitor;
    if (isNew && !isPrefetch(request)) gateClient.noteVisitor(gateSale);
    if (shopper === undefined) return { ...visitor, draw: draw?.message };
    return { ...(await tokensOf(shopper, visitor.cameAt)), setCookie };
  }

  /** Nobody has to become a shopper any more, and only holders are told more; in a draw, whoever has a number. */
  async function ownOfEnded(): Promise<Own> {
    if (!draw && !bearsOrder(cookies, sale.slug)) return {};
    const visitor = await returningVisitor(request.url, cookies, keys, sale, now);
    if (visitor?.shopper === undefined) return { draw: draw?.message };
    const { setCookie } = visitor;
    return { ...(await tokensOf(visitor.shopper, visitor.cameAt)), setCookie };
  }

  async function tokensOf(shopper: string, cameAt = 0): Promise<Own> {
    const drawn = draw && (await draw.drawn(shopper, cameAt));
    if (drawn && drawn.number < 1 && state === "open") gateClient.seeInLine(gateSale, shopper);
    const mayClaim = state === "open" && (!drawn || drawn.number < drawn.called);
    const claim = mayClaim ? await signStart(keys, sale.slug, shopper, now, drawn) : undefined;
    const order = (await heldOrder(cookies, keys, sale.slug, shopper))?.text;
    return { claim, order, draw: drawn ? { ...draw?.message, ...drawn, shopper } : draw?.message };
  }
}

/** How a sale stands is the same for thousands of answers, so it is put into words once. */
interface Told {
  news: News | undefined;
  by: ReturnType<typeof phase>;
  state: StartMessage["state"];
  /** The message in JSON, without the time and what is the shopper's own. */
  text: string;
}
const lastTold = new WeakMap<Sale, Told>();

function told(sale: Sale, news: News | undefined, now: number): Told {
  const last = lastTold.get(sale);
  const by = phase(sale, now);
  if (last !== undefined && last.news === news && last.by === by) return last;
  const { now: _, ...message } = standing(sale, news, now);
  const next = { news, by, state: message.state, text: JSON.stringify(message) };
  lastTold.set(sale, next);
  return next;
}

function isPrefetch({ headers }: Request): boolean {
  return headers.get("Sec-Purpose")?.includes("prefetch") === true;
}

/** What is the shopper's own, or why they are no shopper yet. */
interface Own {
  setCookie?: string | undefined;
  claim?: string | undefined;
  order?: string | undefined;
  door?: Door;
  retryAfter?: number;
  draw?: DrawMessage | undefined;
}

/** Tokens have no letter that JSON would escape. */
function withOwn(text: string, now: number, { claim, order, door, retryAfter, draw }: Own): string {
  const own =
    (claim === undefined ? "" : `,"claim":"/claim/${claim}"`) +
    (order === undefined ? "" : `,"order":"/order/${order}"`) +
    (door === undefined ? "" : `,"door":"${door}"`) +
    (retryAfter === undefined ? "" : `,"retryAfter":${retryAfter}`) +
    (draw === undefined ? "" : `,"draw":${JSON.stringify(draw)}`);
  return `${text.slice(0, -1)},"now":${now}${own}}`;
}
