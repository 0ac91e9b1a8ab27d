import type { Bindings } from "../env.ts";
import type { OutgoingOrder } from "./messages.ts";
import { queueWay } from "./queue.ts";
import type { Sent } from "./rules.ts";
import { serviceWay } from "./service-binding.ts";
import { webhookWay } from "./webhook.ts";

/**
 * One way to the order system. Sending the same order again must be harmless there: it always comes
 * under the same id. Never throws, and answers within `PATIENCE`.
 */
export interface WayOut {
  send(order: OutgoingOrder): Promise<Sent>;
}

/** How long an order system may take to answer, in ms (see the contract's "Orders out"). */
export const PATIENCE = 10_000;

/** The way that this deployment is configured for; undefined when orders wait to be exported. */
export function wayOut(env: Bindings): WayOut | undefined {
  const { ORDER_SYSTEM_URL, ORDER_SYSTEM_SECRET, ORDER_SERVICE, ORDER_QUEUE } = env;
  if (ORDER_SYSTEM_URL && ORDER_SYSTEM_SECRET) {
    return webhookWay(ORDER_SYSTEM_URL, ORDER_SYSTEM_SECRET);
  }
  if (ORDER_SERVICE) return serviceWay(ORDER_SERVICE);
  if (ORDER_QUEUE) return queueWay(ORDER_QUEUE);
  return undefined;
}
