/** The start script: asked for by every page, so it asks no object before it answers. */
import type { Sale, StartMessage } from "../contract.ts";
import { deskOf } from "../desk/isolate.ts";
import { gateSaleOf, saleOf } from "../env.ts";
import type { News } from "../gate/messages.ts";
import { phase } from "../gate/rules.ts";
import type { Ctx, Router } from "../http/context.ts";
import { heldOrder, shopper } from "../http/shopper.ts";
import { keysOf } from "../tokens/keys.ts";
import { signStart } from "../tokens/tokens.ts";

/** Before the start there is nothing to learn, but the gates should be awake when it comes. Ms. */
const NEWS_BEFORE_START = 10_000;

export function startRoutes(app: Router): void {
  app.get("/start/:file{[^/]+\\.js}", answerStart);
  app.all("/start/:file{[^/]+\\.js}", (c) => {
    c.header("Allow", "GET, HEAD");
    return script(c, { code: "method_not_allowed" }, 405);
  });
}

/** JavaScript always, whatever has happened: a script element asks for nothing else. */
export function script(c: Ctx, message: object, status: number): Response {
  c.header("Content-Type", "text/javascript; charset=utf-8");
  c.header("Cross-Origin-Resource-Policy", "same-origin");
  return c.body(`saleStart(${JSON.stringify(message)});`, status as 200);
}

async function answerStart(c: Ctx): Promise<Response> {
  const sale = saleOf(c.env, c.req.param("file")?.slice(0, -".js".length) ?? "");
  if (!sale) return script(c, { code: "not_found" }, 404);
  const now = Date.now();
  const keys = await keysOf(c.env);
  const id = await shopper(c, keys);
  const desk = deskOf(c.env);
  const gateSale = gateSaleOf(sale);
  const message = standing(sale, desk.news(gateSale), now);
  if (message.state === "open") {
    message.claim = `/claim/${await signStart(keys, sale.slug, id, now)}`;
  }
  const held = await heldOrder(c, keys, sale.slug, id);
  if (held !== undefined) message.order = `/order/${held}`;
  if (now > sale.startsAt - NEWS_BEFORE_START) c.executionCtx.waitUntil(desk.refresh(gateSale));
  return script(c, message, 200);
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
