/** The operator's side. Without the key it does not exist: 401 before any routing. */
import { Hono } from "hono";
import { MAX_STOCK, orderIdOf, type RefusalBody, type Sale, SLUG, SLUG_MAX } from "../contract.ts";
import { seedOf } from "../draw/seed.ts";
import { type Bindings, placeOf, saleOf } from "../env.ts";
import type { Change, Order } from "../gate/messages.ts";
import { gateName } from "../gate/name.ts";
import type { App, Ctx, Router } from "../http/context.ts";
import { isOwnPage } from "../http/cross-site.ts";
import { methodNotAllowed } from "../http/method.ts";
import { judgeOperator, type Operator } from "../http/operator.ts";
import { refuse } from "../http/refuse.ts";
import { type OperatorView, operatorView, termsOf } from "../stockroom/view.ts";
import { consoleRoutes, sessionRoutes } from "./admin-console.ts";
import { ordersAsCsv, searchOrders } from "./admin-orders.ts";
import { isOrderId, settle } from "./hooks.ts";
import { withSale } from "./with-sale.ts";

export function adminRoutes(app: Router): void {
  consoleRoutes(app);
  const admin = new Hono<App>();
  admin.use("*", async (c, next) => {
    const judged = await judgeOperator(c.req.raw, c.env);
    if (judged.ok) {
      c.set("operator", judged.operator);
      return next();
    }
    if (judged.body.code === "unauthorized") {
      c.header("WWW-Authenticate", 'Bearer realm="doorbuster"');
    }
    return refuse(c, judged.body);
  });
  sessionRoutes(admin);
  admin.use("*", async (c, next) => {
    const body = misuse(c.req.raw, c.var.operator);
    return body ? refuse(c, body) : next();
  });
  admin.get("/sales/:sale", status);
  admin.get("/sales/:sale/orders", (c) => withSlug(c, searchOrders));
  admin.get("/sales/:sale/orders.csv", (c) => withSlug(c, ordersAsCsv));
  admin.get("/sales/:sale/gates/:gate{[0-9]{1,4}}/orders", orders);
  admin.post("/sales/:sale/redeliver", redeliver);
  admin.post("/sales/:sale/:action{pause|resume|end}", (c) => withSale(c, turn));
  admin.post("/sales/:sale/restock", (c) => withSale(c, restock));
  admin.post("/sales/:sale/orders/:order/:change{paid|cancelled}", changeOrder);
  admin.all("/sales/:sale", methodNotAllowed("GET, HEAD"));
  admin.all("/sales/:sale/:list{orders|orders\\.csv}", methodNotAllowed("GET, HEAD"));
  admin.all("/sales/:sale/gates/:gate{[0-9]{1,4}}/orders", methodNotAllowed("GET, HEAD"));
  admin.all("/sales/:sale/:action{pause|resume|end|restock|redeliver}", methodNotAllowed("POST"));
  admin.all("/sales/:sale/orders/:order/:change{paid|cancelled}", methodNotAllowed("POST"));
  admin.all("*", (c) => refuse(c, { code: "not_found" }));
  app.route("/admin", admin);
}

/** What this operator must not do, whatever it is about. */
function misuse(request: Request, { role, session }: Operator): RefusalBody | undefined {
  if (request.method === "GET" || request.method === "HEAD") return undefined;
  if (session && !isOwnPage(request)) return { code: "cross_site" };
  return role === "viewer" ? { code: "read_only" } : undefined;
}

/** The name that was given when the session was begun; nobody's for a bare key. */
function nameOf(c: Ctx): string | undefined {
  return c.var.operator.session?.name || undefined;
}

/** Also for a sale whose file is gone. */
async function withSlug(
  c: Ctx,
  answer: (c: Ctx, slug: string) => Promise<Response>,
): Promise<Response> {
  const slug = c.req.param("sale") ?? "";
  return isSlug(slug) ? answer(c, slug) : refuse(c, { code: "not_found" });
}

/** Also of a sale whose file is gone, as long as anybody ever came to it. */
async function status(c: Ctx): Promise<Response> {
  const slug = c.req.param("sale") ?? "";
  const sale = saleOf(c.env, slug);
  if (!isSlug(slug)) return refuse(c, { code: "not_found" });
  const told = await stockroom(c.env, slug).status(sale && (await termsOf(c.env, sale)));
  if (!told) return refuse(c, { code: "not_found" });
  const now = Date.now();
  return c.json(await withSeed(c.env, operatorView(slug, sale, told, now), now));
}

/** The operator learns a draw's seed when everybody does: at its start. */
async function withSeed(env: Bindings, view: OperatorView, now: number): Promise<OperatorView> {
  const { sale, draw, startsAt } = view;
  const revealedAt = draw?.startsAt ?? startsAt;
  if (!draw || revealedAt === undefined || now < revealedAt) return view;
  const { text, commitment } = await seedOf(env, sale);
  // Another secret's seed would prove nothing.
  return commitment === draw.commitment ? { ...view, draw: { ...draw, seed: text } } : view;
}

async function turn(c: Ctx, sale: Sale): Promise<Response> {
  const action = c.req.param("action") as "pause" | "resume" | "end";
  const done = await stockroom(c.env, sale.slug).turn(
    await termsOf(c.env, sale),
    action,
    nameOf(c),
  );
  // Ended is for good: orders were refused on the strength of it.
  return done ? status(c) : refuse(c, { code: "closed" });
}

/** `{"stock": total}`: a total, so that a request sent twice adds nothing. */
async function restock(c: Ctx, sale: Sale): Promise<Response> {
  const sent = await c.req.json<{ stock?: unknown }>().catch(() => undefined);
  const wrong = (text: string) => c.json({ code: "invalid", fields: { stock: text } }, 400);
  const stock = sent?.stock;
  if (!isStock(stock)) return wrong(`must be a whole number up to ${MAX_STOCK}: the new total`);
  const done = await stockroom(c.env, sale.slug).restock(
    await termsOf(c.env, sale),
    stock,
    nameOf(c),
  );
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
  return c.json(await stockroom(c.env, slug).redeliver(meant, nameOf(c)));
}

/** The operator says what has become of an order. A total state, so that asking twice is asking once. */
async function changeOrder(c: Ctx): Promise<Response> {
  const [slug, orderId] = [c.req.param("sale") ?? "", c.req.param("order") ?? ""];
  if (!isSlug(slug) || !isOrderId(orderId)) return refuse(c, { code: "not_found" });
  const change = c.req.param("change") as Change;
  const settled = await settle(c, slug, orderId, change);
  if (!settled) return refuse(c, { code: "full" });
  if (settled.ok && settled.fresh) logChange(c, slug, orderId, change);
  if (settled.ok) return c.json({ changed: settled.fresh, ...lifeOf(slug, settled) });
  return refuse(c, { code: settled.code === "unknown_order" ? "not_found" : "order_cancelled" });
}

/** After the answer, and at most once: the order itself says when, the log only says who. */
function logChange(c: Ctx, slug: string, order: string, change: Change): void {
  const by = nameOf(c);
  const doer = { order, ...(by === undefined ? {} : { by }) };
  const action = change === "paid" ? "paid" : "cancel";
  const logged = Promise.resolve(stockroom(c.env, slug).log(action, doer)).catch((error) => {
    console.error("what the operator did to an order is missing in the log", error);
  });
  c.executionCtx.waitUntil(logged);
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

function stockroom(env: Bindings, slug: string) {
  return env.STOCKROOM.getByName(slug, placeOf(env, slug));
}
