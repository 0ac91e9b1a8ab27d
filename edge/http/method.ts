/** What is refused before a route looks at it. */
import type { MiddlewareHandler } from "hono";
import type { App, Ctx } from "./context.ts";
import { refuse } from "./refuse.ts";

/** Bytes. A form of five fields fits many times. */
const MAX_BODY = 16 * 1024;

/** Reads the body, for `c.get("body")`. */
export const smallBody: MiddlewareHandler<App> = async (c, next) => {
  const body = await readBounded(c.req.raw);
  if (typeof body === "string") return refuse(c, { code: body });
  c.set("body", body);
  return next();
};

/** For every method that a path does not know. */
export function methodNotAllowed(allow: string): (c: Ctx) => Response | Promise<Response> {
  return (c) => {
    c.header("Allow", allow);
    return refuse(c, { code: "method_not_allowed" });
  };
}

async function readBounded({
  headers,
  body,
}: Request): Promise<ArrayBuffer | "too_large" | "invalid"> {
  if (Number(headers.get("Content-Length")) > MAX_BODY) return "too_large";
  if (body === null) return new ArrayBuffer(0);
  const reader: ReadableStreamDefaultReader<Uint8Array> = body.getReader();
  const parts: Uint8Array[] = [];
  try {
    for (let size = 0; ; ) {
      const { done, value } = await reader.read();
      if (done) return new Blob(parts).arrayBuffer();
      parts.push(value);
      size += value.length;
      if (size > MAX_BODY) break;
    }
    await reader.cancel();
    return "too_large";
  } catch {
    // Whoever sent it has gone away in the middle. That is no bug, and nobody hears the answer.
    return "invalid";
  }
}
