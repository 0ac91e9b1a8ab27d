import { defineCommand } from "citty";
import { deployedArgs, readAddress, readPatience, result } from "../lib/deploy/outcome.ts";
import { postpone } from "../lib/deploy/postpone.ts";
import { UsageError } from "../lib/refusal.ts";
import { requireSale } from "../lib/sale-file/sales.ts";

export default defineCommand({
  meta: { name: "postpone", description: "Move a sale's start, and deploy it" },
  args: {
    sale: { type: "positional", description: "The sale's name", required: false },
    to: {
      type: "string",
      description: 'The new start: "2026-11-28 10:00", or with an offset of its own',
      valueHint: "time",
    },
    ends: {
      type: "string",
      description: "The new end (default: moved by as much)",
      valueHint: "time",
    },
    zone: {
      type: "string",
      description: "Where the clock shows these times: Europe/Berlin (default: the file's)",
      valueHint: "zone",
    },
    force: { type: "boolean", description: "Also if the sale has begun" },
    "no-deploy": { type: "boolean", description: "Only change the file" },
    yes: { type: "boolean", description: "Do not ask" },
    "dry-run": { type: "boolean", description: "Say what would change, and change nothing" },
    env: { type: "string", description: "File with secrets, as for deploy", valueHint: "file" },
    ...deployedArgs,
  },
  run: ({ args }) => {
    const sale = requireSale("postpone", args.sale);
    if (args.to === undefined) {
      throw new UsageError(`to when? npm run sale -- postpone ${sale} --to "2026-11-28 10:00"`);
    }
    const { to, ends, zone, force = false } = args;
    const options = {
      yes: args.yes ?? false,
      env: args.env,
      url: readAddress(args.url),
      newAdminKey: false,
      patience: readPatience(args.patience),
    };
    // citty takes `--no-deploy` for `deploy: false`, whatever is declared.
    const fileOnly = (args as { deploy?: boolean }).deploy === false;
    const deploy = fileOnly ? undefined : options;
    const dryRun = args["dry-run"] ?? false;
    const asked = { to, ends, zone, force, dryRun };
    return result(args.json ?? false, () => postpone({ sale, ...asked, deploy }));
  },
});
