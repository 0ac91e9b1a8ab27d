/** What is refused before a route looks at it. */
import { bodyLimit } from "hono/body-limit";
import type { Ctx } from "./context.ts";
import { refuse } from "./refuse.ts";

const MAX_BODY = 16 * 1024;

/** A form of five fields fits many times. */
export const smallBody = bodyLimit({
  maxSize: MAX_BODY,
  onError: (c) => refuse(c as Ctx, { code: "too_large" }),
});

/** For every method that a path does not know. */
export function methodNotAllowed(allow: string): (c: Ctx) => Response | Promise<Response> {
  return (c) => {
    c.header("Allow", allow);
    return refuse(c, { code: "method_not_allowed" });
  };
}
