/** How far a rehearsal is: one line that changes on a terminal; elsewhere a line now and then. */
import { tell } from "../report.ts";
import { number } from "../status/words.ts";
import type { Progress } from "./recorder.ts";

/** How often a line is printed where one cannot be overwritten, in ms. */
const PRINTED_EVERY = 10_000;

export function showProgress(
  sale: { startsAt: number; stock: number; shoppers: number },
  terminal: NodeJS.WriteStream = process.stderr,
) {
  let toldAt = Date.now();
  const show = (progress: Progress) => {
    const line = lineOf(progress, sale);
    if (terminal.isTTY) terminal.write(`\r${line.slice(0, (terminal.columns || 80) - 1)}\u001B[K`);
    else if (Date.now() - toldAt >= PRINTED_EVERY) {
      toldAt = Date.now();
      tell(line);
    }
  };
  return { show, end: () => void (terminal.isTTY && terminal.write("\r\u001B[K")) };
}

function lineOf(
  { requests, orders, refused, left }: Progress,
  { startsAt, stock, shoppers }: { startsAt: number; stock: number; shoppers: number },
): string {
  const after = Math.round((Date.now() - startsAt) / 1000);
  const when = after < 0 ? `start in ${-after} s` : `${after} s after the start`;
  const sold = `${number(orders)} of ${number(stock)} sold`;
  const done = `${number(shoppers - left)} of ${number(shoppers)} gone`;
  return `${when} · ${sold} · ${number(requests)} requests · ${number(refused)} refused · ${done}`;
}
