/** Lines over a common x axis; y always shows its zero. */
import { scaleLinear } from "d3-scale";
import { area, curveLinear, curveStepAfter, line } from "d3-shape";
import {
  type Axes,
  axes,
  exact,
  figure,
  MARGIN,
  type Point,
  type Scale,
  sample,
  thin,
  tickLabels,
} from "./chart.ts";
import type { Table } from "./page.ts";
import { type Content, type Html, html } from "./page.ts";

interface Series {
  name: string;
  /** In any order; what is not finite is left out. */
  points: Point[];
}
interface LineChart {
  title: string;
  series: Series[];
  xLabel: string;
  yLabel: string;
  /** A value holds until the next point. */
  step?: boolean;
}

/** The page's number of colours; further lines reuse them with other dashes. */
const COLOURS = 6;
const COLUMNS = { wide: 240, narrow: 120 };
const ROWS = 25;

export function lineChart({ title, series, xLabel, yLabel, step = false }: LineChart): Html {
  const ready = series.map(({ name, points }) => ({ name, points: inOrder(points) }));
  const all = ready.flatMap(({ points }) => points);
  return figure({
    title,
    unit: yLabel,
    legend: ready.length > 1 && all.length > 0 ? legend(ready) : [],
    summary: `${xLabel} from left to right, ${yLabel} upwards. ${ready.map(inWords).join(" ")}`,
    draw: (width, narrow) => draw(ready, { xLabel, step, width, narrow }),
    data: all.length === 0 ? { head: [], rows: [] } : inNumbers(ready, xLabel, step),
  });
}

function inOrder(points: Point[]): Point[] {
  const finite = points.filter(([x, y]) => Number.isFinite(x) && Number.isFinite(y));
  return finite.sort(([a], [b]) => a - b);
}

function inWords({ name, points }: Series): string {
  const [first, last] = [points[0], points.at(-1)];
  if (!first || !last) return `${name}: nothing.`;
  const top = points.reduce((best, point) => (point[1] > best[1] ? point : best), first);
  const at = ([x, y]: Point) => `${exact(y)} at ${exact(x)}`;
  return `${name}: from ${at(first)} to ${at(last)}, most ${at(top)}.`;
}

const style = (index: number) => `line s${index % COLOURS} d${index % (COLOURS + 1)}`;

function legend(series: Series[]): Html {
  const items = series.map(
    ({ name }, index) =>
      html`<li><svg class="key" viewBox="0 0 28 10" aria-hidden="true"><path class="${style(index)}" d="M1 5H27"/></svg>${name}</li>`,
  );
  return html`<ul class="legend">${items}</ul>`;
}

// ── The drawing ─────────────────────────────────────────────────────────────────────────────

interface Drawing {
  xLabel: string;
  step: boolean;
  width: number;
  narrow: boolean;
}

function draw(series: Series[], { xLabel, step, width, narrow }: Drawing) {
  const height = narrow ? 240 : 300;
  const all = series.flatMap(({ points }) => points);
  const y = scaleLinear(
    spread(
      all.map(([, y]) => y),
      true,
    ),
    [height - MARGIN.bottom, MARGIN.top],
  );
  y.nice(narrow ? 4 : 5);
  const yTicks = y.ticks(narrow ? 4 : 5);
  const longest = Math.max(0, ...tickLabels(yTicks).map((label) => label.length));
  const left = Math.round(14 + longest * 7.2);
  const x = scaleLinear(
    spread(
      all.map(([x]) => x),
      false,
    ),
    [left, width - MARGIN.right],
  );
  const xTicks = x.ticks(narrow ? 4 : 8);
  const both: Axes = { x, y, xTicks, yTicks, xLabel, left, width, height };
  return {
    height,
    body: [
      axes(both),
      lines(series, both, { step, columns: narrow ? COLUMNS.narrow : COLUMNS.wide }),
    ],
  };
}

/** From the least to the greatest; an axis of one value still has a length. */
function spread(values: number[], zero: boolean): [number, number] {
  const start = zero ? 0 : Number.POSITIVE_INFINITY;
  const low = values.reduce((least, value) => Math.min(least, value), start);
  const high = values.reduce((most, value) => Math.max(most, value), zero ? 0 : -start);
  if (low > high) return [0, 1];
  return low === high && zero ? [low, low + 1] : [low, high];
}

interface Manner {
  step: boolean;
  /** Finer ones nobody sees. */
  columns: number;
}

function lines(series: Series[], both: Axes, { step, columns }: Manner): Content {
  const { x, y } = both;
  const curve = step ? curveStepAfter : curveLinear;
  const path = line<Point>(
    ([at]) => x(at),
    ([, value]) => y(value),
  )
    .curve(curve)
    .digits(1);
  const below = area<Point>(
    ([at]) => x(at),
    y(0),
    ([, value]) => y(value),
  )
    .curve(curve)
    .digits(1);
  return series.map(({ points }, index) => {
    const few = thin(points, columns);
    if (few.length === 1) return dot(few[0] as Point, x, y, index);
    const under = series.length === 1 ? html`<path class="under" d="${below(few) ?? ""}"/>` : "";
    return [under, html`<path class="${style(index)}" d="${path(few) ?? ""}"/>`];
  });
}

const dot = ([at, value]: Point, x: Scale, y: Scale, index: number) =>
  html`<circle class="fill${index % COLOURS}" cx="${x(at).toFixed(1)}" cy="${y(value).toFixed(1)}" r="5"/>`;

// ── The table ───────────────────────────────────────────────────────────────────────────────

function inNumbers(series: Series[], xLabel: string, step: boolean): Table {
  const places = new Set(series.flatMap(({ points }) => points.map(([x]) => x)));
  const every = [...places].sort((a, b) => a - b);
  const shown = sample(every, ROWS);
  const columns = series.map(({ points }) => reader(points, step));
  const rows = shown.map((x) => [exact(x), ...columns.map((column) => cell(column(x)))]);
  return {
    head: [xLabel, ...series.map(({ name }) => name)],
    rows,
    numeric: [0, ...series.map((_, index) => index + 1)],
    ...(shown.length < every.length && {
      note: `${shown.length} of ${exact(every.length)} points.`,
    }),
  };
}

const cell = (value: number | undefined) => (value === undefined ? "" : exact(value));

/** The value at x, asked for in rising order; between two steps, that of the last one. */
function reader(points: Point[], step: boolean): (x: number) => number | undefined {
  let next = 0;
  return (x) => {
    while ((points[next]?.[0] ?? Number.POSITIVE_INFINITY) <= x) next += 1;
    const last = points[next - 1];
    return last && (step || last[0] === x) ? last[1] : undefined;
  };
}
