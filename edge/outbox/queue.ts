import type { OrderMessage } from "./payload.ts";
import { orderMessage } from "./payload.ts";
import type { DeliveryTransport } from "./transport.ts";

/** A Cloudflare Queue. The merchant's consumer finds the order's id in `data`. */
export function queueTransport(queue: Queue<OrderMessage>): DeliveryTransport {
  return {
    async send(event) {
      try {
        await queue.send(orderMessage(event), { contentType: "json" });
        return { ok: true, status: 202 };
      } catch (error) {
        console.error("the queue did not accept an order", error);
        return { ok: false, status: 0, error: "network" };
      }
    },
  };
}
