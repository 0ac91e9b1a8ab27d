import { defineCommand } from "citty";
import { table } from "../../site/build/budget.ts";
import { withBuild } from "../lib/build/build.ts";
import { print, tell } from "../lib/tell.ts";

export default defineCommand({
  meta: {
    name: "build",
    description: "Build the site and the Worker, unless they are up to date",
  },
  args: {
    drafts: { type: "boolean", description: "Include the sales that are drafts" },
    force: { type: "boolean", description: "Build even what is up to date" },
    weights: { type: "boolean", description: "Say what every page weighs, and what it may weigh" },
  },
  run: async ({ args }) => {
    const options = { drafts: args.drafts, force: args.force, tell };
    await withBuild(options, async ({ site, worker, weighed }) => {
      if (args.weights) tell(table(weighed).join("\n"));
      print(`${site}\n${worker}`);
    });
  },
});
