/** Reads CSV as RFC 4180 has it, and as spreadsheets do: a quote within a cell is a sign like any other. */

/** Rows of cells. */
export function parseCsv(text: string, delimiter = ","): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  let at = 0;
  while (at < text.length) {
    const quoted = text[at] === '"' ? /"((?:[^"]|"")*)"/y : undefined;
    const start = quoted ? match(quoted, text, at) : "";
    const from = at + start.length;
    const end = nextEnd(text, from, delimiter);
    row.push(unquoted(start) + text.slice(from, end));
    if (text[end] !== delimiter) {
      rows.push(row);
      row = [];
    }
    at = end + 1;
  }
  return rows;
}

function match(pattern: RegExp, text: string, at: number): string {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0] ?? "";
}

const unquoted = (cell: string) => cell.slice(1, -1).replaceAll('""', '"');

function nextEnd(text: string, from: number, delimiter: string): number {
  const ends = [text.indexOf(delimiter, from), text.indexOf("\n", from)].filter((at) => at >= 0);
  return ends.length > 0 ? Math.min(...ends) : text.length;
}
