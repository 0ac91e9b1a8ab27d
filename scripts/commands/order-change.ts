/** cancel and paid: what the operator knows of an order before the order system says so. */
import { type CommandDef, defineCommand } from "citty";
import { confirm } from "../lib/confirm.ts";
import { askJson, RETRY_POLICY, retry, salePath } from "../lib/operate/client.ts";
import { findOperator, operatorArgs, readOrderId } from "../lib/operate/where.ts";
import { UsageError } from "../lib/refusal.ts";
import { requireSale } from "../lib/sale-file/sales.ts";
import { print, tell } from "../lib/tell.ts";

const args = {
  sale: { type: "positional", description: "The sale's name", required: false },
  order: { type: "positional", description: "The order's number", required: false },
  yes: { type: "boolean", description: "Do not ask" },
  ...operatorArgs,
} as const;

type Change = "cancelled" | "paid";
const NAME = { cancelled: "cancel", paid: "paid" } as const;
const QUESTION: Record<Change, (order: string) => string> = {
  cancelled: (order) => `Order ${order} is cancelled for good, and its unit goes back on sale.`,
  paid: (order) => `Order ${order} is noted as paid.`,
};

/** Prints the order's state after it. */
function changeCommand(change: Change, description: string): CommandDef<typeof args> {
  return defineCommand({
    meta: { name: NAME[change], description },
    args,
    run: async ({ args }) => {
      const sale = requireSale(NAME[change], args.sale);
      if (args.order === undefined) {
        throw new UsageError(`say which order: npm run sale -- ${NAME[change]} ${sale} NUMBER`);
      }
      const order = readOrderId(args.order);
      const operator = findOperator(args);
      if (!args.yes) await confirm(QUESTION[change](order));
      const path = `${salePath(sale)}/orders/${order}/${change}`;
      const missing = `there is no order ${order} in ${sale}`;
      const conflict = `order ${order} has been cancelled, and its unit is on sale again or sold`;
      const question = { method: "POST", missing, conflict } as const;
      // Asking twice is asking once, so a lost answer is asked for again.
      const { changed } = await retry(
        () => askJson<{ changed: boolean }>(operator, path, question),
        RETRY_POLICY,
      );
      print(change);
      tell(changed ? `order ${order} is ${change}` : `order ${order} was ${change} already`);
    },
  });
}

export const cancel = changeCommand("cancelled", "Cancel an order; its unit goes back on sale");
export const paid = changeCommand("paid", "Note that an order has been paid");
