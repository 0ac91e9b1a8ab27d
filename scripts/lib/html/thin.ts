/** Fewer points that look the same: a chart of 20,000 orders must stay a small file. */

export type Point = [x: number, y: number];

/** In each of so many columns, the first, the lowest, the highest and the last point. */
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

/** At most so many, evenly spread, the first and the last among them. */
export function sample<Item>(items: Item[], most: number): Item[] {
  if (items.length <= most) return items;
  const step = (items.length - 1) / (most - 1);
  return Array.from({ length: most }, (_, index) => items[Math.round(index * step)] as Item);
}
