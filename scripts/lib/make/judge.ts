/** Answers are judged by the rules of a sale's file: the same schema, the same words. */
import * as z from "zod/mini";
import { duration, saleSchema } from "../../../edge/contract.ts";
import { after, type Read, readWhen } from "./when.ts";

const { shape } = saleSchema(z.string()).def;
export type Key = keyof typeof shape;

/** "must …", or nothing when the key may have this value. */
export function problemOf(key: Key, value: unknown): string | undefined {
  const judged = shape[key].safeParse(value);
  return judged.success ? undefined : (judged.error?.issues[0]?.message ?? "must be right");
}

/** "19.90", "19,90", "1200"; anything else stays text, which no key of a number takes. */
export function number(text: string): number | string {
  return /^-?\d+(?:[.,]\d{1,3})?$/.test(text) ? Number(text.replace(",", ".")) : text;
}

/** An amount, with no more decimals than its currency has. */
export function amountProblem(key: "price" | "listPrice", text: string, currency: string) {
  const wrong = problemOf(key, number(text));
  const most = problemOf("currency", currency) ? 2 : decimalsOf(currency);
  const decimals = /[.,](\d+)$/.exec(text)?.[1]?.length ?? 0;
  if (wrong !== undefined || decimals <= most) return wrong;
  return `must have at most ${most === 1 ? "1 decimal" : `${most} decimals`}, as ${currency} has`;
}

function decimalsOf(currency: string): number {
  const style = { style: "currency", currency } as const;
  return new Intl.NumberFormat("en", style).resolvedOptions().maximumFractionDigits ?? 2;
}

/** A time as for the start, or so long after it. */
export function readEnd(text: string, start: number, zone: string): Read {
  const length = duration(text);
  const end = length === undefined ? readWhen(text, zone) : after(start, length, zone);
  if (end.ok && end.at <= start) return { ok: false, problem: "must be later than the start" };
  const isUnclear = !end.ok && end.problem.startsWith("must be a time like");
  return isUnclear ? { ok: false, problem: `${end.problem}, or a duration like 2h` } : end;
}
