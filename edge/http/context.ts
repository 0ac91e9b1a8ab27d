/** What every route gets. */
import type { Context, Hono } from "hono";
import type { Bindings } from "../env.ts";

/** `body`: what was sent, on the routes that take a body. */
export type App = { Bindings: Bindings; Variables: { body: ArrayBuffer } };
export type Ctx = Context<App>;
export type Router = Hono<App>;
