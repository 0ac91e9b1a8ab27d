/** Rows in columns: the first one to the left, numbers to the right. */
import type { Paint } from "../report.ts";

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
