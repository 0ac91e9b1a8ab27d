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

/** Before the start there is nothing to learn, but the gates should be awake when it comes. Ms. */
const NEWS_BEFORE_START = 10_000;

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
  const { state, text } = standing(sale, gateClient.news(gateSale), phase(sale, now));
  const claim = state === "open" ? await signStart(keys, sale.slug, shopper, now) : undefined;
  const held = await heldOrder(cookies, keys, sale.slug, shopper);
  if (now > sale.startsAt - NEWS_BEFORE_START && gateClient.wantsNews(gateSale)) {
    ctx.waitUntil(gateClient.refresh(gateSale));
  }
  return script(withOwn(text, now, claim, held), 200, setCookie);
}

type Own = Pick<StartMessage, "now" | "claim" | "order">;
type Standing = Omit<StartMessage, keyof Own>;

/** How a sale stands is the same for thousands of answers, so it is put into words once. */
interface Told {
  news: News | undefined;
  by: ReturnType<typeof phase>;
  state: StartMessage["state"];
  /** JSON. */
  text: string;
}
const told = new WeakMap<Sale, Told>();

function standing(sale: Sale, news: News | undefined, by: Told["by"]): Told {
  const last = told.get(sale);
  if (last?.news === news && last?.by === by) return last;
  const message = standingOf(sale, news, by);
  const next = { news, by, state: message.state, text: JSON.stringify(message) };
  told.set(sale, next);
  return next;
}

/** Adds what is only this answer's; tokens have no letter that JSON would escape. */
function withOwn(text: string, now: number, claim?: string, held?: string): string {
  const url = claim === undefined ? "" : `,"claim":"/claim/${claim}"`;
  const order = held === undefined ? "" : `,"order":"/order/${held}"`;
  return `${text.slice(0, -1)},"now":${now}${url}${order}}`;
}

/** How the sale stands, by the clock and by what this isolate knows. */
function standingOf(
  { slug, startsAt, endsAt }: Sale,
  news: News | undefined,
  by: Told["by"],
): Standing {
  const base = { sale: slug, startsAt, endsAt };
  if (by === "upcoming") return { ...base, state: "upcoming" };
  const sold = news === undefined ? {} : { sold: news.sold };
  const ended = news?.endedAt === undefined ? {} : { endedAt: news.endedAt };
  if (news?.state === "sold_out" || news?.state === "closed") {
    return { ...base, state: "ended", reason: news.state, ...sold, ...ended };
  }
  if (by === "over") return { ...base, state: "ended", reason: "closed", ...sold, endedAt: endsAt };
  return { ...base, state: news?.state === "paused" ? "paused" : "open" };
}
