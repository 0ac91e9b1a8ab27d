import { type Content, type Html, html } from "./markup.ts";

export interface Table {
  head: string[];
  rows: Content[][];
  /** Columns (from 0) that hold numbers: set flush right. */
  numeric?: number[];
  /** A line below it. */
  note?: string;
}

export function table({ head, rows, numeric = [], note }: Table): Html {
  const kind = (column: number) => (numeric.includes(column) ? html` class="number"` : "");
  const heads = head.map((text, column) => html`<th scope="col"${kind(column)}>${text}</th>`);
  const cells = (row: Content[]) =>
    row.map((cell, column) => html`<td${kind(column)}>${cell}</td>`);
  const body = rows.map((row) => html`<tr>${cells(row)}</tr>\n`);
  return html`<table>
<thead><tr>${heads}</tr></thead>
<tbody>
${body}</tbody>
</table>
${note ? html`<p class="aside">${note}</p>` : ""}`;
}
