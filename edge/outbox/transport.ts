import type { OutgoingOrder } from "./messages.ts";
import type { Sent } from "./rules.ts";

/**
 * One way to the order system. Sending the same order again must be harmless there: it always comes
 * under the same id. Never throws. After `DELIVERY_TIMEOUT` nobody
 * waits for it any more.
 */
export interface DeliveryTransport {
  send(order: OutgoingOrder): Promise<Sent>;
}

/** How long an order system may take to answer, in ms (see the contract's "Orders out"). */
export const DELIVERY_TIMEOUT = 10_000;
