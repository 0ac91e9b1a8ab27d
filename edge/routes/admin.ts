/** The operator's side. Without the key it does not exist: 401 before any routing. */
import { Hono } from "hono";
import { MAX_STOCK, type Sale } from "../contract.ts";
import { type Bindings, saleOf } from "../env.ts";
import { phase } from "../gate/rules.ts";
import type { App, Ctx, Router } from "../http/context.ts";
import { methodNotAllowed } from "../http/method.ts";
import { refuse } from "../http/refuse.ts";
import type { Terms } from "../stockroom/messages.ts";
import type { Status } from "../stockroom/service.ts";

export function adminRoutes(app: Router): void {
  const admin = new Hono<App>();
  admin.use("*", async (c, next) => {
    if (await hasKey(c)) return next();
    c.header("WWW-Authenticate", 'Bearer realm="doorbuster"');
    return refuse(c, { code: "unauthorized" });
  });
  admin.get("/sales/:sale", (c) => withSale(c, status));
  admin.post("/sales/:sale/:action{pause|resume|end}", (c) => withSale(c, turn));
  admin.post("/sales/:sale/restock", (c) => withSale(c, restock));
  admin.all("/sales/:sale", methodNotAllowed("GET, HEAD"));
  admin.all("/sales/:sale/:action{pause|resume|end|restock}", methodNotAllowed("POST"));
  admin.all("*", (c) => refuse(c, { code: "not_found" }));
  app.route("/admin", admin);
}

/** Compares digests, so that neither the key's length nor its bytes show in the time it takes. */
async function hasKey(c: Ctx): Promise<boolean> {
  const key = c.env.ADMIN_KEY;
  const sent = /^Bearer (.+)$/.exec(c.req.header("Authorization") ?? "")?.[1];
  if (!key || sent === undefined) return false;
  const [ours, theirs] = await Promise.all([sha256(key), sha256(sent)]);
  return crypto.subtle.timingSafeEqual(ours, theirs);
}

function sha256(text: string): Promise<ArrayBuffer> {
  return crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
}

async function withSale(
  c: Ctx,
  answer: (c: Ctx, sale: Sale) => Promise<Response>,
): Promise<Response> {
  const sale = saleOf(c.env, c.req.param("sale") ?? "");
  return sale ? answer(c, sale) : refuse(c, { code: "not_found" });
}

async function status(c: Ctx, sale: Sale): Promise<Response> {
  const told: Status = await stockroom(c.env, sale).status(termsOf(sale));
  return c.json(operatorView(sale, told, Date.now()));
}

async function turn(c: Ctx, sale: Sale): Promise<Response> {
  const action = c.req.param("action") as "pause" | "resume" | "end";
  const done = await stockroom(c.env, sale).turn(termsOf(sale), action);
  // Ended is for good: orders were refused on the strength of it.
  return done ? status(c, sale) : refuse(c, { code: "closed" });
}

/** `{"stock": total}`: a total, so that a request sent twice adds nothing. */
async function restock(c: Ctx, sale: Sale): Promise<Response> {
  const sent = await c.req.json<{ stock?: unknown }>().catch(() => undefined);
  const wrong = (text: string) => c.json({ code: "invalid", fields: { stock: text } }, 400);
  const stock = sent?.stock;
  if (!isStock(stock)) return wrong(`must be a whole number up to ${MAX_STOCK}: the new total`);
  const done = await stockroom(c.env, sale).restock(termsOf(sale), stock);
  return done ? status(c, sale) : wrong("must not be lower than the stock is now");
}

function isStock(value: unknown): value is number {
  return typeof value === "number" && Number.isInteger(value) && value >= 1 && value <= MAX_STOCK;
}

function operatorView(sale: Sale, told: Status, now: number) {
  const { slug, startsAt, endsAt } = sale;
  const { terms, switch: position, soldOut, ...rest } = told;
  return { sale: slug, state: stateOf(sale, told, now), startsAt, endsAt, ...terms, ...rest };
}

function stateOf(sale: Sale, { switch: position, soldOut }: Status, now: number) {
  const by = phase(sale, now);
  if (position === "ended" || soldOut || by === "over") return "ended";
  if (by === "upcoming") return "upcoming";
  return position === "paused" ? "paused" : "open";
}

function stockroom(env: Bindings, { slug }: Sale) {
  return env.STOCKROOM.getByName(slug);
}

function termsOf({ gates, slots, reserve, stock }: Sale): Terms {
  return { gates, slots, reserve, stock };
}
