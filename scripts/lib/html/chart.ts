/** A chart's frame: caption, legend, the drawing for wide and narrow pages, and its data as a table. */

import type { ScaleLinear } from "d3-scale";
import { type Content, type Html, html, type Table, table } from "./page.ts";

/** The page shows the one that fits (page.css), so that text stays readable on a phone. */
const WIDE = 720;
const NARROW = 340;

export interface Chart {
  title: string;
  /** What is counted, in a word or two. */
  unit?: string;
  legend?: Content;
  /** The drawing in words, for those who do not see it. */
  summary: string;
  draw: (width: number, narrow: boolean) => { height: number; body: Content };
  data: Table;
}

export function figure({ title, unit, legend = [], summary, draw, data }: Chart): Html {
  const drawing = (width: number, name: string) => {
    const { height, body } = draw(width, width === NARROW);
    return html`<svg class="${name}" role="img" viewBox="0 0 ${width} ${height}"><title>${title}</title><desc>${summary}</desc>${body}</svg>`;
  };
  const empty = data.rows.length === 0;
  return html`<figure class="chart">
<figcaption>${title}${unit ? html` <span class="unit">${unit}</span>` : ""}</figcaption>
${legend}${
  empty
    ? html`<p class="nothing">Nothing to show.</p>`
    : [drawing(WIDE, "wide"), drawing(NARROW, "narrow"), inNumbers(data)]
}
</figure>
`;
}

const inNumbers = (data: Table) =>
  html`<details><summary>In numbers</summary>${table(data)}</details>`;

// ── Axes ───────────────────────────────────────────────────────────────────────────────────────
export const MARGIN = { top: 10, right: 14, bottom: 44 };
export type Scale = ScaleLinear<number, number>;

export interface Axes {
  x: Scale;
  y: Scale;
  xTicks: number[];
  yTicks: number[];
  xLabel: string;
  /** Where the plot begins. */
  left: number;
  width: number;
  height: number;
}

export function axes({ x, y, xTicks, yTicks, xLabel, left, width, height }: Axes): Html {
  const [right, bottom] = [width - MARGIN.right, height - MARGIN.bottom];
  const yLabels = tickLabels(yTicks);
  const rungs = yTicks.map((tick, index) => {
    const at = round(y(tick));
    return html`<path class="grid${tick === 0 ? " zero" : ""}" d="M${left} ${at}H${right}"/><text x="${left - 8}" y="${at}" dy=".35em" text-anchor="end">${yLabels[index] ?? ""}</text>`;
  });
  const xLabels = tickLabels(xTicks);
  const marks = xTicks.map((tick, index) => {
    const at = round(x(tick));
    return html`<path class="grid zero" d="M${at} ${bottom}v5"/><text x="${at}" y="${bottom + 19}" text-anchor="middle">${xLabels[index] ?? ""}</text>`;
  });
  const label = html`<text class="label" x="${right}" y="${height - 6}" text-anchor="end">${xLabel}</text>`;
  return html`<g>${rungs}${marks}${label}</g>`;
}

const round = (value: number) => Math.round(value * 10) / 10;

// ── Numbers ────────────────────────────────────────────────────────────────────────────────────
/** As many digits as a reader needs: 0.25, 1,234, 12,345,678. */
export function exact(value: number): string {
  if (Math.abs(value) >= 1e15) return scientific(value);
  return value.toLocaleString("en", { maximumSignificantDigits: Math.abs(value) >= 100 ? 15 : 4 });
}

/** Short enough for an axis: 12.5K, 3M. */
function compact(value: number): string {
  if (Math.abs(value) >= 1e15) return scientific(value);
  return value.toLocaleString("en", { notation: "compact", maximumFractionDigits: 2 });
}

const scientific = (value: number) =>
  value.toLocaleString("en", { notation: "scientific", maximumFractionDigits: 2 });

/** Short ones, unless two of them would read the same. */
export function tickLabels(values: number[]): string[] {
  if (values.every((value) => Math.abs(value) < 10_000)) return values.map(exact);
  const short = values.map(compact);
  return new Set(short).size === short.length ? short : values.map(exact);
}

// ── Fewer points ───────────────────────────────────────────────────────────────────────────────
export type Point = [x: number, y: number];

/** Keeps the first, lowest, highest and last point of each column. */
export function thin(points: Point[], columns: number): Point[] {
  const [first, last] = [points[0], points.at(-1)];
  if (!first || !last || points.length <= columns * 4) return points;
  const width = (last[0] - first[0]) / columns || 1;
  const column = ([x]: Point) => Math.floor((x - first[0]) / width);
  const kept: Point[] = [];
  for (let from = 0; from < points.length; ) {
    const here = column(points[from] as Point);
    let to = from + 1;
    while (to < points.length && column(points[to] as Point) === here) to += 1;
    kept.push(...extremes(points, from, to));
    from = to;
  }
  return kept;
}

function extremes(points: Point[], from: number, to: number): Point[] {
  let [low, high] = [from, from];
  const y = (at: number) => points[at]?.[1] ?? 0;
  for (let at = from; at < to; at++) {
    if (y(at) < y(low)) low = at;
    if (y(at) > y(high)) high = at;
  }
  const chosen = [...new Set([from, low, high, to - 1])].sort((a, b) => a - b);
  return chosen.flatMap((at) => (points[at] ? [points[at]] : []));
}

/** At most `most` of them, evenly spread, including the first and the last. */
export function sample<Item>(items: Item[], most: number): Item[] {
  if (items.length <= most) return items;
  const step = (items.length - 1) / (most - 1);
  return Array.from({ length: most }, (_, index) => items[Math.round(index * step)] as Item);
}
