import type { OrderPlaced } from "./payload.ts";
import { orderPlaced } from "./payload.ts";
import type { DeliveryTransport } from "./transport.ts";

/** A Cloudflare Queue. The merchant's consumer finds the order's id in `data`. */
export function queueTransport(queue: Queue<OrderPlaced>): DeliveryTransport {
  return {
    async send(order) {
      try {
        await queue.send(orderPlaced(order), { contentType: "json" });
        return { ok: true, status: 202 };
      } catch (error) {
        console.error("the queue did not accept an order", error);
        return { ok: false, status: 0, error: "network" };
      }
    },
  };
}
