/**
 * The two paths that a crowd takes, past the framework: start scripts, and claims by a page's script.
 * All else, and whatever is not plain about these two, goes to the app, which knows every answer.
 */
import { type Bindings, saleOf } from "./env.ts";
import { isForeign } from "./http/cross-site.ts";
import { unforeseen } from "./http/errors.ts";
import { json, jsonRefusal, script } from "./http/plain.ts";
import { judgeClaim } from "./routes/claim.ts";
import { answerStart } from "./routes/start.ts";

const START = "/start/";
const CLAIM = "/claim/";
/** Undefined when this is not for the short way. */
export function fastPath(
  request: Request,
  env: Bindings,
  ctx: ExecutionContext,
): Response | Promise<Response> | undefined {
  // Read once: each is a call out of V8, and so is each header.
  const { method, url } = request;
  const path = pathOf(url);
  if (method === "GET" && path.startsWith(START) && path.endsWith(".js")) {
    const sale = saleOf(env, path.slice(START.length, -".js".length));
    if (!sale) return undefined;
    return answerStart(request, env, ctx, sale).catch((error) =>
      script(JSON.stringify(unforeseen(error, request)), 500),
    );
  }
  if (method !== "POST" || !path.startsWith(CLAIM) || !isPlainClaim(request)) return undefined;
  const token = path.slice(CLAIM.length);
  // Something to be decoded, or not one part of a path: Hono knows what it is.
  if (token === "" || token.includes("%") || token.includes("/")) return undefined;
  if (isForeign(request)) return jsonRefusal({ code: "cross_site" });
  return claim(request, env, token).catch((error) => jsonRefusal(unforeseen(error, request)));
}

async function claim(request: Request, env: Bindings, token: string): Promise<Response> {
  const answer = await judgeClaim(request, env, token);
  if (!answer.ok) return jsonRefusal(answer.body, answer.setCookie);
  return json(answer.body, answer.fresh ? 201 : 200, answer.setCookie);
}

/** As the page's script sends it: JSON wanted, and no body that would have to be bounded. */
function isPlainClaim(request: Request): boolean {
  const { headers } = request;
  if (headers.get("Accept") !== "application/json") return false;
  // An empty body is a stream all the same.
  return headers.get("Content-Length") === "0" || request.body === null;
}

/** Without `new URL`, which costs as much as all the rest of finding the way. */
function pathOf(url: string): string {
  const from = url.indexOf("/", url.indexOf("://") + 3);
  const query = url.indexOf("?", from);
  return query < 0 ? url.slice(from) : url.slice(from, query);
}
