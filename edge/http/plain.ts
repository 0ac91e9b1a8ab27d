/**
 * Answers for programs, made without a framework: scripts and JSON are the mass of the traffic, and
 * of what such an answer costs, its headers are the largest part (docs/what-bounds-the-worker.md).
 * So each kind has its `Headers` made once; what only concerns pages is not among them.
 */
import { RETRY_AFTER, type RefusalBody, STATUS } from "../contract.ts";

const COMMON = { "Cache-Control": "no-store", "X-Content-Type-Options": "nosniff" };
const SCRIPT = new Headers({
  ...COMMON,
  "Content-Type": "text/javascript; charset=utf-8",
  "Cross-Origin-Resource-Policy": "same-origin",
});
const JSON_ANSWER = new Headers({ ...COMMON, "Content-Type": "application/json" });
const JSON_RETRY = new Map(
  Object.entries(RETRY_AFTER).map(([code, seconds]) => [
    code,
    new Headers({ ...COMMON, "Content-Type": "application/json", "Retry-After": String(seconds) }),
  ]),
);

/** A start script: JavaScript always, whatever has happened, since a script element asks for nothing else. */
export function script(message: object, status = 200, setCookie?: string): Response {
  const body = `saleStart(${JSON.stringify(message)});`;
  return new Response(body, { status, headers: withCookie(SCRIPT, setCookie) });
}

export function json(body: object, status: number, setCookie?: string): Response {
  const headers = withCookie(JSON_ANSWER, setCookie);
  return new Response(JSON.stringify(body), { status, headers });
}

export function jsonRefusal(body: RefusalBody, setCookie?: string): Response {
  const headers = withCookie(JSON_RETRY.get(body.code) ?? JSON_ANSWER, setCookie);
  return new Response(JSON.stringify(body), { status: STATUS[body.code], headers });
}

function withCookie(shared: Headers, setCookie: string | undefined): Headers {
  if (setCookie === undefined) return shared;
  const headers = new Headers(shared);
  headers.append("Set-Cookie", setCookie);
  return headers;
}
