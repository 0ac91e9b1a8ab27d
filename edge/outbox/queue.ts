import type { OrderPlaced } from "./payload.ts";
import { orderPlaced } from "./payload.ts";
import type { DeliveryTransport } from "./transport.ts";

/** A Cloudflare Queue; the consumer is the merchant's, and finds the order's id in `data`. */
export function queueWay(queue: Queue<OrderPlaced>): DeliveryTransport {
  return {
    async send(order) {
      try {
        await queue.send(orderPlaced(order), { contentType: "json" });
        return { ok: true, status: 202 };
      } catch (error) {
        console.error("the queue took no order", error);
        return { ok: false, status: 0, error: "network" };
      }
    },
  };
}
