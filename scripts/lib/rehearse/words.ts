/** What both reports say in the same words. */
import { lasting, number, seconds } from "../status/words.ts";
import type { Kind } from "./messages.ts";
import type { Result } from "./result.ts";

export const KIND_NAMES: Record<Kind, string> = {
  start: "start scripts",
  claim: "claims",
  form: "order forms",
  order: "orders sent",
  receipt: "receipts",
  bot: "bots’ attempts",
};

const ENDINGS: [keyof Result["endings"], string][] = [
  ["bought", "bought"],
  ["sold_out", "were told that it is sold out"],
  ["closed", "were told that it is over"],
  ["gave_up", "gave up"],
  ["left", "left the form"],
  ["forged", "were forgers"],
  ["stayed", "were still there at the end"],
];

export function crowdInWords({ endings }: Result): string {
  const told = ENDINGS.filter(([ending]) => endings[ending]);
  return told.map(([ending, words]) => `${number(endings[ending] ?? 0)} ${words}`).join(", ");
}

export function soldInWords({ sold, made, soldOutAfter }: Result): string {
  const all = `${number(sold)} of ${number(made.stock)}`;
  return soldOutAfter === undefined
    ? all
    : `${all}, the last of them after ${soldOutAfter.toFixed(1)} s`;
}

/** What was faster than in real life. */
export function limits({ crowd: { scale, hold, arrivals }, made }: Result): string {
  const came = `early ones came in the last ${seconds(arrivals.lead)} before the start, the many within ${seconds(3 * arrivals.rush)} after it`;
  if (scale === 1) return came;
  const forms = `forms and hold ${scale} times faster than in real life`;
  return `${forms} (hold ${lasting(made.hold)} instead of ${lasting(hold)}); ${came}`;
}

export function refusalsOf(refusals: Result["refusals"]): string {
  const sorted = Object.entries(refusals).sort(([, a], [, b]) => b - a);
  return sorted.map(([code, times]) => `${number(times)} ${code.replaceAll("_", " ")}`).join(", ");
}
