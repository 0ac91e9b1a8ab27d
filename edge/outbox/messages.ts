import type { OrderForm } from "../gate/messages.ts";

/** An order on its way out. Without the shopper's data once they have been erased. */
export interface OutgoingOrder extends Partial<OrderForm> {
  orderId: string;
  sale: string;
  /** Ms since 1970. */
  placedAt: number;
}

/**
 * - `waiting`: will be sent, for the first time or again
 * - `delivered`: the order system has it
 * - `undelivered`: tried for seven days in vain; `redeliver` tries again
 * - `stopped`: the order system said that it wants no more; `redeliver` tries again
 * - `kept`: no way out is configured; waits to be exported
 */
export type DeliveryState = "waiting" | "delivered" | "undelivered" | "stopped" | "kept";

/** Times: ms since 1970. `status`: HTTP's of the last attempt, 0 where there was no answer. */
interface Delivery {
  state: DeliveryState;
  attempts: number;
  nextAt?: number;
  deliveredAt?: number;
  status?: number;
  error?: string;
}

/** One line of the export. `seq`: the order's number within its gate. */
export interface ExportedOrder extends Omit<OutgoingOrder, "sale"> {
  seq: number;
  delivery: Delivery;
}

/** How a gate's orders stand, for the operator. */
export interface Deliveries {
  waiting: number;
  delivered: number;
  undelivered: number;
  stopped: number;
  kept: number;
  /** The last attempt that failed and has not succeeded since. */
  failure?: { at: number; status: number; error?: string };
}
