/** Horizontal bars: their names are long, and phones are narrow. */
import { scaleLinear } from "d3-scale";
import { exact, figure } from "./chart.ts";
import { type Html, html } from "./page.ts";

interface Bar {
  name: string;
  value: number;
}
interface BarChart {
  title: string;
  /** In the order in which they are drawn, from the top. */
  bars: Bar[];
  /** What is counted: "refusals", "milliseconds". */
  unit: string;
}

export function barChart({ title, bars, unit }: BarChart): Html {
  const known = bars.filter(({ value }) => Number.isFinite(value));
  return figure({
    title,
    unit,
    summary: known.map(({ name, value }) => `${name}: ${exact(value)}`).join("; "),
    draw: (width, narrow) => draw(known, width, narrow),
    data: {
      head: ["What", unit],
      rows: known.map(({ name, value }) => [name, exact(value)]),
      numeric: [1],
    },
  });
}

/** Narrow: the name stands above its bar. */
function draw(bars: Bar[], width: number, narrow: boolean) {
  const [row, thick] = narrow ? [48, 20] : [34, 22];
  const longest = Math.max(0, ...bars.map(({ name }) => name.length));
  const left = narrow ? 0 : Math.min(240, 16 + longest * LETTER);
  const right = 16 + LETTER * Math.max(1, ...bars.map(({ value }) => exact(value).length));
  const x = scaleLinear(domain(bars), [left, width - right]);
  const shape = { x, width, left, thick, narrow };
  const body = bars.map((bar, index) => drawBar(bar, index * row, shape));
  return { height: bars.length * row, body };
}

const LETTER = 7.2;

function domain(bars: Bar[]): [number, number] {
  const values = bars.map(({ value }) => value);
  const [low, high] = [Math.min(0, ...values), Math.max(0, ...values)];
  return low === high ? [0, 1] : [low, high];
}

interface Shape {
  x: (value: number) => number;
  width: number;
  left: number;
  thick: number;
  narrow: boolean;
}

function drawBar({ name, value }: Bar, top: number, shape: Shape): Html {
  const { x, width, left, thick, narrow } = shape;
  const bar = narrow ? top + 20 : top + 6;
  const middle = bar + thick / 2;
  const [from, to] = [Math.min(x(0), x(value)), Math.max(x(0), x(value))];
  const label = narrow
    ? html`<text x="0" y="${top + 13}">${shorten(name, width)}</text>`
    : html`<text x="${left - 10}" y="${middle}" dy=".35em" text-anchor="end">${shorten(name, left - 10)}</text>`;
  return html`<g>${label}<rect class="fill0" x="${round(from)}" y="${bar}" width="${round(Math.max(to - from, value === 0 ? 0 : 2))}" height="${thick}" rx="3"/><text class="value" x="${round(to + 8)}" y="${middle}" dy=".35em">${exact(value)}</text></g>`;
}

/** As many letters as certainly fit; the table has the full name. */
function shorten(name: string, width: number): string {
  const letters = [...name];
  const most = Math.floor(width / LETTER);
  return letters.length <= most ? name : `${letters.slice(0, most - 1).join("")}…`;
}

const round = (value: number) => Math.round(value * 10) / 10;
