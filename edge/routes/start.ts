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

/** After the answer, a gate may be asked for news. */
export async function answerStart(
  request: Request,
  env: Bindings,
  ctx: Pick<ExecutionContext, "waitUntil">,
  sale: Sale,
): Promise<Response> {
  const now = Date.now();
  const keys = await keysOf(env);
  const { shopper, setCookie } = await shopperOf(request, keys);
  const gateClient = gateClientOf(env);
  const gateSale = gateSaleOf(sale);
  const message = standing(sale, gateClient.news(gateSale), now);
  if (message.state === "open") {
    message.claim = `/claim/${await signStart(keys, sale.slug, shopper, now)}`;
  }
  const held = await heldOrder(request.headers.get("Cookie"), keys, sale.slug, shopper);
  if (held !== undefined) message.order = `/order/${held}`;
  if (gateClient.wantsNews(gateSale)) {
    ctx.waitUntil(gateClient.refresh(gateSale));
  }
  return script(message, 200, setCookie);
}

/** How the sale stands, by the clock and by what this isolate knows. */
function standing(sale: Sale, news: News | undefined, now: number): StartMessage {
  const { slug, startsAt, endsAt } = sale;
  const base = { sale: slug, now, startsAt, endsAt };
  const by = phase(sale, now);
  if (by === "upcoming") return { ...base, state: "upcoming" };
  const sold = news === undefined ? {} : { sold: news.sold };
  const told = news?.endedAt === undefined ? {} : { endedAt: news.endedAt };
  if (news?.state === "sold_out") {
    return { ...base, state: "ended", reason: "sold_out", ...sold, ...told };
  }
  if (news?.state === "closed") {
    return { ...base, state: "ended", reason: "closed", ...sold, ...told };
  }
  if (by === "over") return { ...base, state: "ended", reason: "closed", ...sold, endedAt: endsAt };
  return { ...base, state: news?.state === "paused" ? "paused" : "open" };
}
