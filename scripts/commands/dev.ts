import { type ArgsDef, defineCommand } from "citty";
import { readOptions, serveArgs } from "../lib/serve/options.ts";
import { supervise } from "../lib/serve/supervise.ts";

const { port, sale, state, env } = serveArgs;

/** Those of `serve`, without what stands in the file that is being edited. */
const devArgs = {
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

export default defineCommand({
  meta: {
    name: "dev",
    description:
      "Edit and see: pages reload as a sale's file is edited, with the Worker behind them",
  },
  args: devArgs,
  run: ({ args }) => supervise("dev", readOptions(args)),
});
