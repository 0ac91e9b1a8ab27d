/**
 * Answers for programs, made without a framework: scripts and JSON are the mass of the traffic, and
 * of what such an answer costs, its headers are the largest part (docs/what-bounds-the-worker.md).
 * So each kind has its `Headers` made once; what only concerns pages is not among them.
 */
import { type Code, RETRY_AFTER, type RefusalBody, STATUS } from "../contract.ts";

const COMMON = { "Cache-Control": "no-store", "X-Content-Type-Options": "nosniff" };
const SCRIPT = new Headers({
  ...COMMON,
  "Content-Type": "text/javascript; charset=utf-8",
  "Cross-Origin-Resource-Policy": "same-origin",
});
const SCRIPT_OK = { headers: SCRIPT };
const JSON_ANSWER = new Headers({ ...COMMON, "Content-Type": "application/json" });

/** For each code: the text of a refusal that says nothing else, and how it is sent. */
const REFUSALS = Object.fromEntries(
  Object.entries(STATUS).map(([code, status]) => {
    const headers = new Headers(JSON_ANSWER);
    const seconds = RETRY_AFTER[code as Code];
    if (seconds !== undefined) headers.set("Retry-After", String(seconds));
    return [code, { text: JSON.stringify({ code }), init: { status, headers } }];
  }),
) as Record<Code, { text: string; init: { status: number; headers: Headers } }>;

/** A start script, of a message in JSON: JavaScript always, whatever has happened, since a script element asks for nothing else. */
export function script(json: string, status = 200, setCookie?: string): Response {
  const body = `saleStart(${json});`;
  if (status === 200 && setCookie === undefined) return new Response(body, SCRIPT_OK);
  return new Response(body, { status, headers: withCookie(SCRIPT, setCookie) });
}

export function json(body: object, status: number, setCookie?: string): Response {
  const headers = withCookie(JSON_ANSWER, setCookie);
  return new Response(JSON.stringify(body), { status, headers });
}

export function jsonRefusal(body: RefusalBody, setCookie?: string): Response {
  const { text, init } = REFUSALS[body.code];
  if (setCookie === undefined && Object.keys(body).length === 1) return new Response(text, init);
  const headers = withCookie(init.headers, setCookie);
  return new Response(JSON.stringify(body), { status: init.status, headers });
}

function withCookie(shared: Headers, setCookie: string | undefined): Headers {
  if (setCookie === undefined) return shared;
  const headers = new Headers(shared);
  headers.append("Set-Cookie", setCookie);
  return headers;
}
