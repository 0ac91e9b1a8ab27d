import type { OrderMessage } from "./payload.ts";
import { orderMessage } from "./payload.ts";
import { payAtOf } from "./rules.ts";
import type { DeliveryTransport } from "./transport.ts";

/**
 * What the merchant's own Worker must implement. Each method may be called again for the same order;
 * whatever is thrown is tried again later.
 */
export interface OrderService {
  /** May say where the shopper pays. */
  orderPlaced(message: OrderMessage): Promise<undefined | { payAt?: string }>;
  orderPaid(message: OrderMessage): Promise<void>;
  orderCancelled(message: OrderMessage): Promise<void>;
}

/** A service binding to the merchant's own Worker. */
export function serviceTransport(service: OrderService): DeliveryTransport {
  return {
    async send(event) {
      try {
        const payAt = payAtOf(await call(service, orderMessage(event)));
        return { ok: true, status: 200, ...(payAt === undefined ? {} : { payAt }) };
      } catch (error) {
        console.error("the order service did not accept an order", error);
        return { ok: false, status: 0, error: "network" };
      }
    },
  };
}

function call(service: OrderService, message: OrderMessage): Promise<unknown> {
  if (message.type === "order.paid") return service.orderPaid(message);
  if (message.type === "order.cancelled") return service.orderCancelled(message);
  return service.orderPlaced(message);
}
