import { defineCommand } from "citty";
import { confirm } from "../lib/operator/confirm.ts";
import { redeliver } from "../lib/operator/redeliver.ts";
import { findOperator, operatorArgs, requireSale } from "../lib/operator/where.ts";
import { UsageError } from "../lib/refusal.ts";
import { print, tell } from "../lib/report.ts";

export default defineCommand({
  meta: { name: "redeliver", description: "Send orders to the order system again" },
  args: {
    sale: { type: "positional", description: "The sale's name", required: false },
    order: { type: "string", description: "This one, whatever became of it", valueHint: "id" },
    all: { type: "boolean", description: "All that could not be delivered" },
    yes: { type: "boolean", description: "Do not ask before --all" },
    ...operatorArgs,
  },
  run: async ({ args }) => {
    const sale = requireSale("redeliver", args.sale);
    const { order, all = false, yes = false } = args;
    if ((order === undefined) !== all) {
      throw new UsageError("say which: --order ID for one, or --all that could not be delivered");
    }
    const operator = findOperator(args);
    if (all && !yes) await confirm(`All undelivered orders of ${sale} are sent again.`);
    const queued = await redeliver(operator, sale, order);
    print(String(queued));
    tell(queued === 1 ? "1 order is on its way again" : `${queued} orders are on their way again`);
  },
});
