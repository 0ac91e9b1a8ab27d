import type { Bindings } from "../env.ts";
import { queueTransport } from "./queue.ts";
import { serviceTransport } from "./service-binding.ts";
import type { DeliveryTransport } from "./transport.ts";
import { webhookTransport } from "./webhook.ts";

/**
 * This deployment's delivery transport; undefined if it has none and orders wait to be exported.
 */
export function deliveryTransport(env: Bindings): DeliveryTransport | undefined {
  const { ORDER_SYSTEM_URL, ORDER_SYSTEM_SECRET, ORDER_SERVICE, ORDER_QUEUE } = env;
  if (ORDER_SYSTEM_URL && ORDER_SYSTEM_SECRET) {
    return webhookTransport(ORDER_SYSTEM_URL, ORDER_SYSTEM_SECRET);
  }
  if (ORDER_SERVICE) return serviceTransport(ORDER_SERVICE);
  if (ORDER_QUEUE) return queueTransport(ORDER_QUEUE);
  return undefined;
}
