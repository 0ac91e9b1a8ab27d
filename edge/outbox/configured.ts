import type { Bindings } from "../env.ts";
import { queueWay } from "./queue.ts";
import { serviceWay } from "./service-binding.ts";
import type { DeliveryTransport } from "./transport.ts";
import { webhookWay } from "./webhook.ts";

/** The way that this deployment is configured for; undefined when orders wait to be exported. */
export function deliveryTransport(env: Bindings): DeliveryTransport | undefined {
  const { ORDER_SYSTEM_URL, ORDER_SYSTEM_SECRET, ORDER_SERVICE, ORDER_QUEUE } = env;
  if (ORDER_SYSTEM_URL && ORDER_SYSTEM_SECRET) {
    return webhookWay(ORDER_SYSTEM_URL, ORDER_SYSTEM_SECRET);
  }
  if (ORDER_SERVICE) return serviceWay(ORDER_SERVICE);
  if (ORDER_QUEUE) return queueWay(ORDER_QUEUE);
  return undefined;
}
