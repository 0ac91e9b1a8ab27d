/** What every route gets. */
import type { Context, Hono } from "hono";
import type { Bindings } from "../env.ts";

export type App = { Bindings: Bindings };
export type Ctx = Context<App>;
export type Router = Hono<App>;
