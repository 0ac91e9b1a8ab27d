/** A grid with its numbers. */
import type { ScaleLinear } from "d3-scale";
import { type Html, html } from "./markup.ts";
import { tickLabels } from "./numbers.ts";

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
