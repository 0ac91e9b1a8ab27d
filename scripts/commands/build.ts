import { defineCommand } from "citty";
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
  },
  run: async ({ args }) => {
    await withBuild({ drafts: args.drafts, force: args.force, tell }, async ({ site, worker }) => {
      print(`${site}\n${worker}`);
    });
  },
});
