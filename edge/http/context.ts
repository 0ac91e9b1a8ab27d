/** What every route gets. */
import type { Context, Hono } from "hono";
import type { Bindings } from "../env.ts";
import type { Operator } from "./operator.ts";

/** `body`: what was sent, on the routes that take a body. `operator`: who asks, on the operator's side. */
export type App = { Bindings: Bindings; Variables: { body: ArrayBuffer; operator: Operator } };
export type Ctx = Context<App>;
export type Router = Hono<App>;
