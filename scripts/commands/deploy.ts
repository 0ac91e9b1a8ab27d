import { defineCommand } from "citty";
import { deploy } from "../lib/deploy/deploy.ts";
import { outcomeArgs, readAddress, readPatience, result } from "../lib/deploy/outcome.ts";
import { UsageError } from "../lib/refusal.ts";
import { readZone } from "../lib/when.ts";

export default defineCommand({
  meta: {
    name: "deploy",
    description: "Check, build and deploy the sales, and prove from outside that they are up",
  },
  args: {
    sale: {
      type: "positional",
      description: "None: all sales that are not drafts are deployed together",
      required: false,
    },
    yes: { type: "boolean", description: "Do not ask" },
    "dry-run": { type: "boolean", description: "Say what would change, and change nothing" },
    env: {
      type: "string",
      description: "File with secrets, as .dev.vars; those that it lacks are made",
      valueHint: "file",
    },
    "new-admin-key": { type: "boolean", description: "Replace the admin key" },
    url: {
      type: "string",
      description: "Where shoppers find it (default: what wrangler says)",
      valueHint: "url",
    },
    zone: {
      type: "string",
      description: "Your time zone, for the check (default: this machine's)",
      valueHint: "zone",
    },
    ...outcomeArgs,
  },
  run: ({ args }) => {
    if (args.sale !== undefined) refuseOne(args.sale);
    return result(args.json ?? false, () =>
      deploy({
        yes: args.yes ?? false,
        dryRun: args["dry-run"] ?? false,
        env: args.env,
        url: readAddress(args.url),
        zone: readZone(args.zone),
        newAdminKey: args["new-admin-key"] ?? false,
        patience: readPatience(args.patience),
      }),
    );
  },
});

function refuseOne(sale: string): never {
  throw new UsageError(
    `deploy takes no sale: all sales go up together, as one site, and those that have not changed stay as they are. To leave one out, write draft: true in its file. So: npm run sale -- deploy (npm run sale -- check ${sale} looks at ${sale} alone)`,
  );
}
