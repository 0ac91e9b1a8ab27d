/** The options of `dev`: those of `serve` that do not belong into the file that is being edited. */
import { fileURLToPath } from "node:url";
import type { ArgsDef } from "citty";
import { serveArgs } from "../serve/options.ts";

const { port, sale, state, env } = serveArgs;

export const devArgs = {
  port,
  sale: { ...sale, description: "The sale that the ready line names and --starts-in moves" },
  "starts-in": {
    ...serveArgs["starts-in"],
    description: "Move its start, until it is edited: 20s, 0s, -1m for long open",
  },
  "ends-in": { ...serveArgs["ends-in"], description: "Move its end, until it is edited: 1h" },
  state,
  "order-system": serveArgs["order-system"],
  env,
} satisfies ArgsDef;

export const devServer = fileURLToPath(new URL("./server.ts", import.meta.url));
