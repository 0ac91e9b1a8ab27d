import type { OutgoingOrder } from "./messages.ts";

/**
 * What the order system receives, in the form that the Standard Webhooks specification recommends.
 */
export interface OrderPlaced {
  type: "order.placed";
  /** When the order was placed, ISO 8601. */
  timestamp: string;
  data: OutgoingOrder;
}

export function orderPlaced(order: OutgoingOrder): OrderPlaced {
  const timestamp = new Date(order.placedAt).toISOString();
  return { type: "order.placed", timestamp, data: order };
}
