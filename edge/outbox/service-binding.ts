import type { OrderPlaced } from "./payload.ts";
import { orderPlaced } from "./payload.ts";
import { PATIENCE, type WayOut } from "./way.ts";

/** What the merchant's own Worker must offer: takes an order, once by its id, or throws. */
export interface OrderService {
  orderPlaced(order: OrderPlaced): Promise<void>;
}

/** A service binding to the merchant's own Worker. */
export function serviceWay(service: OrderService): WayOut {
  return {
    async send(order) {
      const late = scheduler.wait(PATIENCE).then(() => "late" as const);
      try {
        const done = service.orderPlaced(orderPlaced(order)).then(() => "done" as const);
        const first = await Promise.race([done, late]);
        if (first === "done") return { ok: true, status: 200 };
        return { ok: false, status: 0, error: "timeout" };
      } catch (error) {
        console.error("the order service took no order", error);
        return { ok: false, status: 0, error: "network" };
      }
    },
  };
}
