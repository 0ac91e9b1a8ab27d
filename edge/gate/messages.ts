/** What the Worker and a gate say to each other. */
import type { ContactField, Offer, OrderForm, OrderLife, Sale } from "../contract.ts";

/** What a gate needs to know of a sale. Times may change with a deployment; the rest is frozen. */
export type GateSale = Omit<
  Sale,
  | "title"
  | "lang"
  | "shop"
  | "door"
  | "work"
  | "perNetwork"
  | "revoked"
  | "onePer"
  | "country"
  | "ask"
  | "admission"
  | "expected"
> & {
  /** Only where slots are drawn, and only told by whoever may be the first to tell of this sale. */
  draw?: DrawTerms;
};

/** What is frozen of a draw. `commitment`: to its seed. `expected`: how many shoppers the shop expects. */
export interface DrawTerms {
  commitment: string;
  expected?: number;
}

/** How far a draw is. */
export interface DrawNews {
  /** Numbers below this one have been called; it only ever grows. */
  called: number;
  /** Whoever came before this was there before the start; missing until the first number is called. Ms since 1970. */
  startsAt?: number;
  /** See `DrawMessage`. */
  crowd?: number;
  pace?: number;
}

/** How many different shoppers in a draw's line have asked one isolate. */
export interface InLine {
  isolate: string;
  count: number;
}

/** What a shopper claims with in a draw: their number by the seed of this commitment, and how far numbers are called as far as the asking isolate knows. */
export interface Ticket {
  number: number;
  called: number;
  commitment: string;
}

/** What is noted with an order when it is placed. `payWithin`: ms. `mail`: whether to confirm it by e-mail. */
export interface Placing {
  offer?: Offer | undefined;
  again?: boolean | undefined;
  payWithin?: number | undefined;
  mail?: boolean;
  /** In a draw. */
  number?: number | undefined;
}

/** A slot that a shopper holds. `expiresAt`: ms since 1970, and from then on it has lapsed. */
export interface Slot {
  slot: string;
  expiresAt: number;
  /** In a draw, the number that was called. */
  number?: number;
}

/** An order, as its receipt tells it. */
export interface Order extends OrderLife {
  orderId: string;
  /** The slot that it was placed with. */
  slot: string;
  /** Ms since 1970, as are all times here. */
  placedAt: number;
  /** In a draw, the number that was called. */
  number?: number;
  /** It was cancelled, and its shopper may order again. */
  again?: boolean;
}

/** Orders that stand: those that are paid, and those that are to be paid online or by a certain time. */
export interface Payments {
  paid: number;
  awaiting: number;
}

/** What the order system or the operator reports of an order. */
export type Change = "paid" | "cancelled";

/** `fresh`: it was news. An unknown order is none of this gate. */
export type Settled =
  | ({ ok: true; fresh: boolean } & Order)
  | { ok: false; code: "unknown_order" | "order_cancelled" };

/** What an isolate may know of a sale for a while without asking again. */
export interface News {
  state: "on" | "paused" | "closed" | "sold_out";
  /** Units in an order, at least. */
  sold: number;
  /** Ms since 1970; when sold out or ended by the operator. */
  endedAt?: number;
  /** The frozen number of gates: a shopper's gate follows from it. */
  gates: number;
  /** For how long this may be believed, in ms. */
  ttl: number;
  /** Gates that have no place (see `packFlags`), and for how long that may be believed, in ms. */
  full: { gates: string; ttl: number };
  /** Only where slots are drawn. */
  draw?: DrawNews & Pick<DrawTerms, "commitment">;
}

/** The refusals that need no judgement of the shopper, and that isolates make by themselves. */
export type CrowdRefusal = "full" | "paused" | "sold_out" | "closed";

/** How many were refused and why: at least, since a count that may have got lost is not repeated. */
export type Refusals = Partial<Record<CrowdRefusal, number>>;

/** What isolates count and bring along: refusals, and how many new shoppers there were. At least, too. */
export type Counts = Refusals & { visitors?: number };

/** A refusal by the gate; `ttl` (ms) where it holds for whoever asks this gate next. */
export type Refusal =
  | { ok: false; code: "too_early" | "slot_expired" }
  | { ok: false; code: "full"; ttl: number }
  | { ok: false; code: Exclude<CrowdRefusal, "full"> };

export type Claimed =
  | ({ ok: true; fresh: boolean } & Slot)
  | ({ ok: false; code: "already_ordered" } & Order)
  /** The isolate counted with another number of gates: ask the shopper's own one. */
  | { ok: false; code: "moved" }
  /** This shopper let a slot lapse and gets no other for so many ms. To the crowd it is a *full*. */
  | { ok: false; code: "back"; wait: number }
  /** A draw has not called this number yet. */
  | { ok: false; code: "waiting"; called: number }
  | Refusal;

export type Ordered =
  | ({ ok: true; fresh: boolean } & Order)
  /** Another shopper has ordered, or is ordering, with this contact. The slot is kept. */
  | { ok: false; code: "contact_used"; field: ContactField }
  | Refusal;

/** What an order URL is at this moment. */
export type Looked =
  | { is: "slot"; expiresAt: number }
  | ({ is: "order"; form: Partial<OrderForm> } & Order)
  | { is: "expired" };

/** Each answer of a gate brings news along, if the gate has any. */
export type WithNews<Answer> = { answer: Answer; news?: News };
