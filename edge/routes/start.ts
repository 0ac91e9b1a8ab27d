/** The start script: asked for by every page, so it asks no object before it answers. */
import type { Sale, StartMessage } from "../contract.ts";
import { type Bindings, gateSaleOf } from "../env.ts";
import type { News } from "../gate/messages.ts";
import { phase } from "../gate/rules.ts";
import { gateClientOf } from "../gate-client/isolate.ts";
import { script } from "../http/plain.ts";
import { heldOrder, shopperOf } from "../http/shopper.ts";
import { keysOf } from "../tokens/keys.ts";
import { signStart } from "../tokens/tokens.ts";
import { standing } from "./standing.ts";

/** After the answer, a gate may be asked for news. */
export async function answerStart(
  request: Request,
  env: Bindings,
  ctx: Pick<ExecutionContext, "waitUntil">,
  sale: Sale,
): Promise<Response> {
  const now = Date.now();
  const keys = await keysOf(env);
  const cookies = request.headers.get("Cookie");
  const { shopper, setCookie } = await shopperOf(request, cookies, keys);
  const gateClient = gateClientOf(env);
  const gateSale = gateSaleOf(sale);
  const { state, text } = told(sale, gateClient.news(gateSale), now);
  const claim = state === "open" ? await signStart(keys, sale.slug, shopper, now) : undefined;
  const held = await heldOrder(cookies, keys, sale.slug, shopper);
  if (gateClient.wantsNews(gateSale)) {
    ctx.waitUntil(gateClient.refresh(gateSale));
  }
  return script(withOwn(text, now, claim, held), 200, setCookie);
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

/** Tokens have no letter that JSON would escape. */
function withOwn(text: string, now: number, claim?: string, held?: string): string {
  const url = claim === undefined ? "" : `,"claim":"/claim/${claim}"`;
  const order = held === undefined ? "" : `,"order":"/order/${held}"`;
  return `${text.slice(0, -1)},"now":${now}${url}${order}}`;
}
