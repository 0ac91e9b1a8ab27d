import type { DeliveryState, OutgoingOrder } from "../contract.ts";

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
export interface Deliveries extends Record<DeliveryState, number> {
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
