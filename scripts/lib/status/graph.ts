/** Small drawings of characters. */

/** "████░░░░" */
export function bar(part: number, whole: number, width: number): string {
  const share = whole > 0 ? Math.min(1, Math.max(0, part / whole)) : 0;
  // Full only when it is; something as soon as there is something.
  const cells = share < 1 ? Math.min(width - 1, Math.ceil(share * width)) : width;
  return "█".repeat(cells) + "░".repeat(width - cells);
}

const HEIGHTS = [..."▁▂▃▄▅▆▇█"];

/** "▁▃█▂": the highest of them is full, nothing is the lowest. */
export function sparkline(values: number[]): string {
  const top = values.reduce((most, value) => Math.max(most, value), 0);
  const height = (value: number) =>
    top === 0 ? 0 : Math.ceil((value / top) * (HEIGHTS.length - 1));
  return values.map((value) => HEIGHTS[height(value)]).join("");
}
