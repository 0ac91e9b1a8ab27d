import { defineCommand } from "citty";
import { devArgs, devServer } from "../lib/dev/options.ts";
import { readOptions } from "../lib/serve/options.ts";
import { supervise } from "../lib/serve/supervise.ts";

export default defineCommand({
  meta: {
    name: "dev",
    description:
      "Edit and see: pages reload as a sale's file is edited, with the Worker behind them",
  },
  args: devArgs,
  run: ({ args }) => supervise(readOptions(args), devServer),
});
