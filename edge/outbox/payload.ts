import type { OutgoingOrder } from "../contract.ts";
import type { OrderEvent } from "./messages.ts";

/**
 * What the order system receives, in the form that the Standard Webhooks specification recommends.
 */
export interface OrderMessage {
  type: "order.placed" | "order.paid" | "order.cancelled";
  /** When it happened, ISO 8601. */
  timestamp: string;
  data: OutgoingOrder;
}

/** E-mails go another way. */
export function orderMessage({ type, at, order }: OrderEvent): OrderMessage {
  if (type === "mail.placed" || type === "mail.cancelled") {
    throw new Error("an e-mail is not for the order system");
  }
  return { type, timestamp: new Date(at).toISOString(), data: order };
}
