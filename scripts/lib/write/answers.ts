/** Answers are judged by the rules of a sale's file: the same schema, the same words. */

import { existsSync } from "node:fs";
import { homedir } from "node:os";
import { join, relative } from "node:path";
import * as z from "zod/mini";
import { duration, SLUG, SLUG_MAX, saleSchema } from "../../../edge/contract.ts";
import { saleNameProblem } from "../../../site/build/sale-name.ts";
import { readAmount, readCount } from "../amounts.ts";
import { givenPath, project } from "../project.ts";
import { FULL_WIDTH, LEAST_WIDTH, lookAt, type Picture, tooSmall } from "../sale-file/picture.ts";
import { after, type Read, readWhen } from "../when.ts";

const { shape } = saleSchema(z.string()).def;
export type Key = keyof typeof shape;

/** "must …", or nothing when the key may have this value. */
export function problemOf(key: Key, value: unknown): string | undefined {
  const judged = shape[key].safeParse(value);
  return judged.success ? undefined : (judged.error?.issues[0]?.message ?? "must be right");
}

/** "must …", or nothing when there may be so many. */
export const countProblem = (key: "stock" | "expected", text: string) =>
  problemOf(key, readCount(text) ?? text);

/** An amount, with no more decimals than its currency has. */
export function amountProblem(key: "price" | "listPrice", text: string, currency: string) {
  const amount = readAmount(text, knownCurrency(currency));
  return amount.ok ? problemOf(key, Number(amount.written)) : amount.problem;
}

/** What `amountProblem` has nothing against, as a sale's file has it: "1250.00". */
export function amountOf(text: string, currency: string): string {
  const amount = readAmount(text, knownCurrency(currency));
  if (amount.ok) return amount.written;
  throw new Error(`the amount ${text} ${amount.problem}`);
}

/** Until there is one, an amount is judged as most are. */
const knownCurrency = (currency: string) => (problemOf("currency", currency) ? "EUR" : currency);

/** A time as for the start, or so long after it. */
export function readEnd(text: string, start: number, zone: string): Read {
  const length = duration(text);
  if (length !== undefined && length % 1000 !== 0) {
    return { ok: false, problem: "must be whole seconds, since pages count in seconds" };
  }
  const end = length === undefined ? readWhen(text, zone) : after(start, length, zone);
  if (end.ok && end.at <= start) return { ok: false, problem: "must be later than the start" };
  const isUnclear = !end.ok && end.problem.startsWith("must be a time like");
  return isUnclear ? { ok: false, problem: `${end.problem}, or a duration like 2h` } : end;
}

// ── Names ──────────────────────────────────────────────────────────────────────────────────────
const LETTERS: Record<string, string> = { ß: "ss", æ: "ae", œ: "oe", ø: "o", ł: "l", đ: "d" };

/** "Grüße & Söhne" becomes "grusse-sohne"; "" when no letter is left, as of a Chinese title. */
export function nameOf(title: string): string {
  const plain = title
    .toLowerCase()
    .replace(/[ßæœøłđ]/g, (letter) => LETTERS[letter] ?? "")
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .replace(/['’]/g, "")
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-|-$/g, "");
  return shorten(plain);
}

/** Whole words, as many as fit. */
function shorten(name: string): string {
  if (name.length <= SLUG_MAX) return name;
  const cut = name.slice(0, SLUG_MAX + 1);
  const words = cut.slice(0, cut.lastIndexOf("-"));
  return cut.includes("-") ? words : name.slice(0, SLUG_MAX);
}

/** "must …", or nothing when a new sale may have this name. */
export function nameProblem(name: string): string | undefined {
  if (!SLUG.test(name)) {
    const better = nameOf(name);
    const hint = better ? `, like ${better}` : ", like walnut-bowl";
    return `must be small letters, digits and single hyphens${hint}`;
  }
  if (name.length > SLUG_MAX) return `must be at most ${SLUG_MAX} characters, like ${nameOf(name)}`;
  // What is left of the build's rules: names that something else uses.
  const reserved = saleNameProblem(name);
  if (reserved !== undefined) return `must be another: this one ${reserved}`;
  const there = [join(project.sales, name), join(project.sales, `${name}.md`)].find(existsSync);
  if (there === undefined) return undefined;
  return `must be another: there is ${relative(project.root, there)} already, and nothing is overwritten`;
}

// ── Pictures ───────────────────────────────────────────────────────────────────────────────────
/** Without the quotes, backslashes and file:// that a terminal puts around a dropped file. */
export function cleanPath(text: string): string {
  const bare = text.trim().replace(/^(['"])(.*)\1$/, "$2");
  if (bare.startsWith("file://")) return pathOf(bare.slice("file://".length));
  const plain = process.platform === "win32" ? bare : bare.replace(/\\(.)/g, "$1");
  return plain.startsWith("~/") ? join(homedir(), plain.slice(2)) : plain;
}

/** A `%` that was never encoded stands for itself. */
function pathOf(encoded: string): string {
  try {
    return decodeURIComponent(encoded);
  } catch {
    return encoded;
  }
}

export async function findPicture(
  text: string,
): Promise<{ ok: true; file: string; picture: Picture } | { ok: false; problem: string }> {
  const file = givenPath(cleanPath(text));
  const looked = await lookAt(file);
  if (!looked.ok) return looked;
  if (!tooSmall(looked.picture)) return { ...looked, file };
  const { width } = looked.picture;
  const problem = `must be at least ${LEAST_WIDTH} pixels wide (better ${FULL_WIDTH}), and this has ${width}`;
  return { ok: false, problem };
}

export async function pictureProblem(text: string): Promise<string | undefined> {
  const found = await findPicture(text);
  return found.ok ? undefined : found.problem;
}
