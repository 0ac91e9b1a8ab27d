import { app } from "./app.ts";
import type { Bindings } from "./env.ts";
import { fastPath } from "./fast-path.ts";

export { Console } from "./console/console.ts";
export { Gate } from "./gate/gate.ts";
export { Register } from "./register/register.ts";
export { Stockroom } from "./stockroom/stockroom.ts";

export default {
  fetch: (request, env, ctx) => fastPath(request, env, ctx) ?? app.fetch(request, env, ctx),
} satisfies ExportedHandler<Bindings>;
