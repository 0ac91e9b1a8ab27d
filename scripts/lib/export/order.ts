/** An order as a gate hands it to the operator. Times are milliseconds since 1970. */
export interface Order {
  /** Counts a gate's orders. */
  seq: number;
  orderId: string;
  placedAt: number;
  /** The shopper's data are gone once they have been erased. */
  name?: string;
  email?: string;
  phone?: string;
  address?: string;
  note?: string;
  delivery: Delivery;
}

interface Delivery {
  state: "waiting" | "delivered" | "undelivered" | "kept" | "stopped";
  attempts: number;
  nextAt?: number;
  deliveredAt?: number;
  /** HTTP status of the last answer. */
  status?: number;
  /** Why there was no answer. */
  error?: string;
}

/** An order, and where it is from. */
export interface Row {
  gate: number;
  order: Order;
}
