import { app } from "./app.ts";
import type { Bindings } from "./env.ts";
import { hot } from "./hot.ts";

export { Gate } from "./gate/gate.ts";
export { Stockroom } from "./stockroom/stockroom.ts";

export default {
  fetch: (request, env, ctx) => hot(request, env, ctx) ?? app.fetch(request, env, ctx),
} satisfies ExportedHandler<Bindings>;
