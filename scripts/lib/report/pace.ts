/** How fast it went, from the moments at which orders were placed (milliseconds, rising). */
import type { Point } from "../html/chart.ts";

export interface Pace {
  first: number;
  /** By then half of the orders were there; nine out of ten. */
  half: number;
  nearlyAll: number;
  last: number;
  /** The most orders within any second, within any minute. */
  bestSecond: number;
  bestMinute: number;
}

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

export function paceOf(placed: number[]): Pace | undefined {
  const [first, last] = [placed[0], placed.at(-1)];
  if (first === undefined || last === undefined) return undefined;
  const share = (part: number) => placed[Math.ceil(placed.length * part) - 1] ?? last;
  const [half, nearlyAll] = [share(0.5), share(0.9)];
  const [bestSecond, bestMinute] = [most(placed, SECOND), most(placed, MINUTE)];
  return { first, half, nearlyAll, last, bestSecond, bestMinute };
}

/** The most orders within any period of `length`. */
function most(placed: number[], length: number): number {
  let [from, best] = [0, 0];
  for (const [to, at] of placed.entries()) {
    while (at - (placed[from] ?? at) >= length) from += 1;
    best = Math.max(best, to - from + 1);
  }
  return best;
}

export interface Unit {
  name: string;
  length: number;
}
const UNITS: Unit[] = [
  { name: "seconds", length: SECOND },
  { name: "minutes", length: MINUTE },
  { name: "hours", length: HOUR },
];
const DAYS: Unit = { name: "days", length: 24 * HOUR };

/** In which unit a chart of so many milliseconds is read. */
export function unitFor(span: number): Unit {
  return UNITS.find(({ length }) => span <= 180 * length) ?? DAYS;
}

/** Enough for any chart, however many orders there are. */
const POINTS = 5_000;

/** How many there were at each moment, from `start` on. */
export function growth(placed: number[], start: number, { length }: Unit): Point[] {
  const stride = Math.ceil(placed.length / POINTS);
  const points = placed.flatMap((at, index): Point[] => {
    const shown = index % stride === 0 || index === placed.length - 1;
    return shown ? [[(at - start) / length, index + 1]] : [];
  });
  const before = Math.min(0, points[0]?.[0] ?? 0);
  return [[before, 0], ...points];
}

export interface Rate {
  /** What is counted in each point: "second", "10 seconds". */
  per: string;
  points: Point[];
}

const STEPS: [name: string, length: number][] = [
  ["tenth of a second", SECOND / 10],
  ["second", SECOND],
  ["10 seconds", 10 * SECOND],
  ["minute", MINUTE],
  ["10 minutes", 10 * MINUTE],
  ["hour", HOUR],
  ["6 hours", 6 * HOUR],
];
const DAY: [string, number] = ["day", 24 * HOUR];
const MOST_STEPS = 150;

/** Orders of each step of time from `start` (or the first order, if that was earlier) to the last. */
export function rate(placed: number[], start: number, { length: unit }: Unit): Rate {
  const from = Math.min(start, placed[0] ?? start);
  const span = (placed.at(-1) ?? from) - from;
  const [per, length] = STEPS.find(([, step]) => span <= MOST_STEPS * step) ?? DAY;
  const counts = new Array<number>(Math.floor(span / length) + 1).fill(0);
  for (const at of placed) {
    const step = Math.floor((at - from) / length);
    counts[step] = (counts[step] ?? 0) + 1;
  }
  const x = (step: number) => (from - start + step * length) / unit;
  const points = counts.map((count, step): Point => [x(step), count]);
  return { per, points: [...points, [x(counts.length), 0]] };
}
