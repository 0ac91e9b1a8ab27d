import type { OutgoingOrder } from "./messages.ts";
import type { Sent } from "./rules.ts";

/**
 * A delivery transport to the order system. The receiver must tolerate the same order again; it always
 * has the same id. `send` never rejects, and after `DELIVERY_TIMEOUT` nobody waits for it any more.
 */
export interface DeliveryTransport {
  send(order: OutgoingOrder): Promise<Sent>;
}

/** How long an order system may take to answer, in ms (see the contract's "Orders out"). */
export const DELIVERY_TIMEOUT = 10_000;
