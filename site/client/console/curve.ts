/** How many units had been sold at which time, drawn as steps under the line of the stock. */
import { fill } from "../../text.ts";
import { count, find, show, texts, time } from "./page.ts";

const SVG = "http://www.w3.org/2000/svg";
const WIDTH = 720;
const HEIGHT = 240;
const LEFT = 56;
const BOTTOM = 28;
const TOP = 14;

type Point = [at: number, sold: number];

/** Points in order of time; the last number holds until `now`. Nothing is drawn before the first order. */
export function drawCurve(points: Point[], stock: number, now: number): void {
  const first = points.find(([, sold]) => sold > 0);
  show("[data-curve-none]", first === undefined);
  show("[data-curve]", first !== undefined);
  if (!first) return;
  const [from, to] = [points[0]?.[0] ?? first[0], Math.max(now, first[0] + 1_000)];
  const sold = points.at(-1)?.[1] ?? 0;
  const x = (at: number) => LEFT + ((at - from) / (to - from)) * (WIDTH - LEFT - 8);
  const y = (value: number) => HEIGHT - BOTTOM - (value / stock) * (HEIGHT - BOTTOM - TOP);
  const summary = { sold: count(sold), stock: count(stock), from: time(from), to: time(to) };
  const drawing = find<SVGElement>("[data-curve] svg");
  drawing.setAttribute("aria-label", fill(texts.curve.summary, summary));
  drawing.replaceChildren(
    ...[0, Math.round(stock / 2), stock].flatMap((value) => rung(value, y(value))),
    shape("path", { class: "area", d: `${steps(points, to, x, y)}V${y(0)}H${x(from)}Z` }),
    shape("path", { class: "line", d: steps(points, to, x, y) }),
    label(LEFT, HEIGHT - 6, time(from), "start"),
    label(WIDTH - 8, HEIGHT - 6, time(to), "end"),
  );
}

function steps(
  points: Point[],
  to: number,
  x: (at: number) => number,
  y: (sold: number) => number,
): string {
  const [first] = points;
  if (!first) return "";
  const rest = points.slice(1).map(([at, sold]) => `H${round(x(at))}V${round(y(sold))}`);
  return `M${round(x(first[0]))} ${round(y(first[1]))}${rest.join("")}H${round(x(to))}`;
}

function rung(value: number, at: number): SVGElement[] {
  const line = shape("path", { class: "grid", d: `M${LEFT} ${round(at)}H${WIDTH - 8}` });
  return [line, label(LEFT - 8, at + 4, count(value), "end")];
}

function label(x: number, y: number, text: string, anchor: string): SVGElement {
  return shape("text", { x: `${round(x)}`, y: `${round(y)}`, "text-anchor": anchor }, text);
}

function shape(name: string, attributes: Record<string, string>, text = ""): SVGElement {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.textContent = text;
  return made;
}

const round = (value: number) => Math.round(value * 10) / 10;
