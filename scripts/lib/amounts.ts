/** Numbers as people write them on a command line: with separators, never read as something else. */
import { decimalsOf, decimalsProblem } from "../../site/build/money.ts";

/** Between thousands: 1,000 1.000 1 000 1'000 1_000 */
const GROUPED = /^(-?\d{1,3})(?:([., '’_\u00a0\u202f])\d{3})(?:\2\d{3})*$/;

/** Digits and separators of other scripts, as their plain twins. */
function plain(text: string): string {
  return text
    .trim()
    .replace(/[٠-٩۰-۹０-９]/g, (digit) => String(digit.charCodeAt(0) & 15))
    .replace(/[٬，]/g, ",")
    .replace(/[٫．]/g, ".");
}

const bare = (text: string) => text.replace(/[^\d-]/g, "");

/** A whole number, with or without separators between thousands; undefined for anything else. */
export function readCount(text: string): number | undefined {
  const written = plain(text);
  if (/^-?\d+$/.test(written)) return Number(written);
  return GROUPED.test(written) ? Number(bare(written)) : undefined;
}

/** `written` is digits, with a point before decimals: "1250.00". `problem` says "must …". */
export type Amount = { ok: true; written: string } | { ok: false; problem: string };

/**
 * An amount of money. One comma or point with three digits behind it stands between thousands for one
 * half of the world and before decimals for the other, and a price must not be off by a thousand: it is
 * taken only where the currency has no decimals, or three of them behind a point, as in a sale's file.
 */
export function readAmount(text: string, currency: string): Amount {
  const amount = plain(text);
  const most = decimalsOf(currency);
  const { whole = "", sign, decimals = "" } = TWOFOLD.exec(amount)?.groups ?? {};
  if (sign !== undefined && most === 0) return { ok: true, written: whole + decimals };
  if (sign !== undefined && (most < 3 || sign === ",")) {
    const other = most < 3 ? `at most ${most} decimals` : `${whole}.${decimals} with a point`;
    const problem = `must be clear: write ${whole}${decimals} without a separator, or ${other}`;
    return { ok: false, problem };
  }
  const written = withPoint(amount);
  if (written === undefined) return { ok: false, problem: "must be a number, like 19.9" };
  const problem = decimalsProblem(written, currency);
  return problem === undefined ? { ok: true, written } : { ok: false, problem };
}

const TWOFOLD = /^(?<whole>[1-9]\d{0,2})(?<sign>[.,])(?<decimals>\d{3})$/;
const SIMPLE = /^(?<whole>\d+)(?:[.,](?<decimals>\d+))?$/;
/** Decimals are behind another sign than the one between thousands. */
const THOUSANDS =
  /^(?<whole>\d{1,3}(?:(?<sign>[., '’_\u00a0\u202f])\d{3})(?:\k<sign>\d{3})*)(?:(?!\k<sign>)[.,](?<decimals>\d+))?$/;

/** Undefined unless it can be read in one way only. */
function withPoint(amount: string): string | undefined {
  const { whole, decimals } = (SIMPLE.exec(amount) ?? THOUSANDS.exec(amount))?.groups ?? {};
  if (whole === undefined) return undefined;
  const digits = bare(whole).replace(/^0+(?=\d)/, "");
  return decimals === undefined ? digits : `${digits}.${decimals}`;
}
