import { defineCommand } from "citty";
import { confirm } from "../lib/confirm.ts";
import { askJson, noSuchSale, salePath } from "../lib/operate/client.ts";
import { findOperator, type Operator, operatorArgs, readOrderId } from "../lib/operate/where.ts";
import { Refusal, UsageError } from "../lib/refusal.ts";
import { requireSale } from "../lib/sale-file/sales.ts";
import { print, tell } from "../lib/tell.ts";

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
    const orderId = order === undefined ? undefined : readOrderId(order);
    const operator = findOperator(args);
    if (all && !yes) await confirm(`All undelivered orders of ${sale} are sent again.`);
    const queued = await redeliver(operator, sale, orderId);
    print(String(queued));
    tell(queued === 1 ? "1 order is on its way again" : `${queued} orders are on their way again`);
  },
});

interface Told {
  queued: number;
  /** Gates that could not be asked. */
  silent?: number[];
}

/** Without an order: all that are undelivered. Returns how many are on their way again. */
export async function redeliver(
  operator: Operator,
  sale: string,
  orderId: string | undefined,
): Promise<number> {
  const { queued, silent = [] } = await askJson<Told>(operator, `${salePath(sale)}/redeliver`, {
    method: "POST",
    body: orderId === undefined ? {} : { orderId },
    missing: noSuchSale(operator, sale),
  });
  if (silent.length > 0) {
    const gates = `${silent.length === 1 ? "gate" : "gates"} ${silent.join(", ")}`;
    throw new Refusal(`${queued} on their way; ${gates} did not answer: ask again in a moment`);
  }
  if (orderId !== undefined && queued === 0) {
    throw new Refusal(`there is no order ${orderId} in ${sale}`);
  }
  return queued;
}
