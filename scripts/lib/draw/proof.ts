/** What a report publishes of a draw: enough to recompute it, and nothing that names a shopper. */
import type { CallStep, ExportedOrder } from "../../../edge/contract.ts";
import type { SaleStatus } from "../operate/sale-status.ts";

/** Times are milliseconds since 1970. */
export interface DrawProof {
  sale: string;
  /** Who came before this was there before the start. */
  startsAt?: number;
  /** Base64url of 32 bytes; only after the start. */
  seed?: string;
  /** Base64url of the SHA-256 of the seed's bytes. */
  commitment: string;
  /** From `at` on, numbers below `called` had been called. */
  steps: CallStep[];
  /** Every order, by time. An order's id is left out: quoting it is how buyers identify themselves. */
  orders: ProvenOrder[];
}

export interface ProvenOrder {
  number: number;
  placedAt: number;
  /** Then its shopper may have ordered again, with the same number. */
  cancelledAt?: number;
}

/** Undefined for a sale that is no draw. */
export function proofOf(status: SaleStatus, orders: ProvenOrder[]): DrawProof | undefined {
  const { sale, draw } = status;
  if (!draw) return undefined;
  const { seed, commitment, startsAt, steps = [] } = draw;
  return {
    sale,
    ...(startsAt !== undefined && { startsAt }),
    ...(seed !== undefined && { seed }),
    commitment,
    steps,
    orders: orders.toSorted((a, b) => a.placedAt - b.placedAt || a.number - b.number),
  };
}

/** Undefined for an order that has no number. */
export function provenOrder({
  number,
  placedAt,
  cancelledAt,
}: ExportedOrder): ProvenOrder | undefined {
  if (number === undefined) return undefined;
  return { number, placedAt, ...(cancelledAt !== undefined && { cancelledAt }) };
}
