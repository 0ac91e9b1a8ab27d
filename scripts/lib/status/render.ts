/** One sale in full, or many in a line each; for programs always a line of JSON each. */
import { details } from "./details.ts";
import { line, next } from "./line.ts";
import type { Paint } from "./paint.ts";
import type { Seen } from "./sales.ts";
import type { Moment } from "./words.ts";

export function asText(seen: Seen[], full: boolean, moment: Moment, paint: Paint): string {
  const [only] = seen;
  if (full && only?.status) return details(only.status, moment, paint);
  const width = Math.max(...seen.map(({ sale }) => sale.length));
  return seen.map((one) => `${one.sale.padEnd(width)}  ${inLine(one, moment)}`).join("\n");
}

function inLine({ status }: Seen, moment: Moment): string {
  if (!status) return "not known to this deployment";
  return [line(status), next(status, moment)].filter(Boolean).join(" · ");
}

/** The Worker's answers as they are. */
export function asJson(seen: Seen[]): string {
  const lines = seen.map(({ sale, status }) => status ?? { sale, code: "not_found" });
  return lines.map((value) => JSON.stringify(value)).join("\n");
}
