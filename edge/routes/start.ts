/** The start script: asked for by every page, so it asks no object before it answers. */
import type { Door, Sale, StartMessage } from "../contract.ts";
import { visitorOf } from "../door/visitor.ts";
import { type Bindings, gateSaleOf } from "../env.ts";
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
  const now = Date.now();
  const keys = await keysOf(env);
  const cookies = request.headers.get("Cookie");
  const gateClient = gateClientOf(env);
  const gateSale = gateSaleOf(sale);
  const { state, text } = told(sale, gateClient.news(gateSale), now);
  const own = await ownOf();
  if (gateClient.wantsNews(gateSale) && !isPrefetch(request)) {
    ctx.waitUntil(gateClient.refresh(gateSale));
  }
  return script(withOwn(text, now, own), 200, own.setCookie);

  async function ownOf(): Promise<Own> {
    // When it is over nobody has to become a shopper any more, and only holders are told more.
    if (state === "ended" && !bearsOrder(cookies, sale.slug)) return {};
    const visitor = await visitorOf(request, cookies, env, keys, sale, now);
    const { shopper, setCookie, isNew } = visitor;
    if (isNew && !isPrefetch(request)) gateClient.noteVisitor(gateSale);
    if (shopper === undefined) return state === "ended" ? {} : visitor;
    return { ...(await tokensOf(shopper)), setCookie };
  }

  async function tokensOf(shopper: string): Promise<Own> {
    const claim = state === "open" ? await signStart(keys, sale.slug, shopper, now) : undefined;
    return { claim, order: (await heldOrder(cookies, keys, sale.slug, shopper))?.text };
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
}

/** Tokens have no letter that JSON would escape. */
function withOwn(text: string, now: number, { claim, order, door, retryAfter }: Own): string {
  const own =
    (claim === undefined ? "" : `,"claim":"/claim/${claim}"`) +
    (order === undefined ? "" : `,"order":"/order/${order}"`) +
    (door === undefined ? "" : `,"door":"${door}"`) +
    (retryAfter === undefined ? "" : `,"retryAfter":${retryAfter}`);
  return `${text.slice(0, -1)},"now":${now}${own}}`;
}
