/** What gates and their stockroom say to each other. */
import type { Sale } from "../contract.ts";
import type { DrawNews, DrawTerms, Payments, Refusals } from "../gate/messages.ts";
import type { Deliveries } from "../outbox/messages.ts";

/** What a sale is made of: frozen at first contact, whatever a later deployment says. */
export type Terms = Pick<Sale, "gates" | "slots" | "reserve" | "stock"> & {
  /** Without it slots go to whoever comes first. */
  draw?: DrawTerms;
};

/**
 * A gate's account of its units. All are totals that only ever grow, so a message lost, repeated
 * or overtaken by a later one can neither lose nor invent a unit: the greater number is the truth.
 */
export interface Account {
  /** Units that the stockroom has given to this gate. */
  given: number;
  /** Units that this gate has given back. */
  returned: number;
  /** Units of this gate that went into an order. */
  sold: number;
  /** How many of these orders were cancelled. What is sold for good is the difference. */
  cancelled: number;
  /** When the last of them was placed, ms since 1970; 0 before the first. */
  soldAt: number;
}

/** What a gate tells the operator besides its account. */
export interface Told {
  slotsOpen: number;
  /** New shoppers: at least. */
  visitors: number;
  refusals: Refusals;
  payments: Payments;
  deliveries: Deliveries;
}

/** A gate to the stockroom: "this is my account; make what I have been given `wanted` in all". */
export interface Report extends Account {
  gate: number;
  wanted: number;
  /** For the first contact of all. */
  terms: Terms;
  /** Rides along now and then, so that watching a sale costs no call of its own. */
  told?: Told;
  /** The gate had to refuse a claim for want of a place or a unit, and has granted none since. */
  full?: boolean;
  /** In a draw: what the next call depends on. */
  drawn?: Called & { times?: Times; inLine?: [isolate: string, count: number][] };
}

/** When the sale starts and ends, ms since 1970: these may change with a deployment. */
export type Times = Pick<Sale, "startsAt" | "endsAt">;

/** What a gate tells of those whom the draw has called. */
export interface Called {
  /** Slots open now. */
  open: number;
  /** Shoppers who have ever had one here. */
  admitted: number;
}

/** The operator's switch. `ended` is for good. */
export type Switch = "on" | "paused" | "ended";

/** The stockroom to a gate. */
export interface Reply {
  /** What the gate has been given in all. */
  given: number;
  terms: Terms;
  switch: Switch;
  /** When the operator ended the sale, or when the last unit went into an order. Ms since 1970. */
  endedAt?: number;
  /** Units that no gate has drawn. */
  left: number;
  /** Units in an order that stands, as far as the gates have told. */
  sold: number;
  /** Every unit is in an order. */
  soldOut: boolean;
  /** Gates that were full a moment ago (see `packFlags`); left out when there is none. */
  full?: string;
  /** Only where slots are drawn. */
  draw?: DrawNews;
}
