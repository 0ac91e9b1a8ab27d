import { Hono } from "hono";
import type { App, Ctx } from "./http/context.ts";
import { refuse } from "./http/refuse.ts";
import { adminRoutes } from "./routes/admin.ts";
import { claimRoutes } from "./routes/claim.ts";
import { orderRoutes } from "./routes/order.ts";
import { script, startRoutes } from "./routes/start.ts";
import { MissingSecret } from "./tokens/keys.ts";

/** Nothing that the Worker answers is for a cache, a frame, a search engine or another site's log. */
const HEADERS = {
  "Cache-Control": "no-store",
  "Content-Security-Policy": "frame-ancestors 'none'",
  "Referrer-Policy": "no-referrer",
  "X-Content-Type-Options": "nosniff",
  "X-Frame-Options": "DENY",
  "X-Robots-Tag": "noindex",
} as const;

export const app = new Hono<App>();

app.use("*", async (c, next) => {
  for (const [name, value] of Object.entries(HEADERS)) c.header(name, value);
  await next();
});
startRoutes(app);
claimRoutes(app);
orderRoutes(app);
adminRoutes(app);
app.notFound((c) => refuse(c, { code: "not_found" }));
app.onError((error, c) => unforeseen(error, c));

/** A bug, or a deployment without its secrets. The log names no URL: a path may bear a token. */
function unforeseen(error: Error, c: Ctx): Response | Promise<Response> {
  console.error(`${c.req.method} /${c.req.path.split("/")[1]}: ${error.stack}`);
  const missing = error instanceof MissingSecret ? { missing: error.secret } : {};
  const body = { code: "internal" as const, ...missing };
  for (const [name, value] of Object.entries(HEADERS)) c.header(name, value);
  if (c.req.path.startsWith("/start/")) return script(c, body, 500);
  return refuse(c, body);
}
