import { defineCommand } from "citty";
import { context } from "../lib/context.ts";
import { deployedArgs, readAddress, readPatience, result } from "../lib/deploy/outcome.ts";
import { rollback } from "../lib/deploy/rollback.ts";
import { readSettings } from "../lib/secrets.ts";

export default defineCommand({
  meta: { name: "rollback", description: "Go back to the version that was deployed before" },
  args: {
    yes: { type: "boolean", description: "Do not ask" },
    to: {
      type: "string",
      description: "To this version (default: the one before)",
      valueHint: "id",
    },
    "secrets-too": {
      type: "boolean",
      description: "Also if secrets have changed since: they go back as well",
    },
    env: { type: "string", description: "File with ADMIN_KEY, as .dev.vars", valueHint: "file" },
    ...deployedArgs,
  },
  run: ({ args }) =>
    result(args.json ?? false, () =>
      rollback({
        yes: args.yes ?? false,
        to: args.to,
        secretsToo: args["secrets-too"] ?? false,
        url: readAddress(args.url),
        key:
          (args.env === undefined ? context().env : readSettings(args.env)).ADMIN_KEY || undefined,
        patience: readPatience(args.patience),
      }),
    ),
});
