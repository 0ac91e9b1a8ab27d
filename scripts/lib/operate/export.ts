/** Streams all orders of a sale, gate by gate and in the order in which they were placed. */

import { stringify } from "csv-stringify/sync";
import type { Sink } from "../result-file.ts";
import type { RetryPolicy } from "./client.ts";
import type { Row } from "./order-pages.ts";
import { readOrders } from "./orders.ts";
import { ReaderGone } from "./output.ts";
import type { Operator } from "./where.ts";

export interface ExportOptions extends Form {
  operator: Operator;
  output: Sink;
  /** Aborts it; the abort's reason is thrown. */
  signal?: AbortSignal;
  patience?: RetryPolicy;
  /** Hears how many rows were written, batch by batch. */
  onRows?: (rows: number) => void;
}

/**
 * False when the reader has gone. Throws a Refusal when retries do not help; then no
 * half file is left.
 */
export async function exportOrders(options: ExportOptions): Promise<boolean> {
  const { output, signal } = options;
  const ending = new AbortController();
  const either = signal ? AbortSignal.any([signal, ending.signal]) : ending.signal;
  try {
    await writeAll(options, either);
    await output.finish();
    return true;
  } catch (error) {
    await output.abandon();
    if (error instanceof ReaderGone) return false;
    throw error;
  } finally {
    // Stops the pages that are being read ahead.
    ending.abort();
  }
}

async function writeAll(options: ExportOptions, signal: AbortSignal): Promise<void> {
  const { output, onRows = () => {} } = options;
  const { head, batch } = formatter(options);
  const all = await readOrders({ ...options, signal });
  if (head) await output.write(head);
  for await (const rows of all) {
    signal.throwIfAborted();
    await output.write(batch(rows));
    onRows(rows.length);
  }
}

// ── CSV and NDJSON ─────────────────────────────────────────────────────────────────────────────
export const FORMATS = ["csv", "ndjson"] as const;
export interface Form {
  format: (typeof FORMATS)[number];
  sale: string;
  /** Some spreadsheets read UTF-8 only with a byte order mark before it. */
  bom: boolean;
}

interface Formatter {
  head: string;
  batch: (rows: Row[]) => string;
}

function formatter({ format, sale, bom }: Form): Formatter {
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
