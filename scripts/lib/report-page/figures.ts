/** A sale in figures, for the page and, as JSON, for programs. Times: milliseconds since 1970. */
import type { SaleStatus } from "../operator/sale-status.ts";
import { refusalsOf } from "../status/line.ts";
import { type Pace, paceOf } from "./pace.ts";
import { type Price, type Product, times } from "./product.ts";
import type { Delivery, Tally } from "./tally.ts";

export interface Figures {
  sale: string;
  title?: string;
  /** When they were read. */
  at: number;
  state: SaleStatus["state"];
  startsAt?: number;
  endsAt?: number;
  endedAt?: number;
  stock: number;
  sold: number;
  left: number;
  /** Of one unit, and of all that were sold. */
  price?: Price;
  revenue?: Price;
  /** From the start to the order that took the last unit. */
  soldOutAfter?: number;
  pace?: Pace;
  /** Requests, not people; at least. */
  refused: number;
  refusals: SaleStatus["refusals"];
  delivery: Delivery;
  events: SaleStatus["events"];
  /** Gates that did not answer the question how the sale stands. */
  silent: number[];
}

export interface Sources {
  status: SaleStatus;
  placed: number[];
  tally: Tally;
  product: Product;
  now: number;
}

export function figuresOf({ status, placed, tally, product, now }: Sources): Figures {
  const { sale, state, startsAt, endsAt, endedAt, stock, sold, left } = status;
  const { title, price } = product;
  const pace = paceOf(placed);
  const soldOutAfter = left === 0 && pace ? since(startsAt, pace.last) : undefined;
  return {
    ...{ sale, at: now, state, stock, sold, left },
    ...defined({ title, startsAt, endsAt, endedAt, soldOutAfter, pace, price }),
    ...(price && { revenue: times(price, sold) }),
    ...{ refused: refusalsOf(status), refusals: status.refusals, delivery: tally.delivery() },
    ...{ events: status.events, silent: status.silent },
  };
}

/** Unknown without a start, and when the start was moved to later than `at`. */
function since(start: number | undefined, at: number): number | undefined {
  return start === undefined || start > at ? undefined : at - start;
}

type Defined<Values> = { [Key in keyof Values]?: NonNullable<Values[Key]> };

function defined<Values extends object>(values: Values): Defined<Values> {
  const known = Object.entries(values).filter(([, value]) => value !== undefined);
  return Object.fromEntries(known) as Defined<Values>;
}
