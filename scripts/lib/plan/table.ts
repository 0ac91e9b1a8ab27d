/** Text for a terminal: rows in columns, wrapped lines, numbers with their units. */
import type { Paint } from "../tell.ts";

export interface Section {
  title: string;
  /** Over the columns after the first. */
  heads?: string[];
  rows: string[][];
}

const INDENT = "  ";
const GAP = "   ";

/** All sections with the same columns, so that they stand under each other. */
export function sections(all: Section[], paint: Paint): string {
  const lines = all.flatMap(({ title, heads = [], rows }) => [[title, ...heads], ...rows]);
  const widths = columns(lines);
  return all
    .map(({ title, heads = [], rows }) =>
      [
        paint("cyan", title) +
          " ".repeat(Math.max(0, (widths[0] ?? 0) + INDENT.length - title.length)) +
          paint("dim", cells(heads, widths.slice(1))),
        ...rows.map((row) => INDENT + line(row, widths)),
      ]
        .map((text) => text.trimEnd())
        .join("\n"),
    )
    .join("\n\n");
}

function columns(lines: string[][]): number[] {
  const many = Math.max(...lines.map((cellsOf) => cellsOf.length));
  return Array.from({ length: many }, (_, i) =>
    // A lone cell is a sentence, and as long as it likes.
    Math.max(0, ...lines.filter((row) => row.length > 1).map((row) => row[i]?.length ?? 0)),
  );
}

function line([first = "", ...rest]: string[], [width = 0, ...widths]: number[]): string {
  return first.padEnd(width) + cells(rest, widths);
}

function cells(row: string[], widths: number[]): string {
  return row.map((cell, i) => GAP + cell.padStart(widths[i] ?? 0)).join("");
}

/** Text in lines of a readable width, all but the first one under its beginning. */
export function wrapped(text: string, mark: string, width = 80): string {
  const lines: string[] = [];
  let current = mark;
  for (const word of text.split(" ")) {
    if (current.length + word.length + 1 > width && current.trim() !== "") {
      lines.push(current);
      current = " ".repeat(mark.length);
    }
    current += current === "" || current.endsWith(" ") ? word : ` ${word}`;
  }
  return [...lines, current].join("\n");
}

// ── Numbers for people, each with its unit ──────────────────────────────────────────────────

const whole = new Intl.NumberFormat("en", { maximumFractionDigits: 0 });
const short = new Intl.NumberFormat("en", { maximumSignificantDigits: 3 });
const dollars = new Intl.NumberFormat("en", { style: "currency", currency: "USD" });
const percent = new Intl.NumberFormat("en", { style: "percent", maximumFractionDigits: 0 });

export const count = (number: number): string => whole.format(number);
export const money = (amount: number): string =>
  amount > 0 && amount < 0.005 ? `< ${dollars.format(0.01)}` : dollars.format(amount);
export const share = (part: number): string => percent.format(part);

/** A few digits say enough of what nobody counts. */
export const about = (number: number): string =>
  number >= 1_000 ? whole.format(number) : short.format(number);

const BYTES = ["B", "kB", "MB", "GB", "TB", "PB"];
const BITS = ["bit/s", "kbit/s", "Mbit/s", "Gbit/s", "Tbit/s"];

export const bytes = (number: number): string => scaled(number, BYTES);
export const bits = (number: number): string => scaled(number, BITS);

function scaled(number: number, units: readonly string[]): string {
  const step = number < 1 ? 0 : Math.floor(Math.log10(number) / 3);
  const power = Math.min(units.length - 1, step);
  return `${short.format(number / 1_000 ** power)} ${units[power]}`;
}

/** 23 s, 2 min 5 s. */
export function time(ms: number): string {
  const seconds = Math.round(ms / 1_000);
  if (seconds < 60) return `${seconds} s`;
  const rest = seconds % 60;
  return rest === 0 ? `${seconds / 60} min` : `${Math.floor(seconds / 60)} min ${rest} s`;
}
