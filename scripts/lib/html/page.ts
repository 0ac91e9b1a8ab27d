/**
 * One HTML file to pass around: no scripts, no requests, and its policy forbids both. Every text is
 * escaped; what is `Html` already stays as it is.
 */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { raw, html as template } from "hono/html";
import type { HtmlEscapedString } from "hono/utils/html";

const STYLE = readFileSync(new URL("page.css", import.meta.url), "utf8");
const HASH = createHash("sha256").update(STYLE).digest("base64");
const POLICY = `default-src 'none'; style-src 'sha256-${HASH}'; base-uri 'none'; form-action 'none'`;

export interface Page {
  title: string;
  subtitle?: string;
  /** Above the title: what kind of page it is. */
  kind?: string;
  sections: Content[];
  /** At its end: who made it, when. */
  footer?: string;
}

export function htmlPage({ title, subtitle, kind, sections, footer }: Page): string {
  // The style is hashed as it stands, so nothing may stand beside it in its element.
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex">
<meta name="referrer" content="no-referrer">
<title>${title}</title>
<style>${raw(STYLE)}</style>
</head>
<body>
<header>
${kind ? html`<p class="kind">${kind}</p>` : ""}
<h1>${title}</h1>
${subtitle ? html`<p class="subtitle">${subtitle}</p>` : ""}
</header>
<main>
${sections}</main>
${footer ? html`<footer><p>${footer}</p></footer>` : ""}
</body>
</html>
`.toString();
}

export function section({ heading, body }: { heading: string; body: Content }): Html {
  return html`<section>
<h2>${heading}</h2>
${body}
</section>
`;
}

/** A text of its own, as a paragraph. */
export const paragraph = (text: Content): Html => html`<p>${text}</p>\n`;

export interface Figure {
  label: string;
  value: Content;
  note?: Content;
}

/** Big numbers beside each other. */
export function figures(list: Figure[]): Html {
  const items = list.map(
    ({ label, value, note }) =>
      html`<div><dt>${label}</dt><dd>${value}${note ? html`<small>${note}</small>` : ""}</dd></div>\n`,
  );
  return html`<dl class="figures">
${items}</dl>
`;
}

/** What the reader must not miss. `good` and `bad` say so by a mark, too, not by colour alone. */
export function callout({ kind, text }: { kind: "good" | "bad" | "note"; text: Content }): Html {
  const mark = { good: "✓", bad: "✗", note: "i" }[kind];
  return html`<p class="callout ${kind}"><span class="mark" aria-hidden="true">${mark}</span><span>${text}</span></p>
`;
}

// ── Markup ─────────────────────────────────────────────────────────────────────────────────────
/** Markup, finished. Joining it by `+` or `join` makes a text of it again: pass it on in a list. */
export type Html = HtmlEscapedString;
/** A text (it will be escaped), markup, or many of them one after the other. */
export type Content = string | number | Html | readonly Content[];

/** hono's template; none of our values are promises, so neither is what comes of them. */
export const html = (strings: TemplateStringsArray, ...values: (Content | false)[]): Html =>
  template(strings, ...values) as Html;

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
