/** A sale in figures, for the page and, as JSON, for programs. Times: milliseconds since 1970. */

import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { readFrontmatter } from "../../../site/build/frontmatter.ts";
import { type DrawProof, proofOf } from "../draw/proof.ts";
import { refusalsOf } from "../operate/lines.ts";
import type { SaleStatus } from "../operate/sale-status.ts";
import { project } from "../project.ts";
import type { Delivery, Tally } from "./gather.ts";
import { type Pace, paceOf } from "./pace.ts";
import { conversionOf, type Source } from "./visitors.ts";

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
  /** All that were placed, cancelled ones too; of these: paid, still to be paid, cancelled. */
  orders: number;
  paid: number;
  awaiting: number;
  cancelled: number;
  /** Browsers that had not been here before; at least. */
  visitors: number;
  /** Orders per visitor, from 0 to 1; at most. */
  conversion?: number;
  sources: Source[];
  /** Requests, not people; at least. */
  refused: number;
  refusals: SaleStatus["refusals"];
  delivery: Delivery;
  /** Orders whose address is nearly that of an earlier one; `orders` says which. */
  nearAddresses: number;
  events: SaleStatus["events"];
  /** Gates that did not answer when asked for the status. */
  silent: number[];
  /** What anybody can recompute the draw from; last, so that a few lines of shell can find its end. */
  draw?: DrawProof;
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
  const { visitors = 0 } = status; // a deployment from before they were counted tells of none
  const conversion = conversionOf(visitors, placed.length);
  const draw = proofOf(status, tally.proven());
  const soldOutAfter = left === 0 && pace ? since(startsAt, pace.last) : undefined;
  return {
    sale,
    at: now,
    state,
    stock,
    sold,
    left,
    ...defined({ title, startsAt, endsAt, endedAt, soldOutAfter, pace, price, conversion }),
    ...(price && { revenue: times(price, sold) }),
    orders: placed.length,
    ...tally.life(),
    visitors,
    sources: tally.sources(),
    refused: refusalsOf(status),
    refusals: status.refusals,
    delivery: tally.delivery(),
    nearAddresses: tally.nearAddresses,
    events: status.events,
    silent: status.silent,
    ...(draw && { draw }),
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

// ── The product ────────────────────────────────────────────────────────────────────────────────
export interface Product {
  title?: string;
  price?: Price;
}
export interface Price {
  amount: number;
  /** ISO 4217. */
  currency: string;
}

export function readProduct(sale: string, folder = project.sales): Product {
  const names = [`${sale}.md`, join(sale, "index.md")];
  const file = names.map((name) => join(folder, name)).find((path) => existsSync(path));
  if (file === undefined) return {};
  const front = readFrontmatter(file, readFileSync(file, "utf8"));
  if ("problems" in front) return {};
  const { title, price, currency } = front.data;
  return {
    ...(typeof title === "string" && { title }),
    ...(typeof price === "number" &&
      isCurrency(currency) && { price: { amount: price, currency } }),
  };
}

const isCurrency = (code: unknown): code is string =>
  Intl.supportedValuesOf("currency").some((known) => known === code);

/** "€1,450", "€19.90" */
export function money({ amount, currency }: Price): string {
  const options = { style: "currency", currency, trailingZeroDisplay: "stripIfInteger" } as const;
  return amount.toLocaleString("en", options);
}

/** The price of `units`, rounded as the currency is. */
export function times({ amount, currency }: Price, units: number): Price {
  const format = new Intl.NumberFormat("en", { style: "currency", currency });
  const digits = format.resolvedOptions().maximumFractionDigits ?? 2;
  return { amount: Number((amount * units).toFixed(digits)), currency };
}
