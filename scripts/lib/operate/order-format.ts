/** Orders as text: CSV for people and spreadsheets, NDJSON for programs. */

import { stringify } from "csv-stringify/sync";
import type { ExportedOrder } from "../../../edge/contract.ts";
import type { Row } from "./order-pages.ts";

import { type Cell, COLUMNS_FOR, type Preset } from "./order-presets.ts";

export const FORMATS = ["csv", "ndjson"] as const;
/** What may stand between two cells; Excel wants ";" wherever a comma stands before decimals. */
export const DELIMITERS = { comma: ",", semicolon: ";", tab: "\t" } as const;
export interface Form {
  format: (typeof FORMATS)[number];
  sale: string;
  /** Of CSV. */
  delimiter: (typeof DELIMITERS)[keyof typeof DELIMITERS];
  /** Of CSV: the columns that this software imports. */
  preset?: Preset | undefined;
  /** Some spreadsheets read UTF-8 only with a byte order mark before it. */
  bom: boolean;
}

interface Formatter {
  head: string;
  batch: (rows: Row[]) => string;
}

export function formatter(form: Form): Formatter {
  const { format, sale, delimiter, bom, preset } = form;
  if (format === "ndjson") return { head: "", batch: (rows) => toLines(sale, rows) };
  const columns = preset === undefined ? COLUMNS : COLUMNS_FOR[preset];
  const head = `${bom ? "\uFEFF" : ""}${stringify([Object.keys(columns)], { delimiter })}`;
  const cells = (row: Row) =>
    Object.values(columns).map((column) => disarmed(column(row, sale, typed), delimiter));
  return { head, batch: (rows) => stringify(rows.map(cells), { delimiter }) };
}

/** As on the wire: times are milliseconds since 1970. */
function toLines(sale: string, rows: Row[]): string {
  const line = ({ gate, order, nearAddress }: Row) =>
    JSON.stringify({ sale, gate, ...order, nearAddress });
  return rows.map((row) => `${line(row).replace(STEERING, escaped)}\n`).join("");
}

/**
 * Nothing that a shopper typed may steer the terminal that shows it: controls, and marks that turn the
 * direction of text. Line breaks are none of them; JSON has escaped the others below U+0080 itself.
 */
const STEERING = /[^\P{Cc}\r\n\t]|[\u202a-\u202e\u2066-\u2069]/gu;
const escaped = (sign: string) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, "0")}`;
const typed = (text: string | undefined) => text?.replace(STEERING, "");

const COLUMNS: Record<string, (row: Row, sale: string) => Cell> = {
  orderId: ({ order }) => order.orderId,
  sale: (_, sale) => sale,
  gate: ({ gate }) => gate,
  placedAt: ({ order }) => time(order.placedAt),
  name: ({ order }) => typed(order.name),
  email: ({ order }) => typed(order.email),
  phone: ({ order }) => typed(order.phone),
  address: ({ order }) => typed(order.address),
  street: ({ order }) => typed(order.street),
  postcode: ({ order }) => typed(order.postcode),
  city: ({ order }) => typed(order.city),
  country: ({ order }) => typed(order.country),
  note: ({ order }) => typed(order.note),
  delivery: ({ order }) => order.delivery.state,
  attempts: ({ order }) => order.delivery.attempts,
  nextAt: ({ order }) => time(order.delivery.nextAt),
  deliveredAt: ({ order }) => time(order.delivery.deliveredAt),
  status: ({ order }) => order.delivery.status,
  error: ({ order }) => typed(order.delivery.error),
  state: ({ order }) => stateOf(order),
  paidAt: ({ order }) => time(order.paidAt),
  cancelledAt: ({ order }) => time(order.cancelledAt),
  reason: ({ order }) => order.reason,
  payBy: ({ order }) => time(order.payBy),
  product: ({ order }) => typed(order.offer?.title),
  quantity: ({ order }) => order.quantity,
  price: ({ order }) => order.offer?.price,
  currency: ({ order }) => order.offer?.currency,
  terms: ({ order }) => order.offer?.terms,
  utm_source: ({ order }) => typed(order.visit?.source),
  utm_medium: ({ order }) => typed(order.visit?.medium),
  utm_campaign: ({ order }) => typed(order.visit?.campaign),
  utm_term: ({ order }) => typed(order.visit?.term),
  utm_content: ({ order }) => typed(order.visit?.content),
  referrer: ({ order }) => typed(order.visit?.referrer),
  number: ({ order }) => order.number,
  nearAddress: ({ nearAddress }) => nearAddress,
};

function stateOf({ paidAt, cancelledAt }: ExportedOrder): string {
  if (cancelledAt !== undefined) return "cancelled";
  return paidAt === undefined ? "placed" : "paid";
}

const time = (value: number | undefined) =>
  value === undefined ? undefined : new Date(value).toISOString();

// ── What a spreadsheet would take for something else ────────────────────────────────────────

/**
 * An apostrophe wherever a spreadsheet could begin a formula, and before what it would take for a number
 * or a date. A file that is opened with another delimiter than it was written with is cut within its
 * quotes, so a cell may also begin there (owasp.org/www-community/attacks/CSV_Injection).
 */
function disarmed(cell: Cell, delimiter: Form["delimiter"]): Cell {
  if (typeof cell !== "string") return cell;
  const safe = cell.replace(ARMED, (all, before: string) =>
    before === delimiter ? all : `${all}'`,
  );
  return RECAST.test(safe) ? `'${safe}` : safe;
}

/** Full-width signs are read as their plain twins. */
const ARMED = /(^|[,;\t|\r\n])[\s"']*(?=[=+\-@＝＋－＠])/g;

/** Leading zeros, more digits than a number keeps, exponents, days, times and truth. */
const RECAST =
  /^(?:0\d[\d ]*|\d{12,}|\d+(?:\.\d+)?e[+-]?\d+|\d{1,4}([-/.])\d{1,2}(?:\1\d{1,4})?|\d{1,2}:\d\d(?::\d\d)?|true|false)$/i;
