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
  return rows.map(({ gate, order }) => `${JSON.stringify({ sale, gate, ...order })}\n`).join("");
}

type Cell = string | number | undefined;

const COLUMNS: Record<string, (row: Row, sale: string) => Cell> = {
  orderId: ({ order }) => order.orderId,
  sale: (_, sale) => sale,
  gate: ({ gate }) => gate,
  placedAt: ({ order }) => time(order.placedAt),
  name: ({ order }) => order.name,
  email: ({ order }) => order.email,
  phone: ({ order }) => order.phone,
  address: ({ order }) => order.address,
  note: ({ order }) => order.note,
  delivery: ({ order }) => order.delivery.state,
  attempts: ({ order }) => order.delivery.attempts,
  nextAt: ({ order }) => time(order.delivery.nextAt),
  deliveredAt: ({ order }) => time(order.delivery.deliveredAt),
  status: ({ order }) => order.delivery.status,
  error: ({ order }) => order.delivery.error,
};

const time = (value: number | undefined) =>
  value === undefined ? undefined : new Date(value).toISOString();
