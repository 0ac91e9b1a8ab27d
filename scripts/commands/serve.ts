import { defineCommand } from "citty";
import { readOptions, serveArgs } from "../lib/serve/options.ts";
import { supervise } from "../lib/serve/supervise.ts";

export default defineCommand({
  meta: {
    name: "serve",
    description: "Build the site and serve it with the Worker, here, in the real runtime",
  },
  args: serveArgs,
  run: ({ args }) => supervise("serve", readOptions(args)),
});
