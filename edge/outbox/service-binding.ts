import type { OrderPlaced } from "./payload.ts";
import { orderPlaced } from "./payload.ts";
import type { DeliveryTransport } from "./transport.ts";

/** What the merchant's own Worker must implement: accepts an order, each id once, or throws. */
export interface OrderService {
  orderPlaced(order: OrderPlaced): Promise<void>;
}

/** A service binding to the merchant's own Worker. */
export function serviceTransport(service: OrderService): DeliveryTransport {
  return {
    async send(order) {
      try {
        await service.orderPlaced(orderPlaced(order));
        return { ok: true, status: 200 };
      } catch (error) {
        console.error("the order service did not accept an order", error);
        return { ok: false, status: 0, error: "network" };
      }
    },
  };
}
