/** The console: its page, signing in and out, and the stream that it lives on. */

import { begin, CONSOLE, endedCookie, NAME_MAX } from "../console/session.ts";
import { type RefusalBody, SLUG, SLUG_MAX, shell } from "../contract.ts";
import type { Ctx, Router } from "../http/context.ts";
import { isOwnPage } from "../http/cross-site.ts";
import { parseForm } from "../http/form.ts";
import { languageOf } from "../http/language.ts";
import { smallBody } from "../http/method.ts";
import { judgeKey, liveSession } from "../http/operator.ts";
import { page } from "../http/page.ts";
import { refuse, wantsJson } from "../http/refuse.ts";

/** What is there without a key: the page, which is nothing without one, and signing in. */
export function consoleRoutes(app: Router): void {
  app.get("/admin", (c, next) => (wantsJson(c) ? next() : showPage(c)));
  app.post("/admin/session", smallBody, signIn);
}

/** What needs a session, a viewer's as well. */
export function sessionRoutes(admin: Router): void {
  admin.get("/session", whoami);
  admin.delete("/session", (c) => signOut(c, false));
  admin.delete("/sessions", (c) => signOut(c, true));
  admin.get("/stream", stream);
}

async function showPage(c: Ctx): Promise<Response> {
  const session = await liveSession(c.req.raw, c.env);
  const signedIn = session && { role: session.role, name: session.name, until: session.until };
  return page(c, shell.console(languageOf(c)), 200, signedIn ? { signedIn } : {});
}

/** Controls, and marks that turn the direction of text: a name must not steer the log that shows it. */
const STEERING = /[\p{Cc}\u202a-\u202e\u2066-\u2069]/u;

/** `{"key", "name"?}`. The name is for the log; whoever has the key may call themselves anything. */
async function signIn(c: Ctx): Promise<Response> {
  const sent = parseForm(c.get("body"), true);
  const [key, name] = [sent?.key, sent?.name ?? ""];
  if (typeof key !== "string" || key === "") return wrong(c, { key: "must be the admin key" });
  if (typeof name !== "string" || [...name].length > NAME_MAX || STEERING.test(name)) {
    return wrong(c, { name: `must be at most ${NAME_MAX} characters, on one line` });
  }
  const judged = await judgeKey(c.req.raw, c.env, key);
  if (!judged.ok) return refuse(c, judged.body);
  const { role } = judged.operator;
  const { session, setCookie } = await begin(c.req.raw, c.env, { role, name: name.trim(), key });
  c.header("Set-Cookie", setCookie);
  return c.json({ role, name: session.name, until: session.until });
}

/** Whether this session still lives, for a page whose stream has ended without a word. */
function whoami(c: Ctx): Response | Promise<Response> {
  const { session } = c.var.operator;
  if (!session) return refuse(c, { code: "unauthorized" });
  const { role, name, until } = session;
  return c.json({ role, name, until });
}

async function signOut(c: Ctx, everywhere: boolean): Promise<Response> {
  const { session } = c.var.operator;
  if (!session) return refuse(c, { code: "unauthorized" });
  if (!isOwnPage(c.req.raw)) return refuse(c, { code: "cross_site" });
  await c.env.CONSOLE.getByName(CONSOLE).signOut(session, everywhere);
  c.header("Set-Cookie", endedCookie(c.req.raw));
  return c.body(null, 204);
}

/** Server-Sent Events: `sales`, and with `?sale=` also `curve` and `status`. For sessions only. */
async function stream(c: Ctx): Promise<Response> {
  const { session } = c.var.operator;
  if (!session) return refuse(c, { code: "unauthorized" });
  const sale = c.req.query("sale");
  if (sale !== undefined && !(SLUG.test(sale) && sale.length <= SLUG_MAX)) {
    return refuse(c, { code: "not_found" });
  }
  const told = await c.env.CONSOLE.getByName(CONSOLE).watch(sale, session);
  if (typeof told === "string") return refuse(c, { code: told });
  c.header("Content-Type", "text/event-stream; charset=utf-8");
  return c.body(told);
}

function wrong(c: Ctx, fields: Record<string, string>): Response {
  return c.json({ code: "invalid", fields } satisfies RefusalBody, 400);
}
