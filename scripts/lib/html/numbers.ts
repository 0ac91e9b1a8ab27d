/** Numbers on axes, beside bars and in tables. */

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
