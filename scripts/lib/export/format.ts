/** Rows as text: CSV for people and spreadsheets, NDJSON for programs. */
import { stringify } from "csv-stringify/sync";
import type { Row } from "./order.ts";

export const FORMATS = ["csv", "ndjson"] as const;
export interface Form {
  format: (typeof FORMATS)[number];
  sale: string;
  /** Some spreadsheets read UTF-8 only with a byte order mark before it. */
  bom: boolean;
}

export interface Formatter {
  head: string;
  batch: (rows: Row[]) => string;
}

export function formatter({ format, sale, bom }: Form): Formatter {
  if (format === "ndjson") return { head: "", batch: (rows) => toLines(sale, rows) };
  const head = `${bom ? "\uFEFF" : ""}${stringify([Object.keys(COLUMNS)])}`;
  const columns = Object.values(COLUMNS);
  const cells = (row: Row) => columns.map((column) => column(row, sale));
  // A shopper's "=…" must stay a text, wherever the file is opened.
  return { head, batch: (rows) => stringify(rows.map(cells), { escape_formulas: true }) };
}

/** As on the wire: times are milliseconds since 1970. */
function toLines(sale: string, rows: Row[]): string {
  const line = ({ gate, order }: Row) => JSON.stringify({ sale, gate, ...order });
  return rows.map((row) => `${line(row).replace(STEERING, escaped)}\n`).join("");
}

/**
 * Nothing that a shopper typed may steer the terminal that shows it: controls, and marks that turn the
 * direction of text. Line breaks are none of them; JSON has escaped the others below U+0080 itself.
 */
const STEERING = /[^\P{Cc}\r\n\t]|[\u202a-\u202e\u2066-\u2069]/gu;
const escaped = (sign: string) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, "0")}`;
const typed = (text: string | undefined) => text?.replace(STEERING, "");

type Cell = string | number | undefined;

const COLUMNS: Record<string, (row: Row, sale: string) => Cell> = {
  orderId: ({ order }) => order.orderId,
  sale: (_, sale) => sale,
  gate: ({ gate }) => gate,
  placedAt: ({ order }) => time(order.placedAt),
  name: ({ order }) => typed(order.name),
  email: ({ order }) => typed(order.email),
  phone: ({ order }) => typed(order.phone),
  address: ({ order }) => typed(order.address),
  note: ({ order }) => typed(order.note),
  delivery: ({ order }) => order.delivery.state,
  attempts: ({ order }) => order.delivery.attempts,
  nextAt: ({ order }) => time(order.delivery.nextAt),
  deliveredAt: ({ order }) => time(order.delivery.deliveredAt),
  status: ({ order }) => order.delivery.status,
  error: ({ order }) => typed(order.delivery.error),
};

const time = (value: number | undefined) =>
  value === undefined ? undefined : new Date(value).toISOString();
