/** An order as it travels: to the order system, to the operator's programs, to the console. Part of the contract. */
import type { OrderField } from "./order-form.ts";

/** What the sale says at the moment of an order. `price` in units of the currency, like 19.9. */
export interface Offer {
  title: string;
  price: number;
  currency: string;
  shipping: string;
  payment: string;
  /** A link, as in the sale's file. */
  terms: string;
}

/** Where a visit came from, as far as its page knew. `referrer`: only the origin. */
export interface Visit {
  source?: string;
  medium?: string;
  campaign?: string;
  term?: string;
  content?: string;
  referrer?: string;
}

/** `shop`: by the order system or the operator. `unpaid`: by the clock. */
export type CancelReason = "shop" | "unpaid";

/** The order form, checked. `address` is composed of the four after it, if it came in parts. */
export interface OrderForm extends Partial<Record<OrderField, string>> {
  name: string;
  email: string;
  visit?: Visit;
}

/** What has become of an order. Ms since 1970, as are all times here. */
export interface OrderLife {
  /** Where to pay, as the order system said. */
  payAt?: string;
  /** Until when it must be paid, or it is cancelled; gone once it is paid or cancelled. */
  payBy?: number;
  paidAt?: number;
  cancelledAt?: number;
  reason?: CancelReason;
}

/** What the order system gets. Without the shopper's data once that has been erased. */
export interface OutgoingOrder extends Partial<OrderForm>, OrderLife {
  orderId: string;
  sale: string;
  placedAt: number;
  quantity?: 1;
  /** What the sale said when the order was placed. */
  offer?: Offer;
  /** In a draw: the number that was called. */
  number?: number;
}

/**
 * - `waiting`: will be sent, for the first time or again
 * - `delivered`: the order system has it
 * - `undelivered`: given up after seven days; `redeliver` tries again
 * - `stopped`: the order system wants no more; `redeliver` tries again
 * - `kept`: there is no delivery transport; waits to be exported
 */
export const DELIVERY_STATES = ["waiting", "delivered", "undelivered", "stopped", "kept"] as const;
export type DeliveryState = (typeof DELIVERY_STATES)[number];

/** `status`: the HTTP status of the last attempt, 0 if there was no answer; `error`: why there was none. */
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
  /** In a draw: whose number it is. */
  shopper?: string;
  delivery: Delivery;
}

/** An order, as the console lists it. */
export interface ConsoleOrder extends ExportedOrder {
  gate: number;
}
