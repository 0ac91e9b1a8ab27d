/** A status as the Worker would tell it, at a fixed time. */
import type { SaleStatus } from "../../scripts/lib/operate/sale-status.ts";

/** Friday 27 November 2026, 10:00 in Berlin. */
export const START = Date.UTC(2026, 10, 27, 9);
const MINUTE = 60_000;

export function aStatus(more: Partial<SaleStatus> = {}): SaleStatus {
  return {
    sale: "lamp",
    state: "open",
    startsAt: START,
    endsAt: START + 120 * MINUTE,
    ...{
      frozen: true,
      gates: 10,
      slots: 10,
      reserve: false,
      stock: 50,
      sold: 12,
      cancelled: 0,
      left: 38,
      slotsOpen: 7,
    },
    visitors: 0,
    refusals: {},
    payments: { paid: 0, awaiting: 0 },
    deliveries: { waiting: 0, delivered: 0, undelivered: 0, stopped: 0, kept: 0 },
    silent: [],
    events: [],
    asOf: START,
    ...more,
  };
}
