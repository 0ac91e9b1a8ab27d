/** Orders as CSV (RFC 4180), for a spreadsheet. */
import type { ConsoleOrder } from "../contract.ts";

type Cell = string | number | undefined;

const COLUMNS: Record<string, (order: ConsoleOrder) => Cell> = {
  orderId: ({ orderId }) => orderId,
  placedAt: ({ placedAt }) => time(placedAt),
  name: ({ name }) => name,
  email: ({ email }) => email,
  phone: ({ phone }) => phone,
  address: ({ address }) => address,
  note: ({ note }) => note,
  paidAt: ({ paidAt }) => time(paidAt),
  cancelledAt: ({ cancelledAt }) => time(cancelledAt),
  delivery: ({ delivery }) => delivery.state,
  attempts: ({ delivery }) => delivery.attempts,
  status: ({ delivery }) => delivery.status,
  error: ({ delivery }) => delivery.error,
};

/** With a byte order mark, without which some spreadsheets read UTF-8 as something else. */
export const CSV_HEAD = `\uFEFF${Object.keys(COLUMNS).join(",")}\r\n`;

export function csvLine(order: ConsoleOrder): string {
  return `${Object.values(COLUMNS)
    .map((cell) => quoted(cell(order)))
    .join(",")}\r\n`;
}

/**
 * What begins like a formula gets an apostrophe before it, so that it stays a text wherever the file is
 * opened (https://owasp.org/www-community/attacks/CSV_Injection).
 */
function quoted(value: Cell): string {
  if (value === undefined || typeof value === "number") return String(value ?? "");
  const text = /^[=+\-@\t\r\uFF1D\uFF0B\uFF0D\uFF20]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

function time(at: number | undefined): string | undefined {
  return at === undefined ? undefined : new Date(at).toISOString();
}
