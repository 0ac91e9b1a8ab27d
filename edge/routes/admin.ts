/** The operator's side. Without the key it does not exist: 401 before any routing. */
import { Hono } from "hono";
import { MAX_STOCK, orderIdOf, type Sale, SLUG, SLUG_MAX } from "../contract.ts";
import { type Bindings, placeOf, saleOf } from "../env.ts";
import type { Change, Order } from "../gate/messages.ts";
import { gateName } from "../gate/name.ts";
import { phase } from "../gate/rules.ts";
import type { App, Ctx, Router } from "../http/context.ts";
import { methodNotAllowed } from "../http/method.ts";
import { judgeOperator } from "../http/operator.ts";
import { refuse } from "../http/refuse.ts";
import type { Terms } from "../stockroom/messages.ts";
import type { Status } from "../stockroom/service.ts";
import { isOrderId, settle } from "./hooks.ts";

export function adminRoutes(app: Router): void {
  const admin = new Hono<App>();
  admin.use("*", async (c, next) => {
    const judged = await judgeOperator(c.req.raw, c.env);
    if (judged.ok) return next();
    if (judged.body.code === "unauthorized") {
      c.header("WWW-Authenticate", 'Bearer realm="doorbuster"');
    }
    return refuse(c, judged.body);
  });
  admin.get("/sales/:sale", status);
  admin.get("/sales/:sale/gates/:gate{[0-9]{1,4}}/orders", orders);
  admin.post("/sales/:sale/redeliver", redeliver);
  admin.post("/sales/:sale/:action{pause|resume|end}", (c) => withSale(c, turn));
  admin.post("/sales/:sale/restock", (c) => withSale(c, restock));
  admin.post("/sales/:sale/orders/:order/:change{paid|cancelled}", changeOrder);
  admin.all("/sales/:sale", methodNotAllowed("GET, HEAD"));
  admin.all("/sales/:sale/gates/:gate{[0-9]{1,4}}/orders", methodNotAllowed("GET, HEAD"));
  admin.all("/sales/:sale/:action{pause|resume|end|restock|redeliver}", methodNotAllowed("POST"));
  admin.all("/sales/:sale/orders/:order/:change{paid|cancelled}", methodNotAllowed("POST"));
  admin.all("*", (c) => refuse(c, { code: "not_found" }));
  app.route("/admin", admin);
}

async function withSale(
  c: Ctx,
  answer: (c: Ctx, sale: Sale) => Promise<Response>,
): Promise<Response> {
  const sale = saleOf(c.env, c.req.param("sale") ?? "");
  return sale ? answer(c, sale) : refuse(c, { code: "not_found" });
}

/** Also of a sale whose file is gone, as long as anybody ever came to it. */
async function status(c: Ctx): Promise<Response> {
  const slug = c.req.param("sale") ?? "";
  const sale = saleOf(c.env, slug);
  if (!isSlug(slug)) return refuse(c, { code: "not_found" });
  const told = await stockroom(c.env, slug).status(sale && termsOf(sale));
  if (!told) return refuse(c, { code: "not_found" });
  return c.json(operatorView(slug, sale, told, Date.now()));
}

async function turn(c: Ctx, sale: Sale): Promise<Response> {
  const action = c.req.param("action") as "pause" | "resume" | "end";
  const done = await stockroom(c.env, sale.slug).turn(termsOf(sale), action);
  // Ended is for good: orders were refused on the strength of it.
  return done ? status(c) : refuse(c, { code: "closed" });
}

/** `{"stock": total}`: a total, so that a request sent twice adds nothing. */
async function restock(c: Ctx, sale: Sale): Promise<Response> {
  const sent = await c.req.json<{ stock?: unknown }>().catch(() => undefined);
  const wrong = (text: string) => c.json({ code: "invalid", fields: { stock: text } }, 400);
  const stock = sent?.stock;
  if (!isStock(stock)) return wrong(`must be a whole number up to ${MAX_STOCK}: the new total`);
  const done = await stockroom(c.env, sale.slug).restock(termsOf(sale), stock);
  return done ? status(c) : wrong("must not be lower than the stock is now");
}

function isStock(value: unknown): value is number {
  return typeof value === "number" && Number.isInteger(value) && value >= 1 && value <= MAX_STOCK;
}

/** Orders to be exported at once, at most. */
const PAGE = 1_000;

/** A page of one gate's orders, a JSON object a line; fewer lines than asked for: the last page. */
async function orders(c: Ctx): Promise<Response> {
  const [slug, gate] = [c.req.param("sale") ?? "", Number(c.req.param("gate"))];
  if (!isSlug(slug)) return refuse(c, { code: "not_found" });
  const after = whole(c.req.query("after") ?? "0");
  const limit = whole(c.req.query("limit") ?? String(PAGE));
  if (after === undefined || limit === undefined || limit < 1) {
    return c.json({ code: "invalid", fields: { after: "and limit must be whole numbers" } }, 400);
  }
  const page = await c.env.GATE.getByName(gateName(slug, gate), placeOf(c.env, slug)).orders(
    after,
    Math.min(limit, PAGE),
  );
  c.header("Content-Type", "application/x-ndjson");
  return c.body(page.map((order) => `${JSON.stringify(order)}\n`).join(""));
}

/** `{"orderId"}` sends one order again, `{}` all that were given up. */
async function redeliver(c: Ctx): Promise<Response> {
  const slug = c.req.param("sale") ?? "";
  if (!isSlug(slug)) return refuse(c, { code: "not_found" });
  const sent = await c.req.json<{ orderId?: unknown }>().catch(() => undefined);
  const orderId = sent?.orderId;
  if (!sent || (orderId !== undefined && typeof orderId !== "string")) {
    const fields = { orderId: "must be an order's id, or left out for all that were given up" };
    return c.json({ code: "invalid", fields }, 400);
  }
  const meant = orderId === undefined ? undefined : (orderIdOf(orderId) ?? orderId);
  return c.json(await stockroom(c.env, slug).redeliver(meant));
}

/** The operator says what has become of an order. A total state, so that asking twice is asking once. */
async function changeOrder(c: Ctx): Promise<Response> {
  const [slug, orderId] = [c.req.param("sale") ?? "", c.req.param("order") ?? ""];
  if (!isSlug(slug) || !isOrderId(orderId)) return refuse(c, { code: "not_found" });
  const settled = await settle(c, slug, orderId, c.req.param("change") as Change);
  if (!settled) return refuse(c, { code: "full" });
  if (settled.ok) return c.json({ changed: settled.fresh, ...lifeOf(slug, settled) });
  return refuse(c, { code: settled.code === "unknown_order" ? "not_found" : "order_cancelled" });
}

function lifeOf(sale: string, { orderId, placedAt, paidAt, cancelledAt, reason }: Order) {
  return { orderId, sale, placedAt, paidAt, cancelledAt, reason };
}

function whole(text: string): number | undefined {
  return /^\d{1,15}$/.test(text) ? Number(text) : undefined;
}

/** What is no slug never was a sale: no object is made for it. */
function isSlug(text: string): boolean {
  return SLUG.test(text) && text.length <= SLUG_MAX;
}

function operatorView(slug: string, sale: Sale | undefined, told: Status, now: number) {
  const { terms, switch: _position, soldOut: _soldOut, ...rest } = told;
  const times = sale && { startsAt: sale.startsAt, endsAt: sale.endsAt };
  return { sale: slug, state: stateOf(sale, told, now), ...times, ...terms, ...rest };
}

/** A sale whose file is gone can only have ended. */
function stateOf(sale: Sale | undefined, { switch: position, soldOut }: Status, now: number) {
  const by = sale ? phase(sale, now) : "over";
  if (position === "ended" || soldOut || by === "over") return "ended";
  if (by === "upcoming") return "upcoming";
  return position === "paused" ? "paused" : "open";
}

function stockroom(env: Bindings, slug: string) {
  return env.STOCKROOM.getByName(slug, placeOf(env, slug));
}

function termsOf({ gates, slots, reserve, stock }: Sale): Terms {
  return { gates, slots, reserve, stock };
}
