import type { OrderEvent } from "./messages.ts";
import type { Sent } from "./rules.ts";

/**
 * A delivery transport, to the order system or to shoppers. The receiver must tolerate the same event
 * again; it always has the same id. `send` never rejects, and after `DELIVERY_TIMEOUT` nobody waits for it any more.
 */
export interface DeliveryTransport {
  send(event: OrderEvent): Promise<Sent>;
}

/** How long an order system may take to answer, in ms (see the contract's "Orders out"). */
export const DELIVERY_TIMEOUT = 10_000;
