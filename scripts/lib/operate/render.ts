/** One sale in full, or many in a line each; for programs always a line of JSON each. */
import type { Paint } from "../tell.ts";
import { type LocalNow, perSecond } from "../words.ts";
import { type Drawing, details } from "./details.ts";
import { line, next, wrap } from "./lines.ts";
import type { Seen } from "./watch.ts";

/** How wide the terminal is, if it is one, and how fast a sale sells, if that is known. */
export interface Shown {
  width?: number;
  rates?: (sale: string) => number[];
}

export function asText(
  seen: Seen[],
  full: boolean,
  moment: LocalNow,
  paint: Paint,
  shown: Shown = {},
): string {
  const [only] = seen;
  const { width, rates } = shown;
  if (full && only?.status) {
    const drawing: Drawing = {
      ...(width !== undefined && { width }),
      ...(rates && { rates: rates(only.sale) }),
    };
    return details(only.status, moment, paint, drawing);
  }
  const longest = Math.max(...seen.map(({ sale }) => sale.length));
  return seen.map((one) => inLines(one, longest, moment, shown)).join("\n");
}

/** One line, unless the terminal is too narrow for it. */
function inLines(one: Seen, longest: number, moment: LocalNow, { width, rates }: Shown): string {
  const text = inLine(one, moment, rates?.(one.sale).at(-1));
  const room = width === undefined ? Infinity : Math.max(20, width - longest - 2);
  const indent = " ".repeat(longest + 2);
  return `${one.sale.padEnd(longest)}  ${wrap(text, room).join(`\n${indent}`)}`;
}

function inLine({ status }: Seen, moment: LocalNow, rate = 0): string {
  if (!status) return "not known to this deployment";
  const pace = rate === 0 ? undefined : perSecond(rate);
  return [line(status), pace, next(status, moment)].filter(Boolean).join(" · ");
}

/** The Worker's answers as they are. */
export function asJson(seen: Seen[]): string {
  const lines = seen.map(({ sale, status }) => status ?? { sale, code: "not_found" });
  return lines.map((value) => JSON.stringify(value)).join("\n");
}
