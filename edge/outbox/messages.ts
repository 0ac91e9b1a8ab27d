import type { Offer } from "../contract.ts";
import type { CancelReason, OrderForm } from "../gate/messages.ts";

/** An order to be delivered. Without the shopper's data once that has been erased. */
export interface OutgoingOrder extends Partial<OrderForm> {
  orderId: string;
  sale: string;
  /** Ms since 1970, as are all times here. */
  placedAt: number;
  quantity?: 1;
  /** What the sale said when the order was placed. */
  offer?: Offer;
  payAt?: string;
  /** Until when it must be paid, or it is cancelled. */
  payBy?: number;
  paidAt?: number;
  cancelledAt?: number;
  reason?: CancelReason;
}

/**
 * What goes out: the three that the order system hears, and e-mails to the shopper. `id`: the same at
 * each attempt, so that a receiver can tell a repetition. `at`: when it happened, ms since 1970.
 */
export interface OrderEvent {
  id: string;
  type: "order.placed" | "order.paid" | "order.cancelled" | "mail.placed" | "mail.cancelled";
  at: number;
  order: OutgoingOrder;
}

/**
 * - `waiting`: will be sent, for the first time or again
 * - `delivered`: the order system has it
 * - `undelivered`: given up after seven days; `redeliver` tries again
 * - `stopped`: the order system wants no more; `redeliver` tries again
 * - `kept`: there is no delivery transport; waits to be exported
 */
export type DeliveryState = "waiting" | "delivered" | "undelivered" | "stopped" | "kept";

/**
 * Times: ms since 1970. `status`: the HTTP status of the last attempt, 0 if there was no answer.
 */
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
  /** In a draw: the number that was called, and the shopper's id, by which anybody can recompute it. */
  number?: number;
  shopper?: string;
}

/** Which orders the operator looks for: those that match either text; all of them without any. */
export interface OrderSearch {
  /** A part of the order's number, in capitals. */
  number?: string;
  /** A part of the e-mail address, in small letters. */
  email?: string;
  /** Only orders placed before this one: the earliest that was already shown. */
  before: { placedAt: number; seq: number };
}

/** A gate's orders by the state of their delivery, for the operator. */
export interface Deliveries {
  waiting: number;
  delivered: number;
  undelivered: number;
  stopped: number;
  kept: number;
  /** Payments and cancellations on their way to the order system, and given up. */
  eventsWaiting?: number;
  eventsUndelivered?: number;
  /** E-mails to shoppers on their way, and given up. */
  mailsWaiting?: number;
  mailsUndelivered?: number;
  /**
   * The latest failed attempt whose order is still undelivered. `since`: when the first attempt was made
   * at any order that is still tried.
   */
  failure?: { at: number; since?: number; status: number; error?: string };
}
