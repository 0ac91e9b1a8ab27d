import { Hono } from "hono";
import { saleOf } from "./env.ts";
import type { App, Ctx } from "./http/context.ts";
import { isCrossSite } from "./http/cross-site.ts";
import { unforeseen } from "./http/errors.ts";
import { methodNotAllowed, smallBody } from "./http/method.ts";
import { script } from "./http/plain.ts";
import { refuse, wantsJson } from "./http/refuse.ts";
import { adminRoutes } from "./routes/admin.ts";
import { judgeClaim } from "./routes/claim.ts";
import { enterRoutes } from "./routes/enter.ts";
import { hookRoutes } from "./routes/hooks.ts";
import { orderRoutes } from "./routes/order.ts";
import { answerStart } from "./routes/start.ts";

/** No page that the Worker sends is for a cache, a frame, a search engine or another site's log. */
const HEADERS = {
  "Cache-Control": "no-store",
  "Content-Security-Policy": "frame-ancestors 'none'",
  "Cross-Origin-Opener-Policy": "same-origin",
  "Permissions-Policy":
    "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()",
  // To ourselves only: without any, browsers say `Origin: null` (see `isCrossSite`).
  "Referrer-Policy": "same-origin",
  "Strict-Transport-Security": "max-age=31536000",
  "X-Content-Type-Options": "nosniff",
  "X-Frame-Options": "DENY",
  "X-Robots-Tag": "noindex",
} as const;

/** Not strict: a mail program or a person may put a slash behind an order URL. */
export const app = new Hono<App>({ strict: false });

app.use("*", async (c, next) => {
  for (const [name, value] of Object.entries(HEADERS)) c.header(name, value);
  return isCrossSite(c.req.raw) ? refuse(c, { code: "cross_site" }) : next();
});
app.get("/start/:file{[^/]+\\.js}", start);
app.all("/start/:file{[^/]+\\.js}", () => {
  const refused = script('{"code":"method_not_allowed"}', 405);
  refused.headers.set("Allow", "GET, HEAD");
  return refused;
});
app.post("/claim/:token", smallBody, claim);
app.all("/claim/:token", methodNotAllowed("POST"));
enterRoutes(app);
orderRoutes(app);
hookRoutes(app);
adminRoutes(app);
app.notFound((c) => refuse(c, { code: "not_found" }));
app.onError((error, c) => {
  const body = unforeseen(error, c.req.raw);
  if (c.req.path.startsWith("/start/")) return script(JSON.stringify(body), 500);
  for (const [name, value] of Object.entries(HEADERS)) c.header(name, value);
  return refuse(c, body);
});

async function start(c: Ctx): Promise<Response> {
  const sale = saleOf(c.env, c.req.param("file")?.slice(0, -".js".length) ?? "");
  if (!sale) return script('{"code":"not_found"}', 404);
  return answerStart(c.req.raw, c.env, c.executionCtx, sale);
}

async function claim(c: Ctx): Promise<Response> {
  const answer = await judgeClaim(c.req.raw, c.env, c.req.param("token") ?? "");
  if (answer.setCookie !== undefined) c.header("Set-Cookie", answer.setCookie, { append: true });
  if (!answer.ok) return refuse(c, answer.body, answer.sale);
  if (!wantsJson(c)) return c.redirect(answer.body.order, 303);
  return c.json(answer.body, answer.fresh ? 201 : 200);
}
