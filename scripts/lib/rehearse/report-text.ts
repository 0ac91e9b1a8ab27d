/** The report on the terminal. */
import type { Paint } from "../report.ts";
import { count, lasting, number, seconds } from "../status/words.ts";
import { wrap } from "../status/wrap.ts";
import { KINDS } from "./messages.ts";
import type { Is, Result } from "./result.ts";
import { crowdInWords, KIND_NAMES, limits, refusalsOf, soldInWords } from "./words.ts";

const COLOURS = { held: "green", broken: "red", "not tried": "yellow" } as const satisfies Record<
  Is,
  Parameters<Paint>[0]
>;

/** Narrower, and a word would not fit beside its label. */
const NARROWEST = 40;

/** Lines, the last without its end. `columns`: a terminal's; longer lines are broken. */
export function reportText(result: Result, paint: Paint, columns?: number): string {
  const { sale, crowd } = result;
  const title = `${sale} rehearsed with ${count(crowd.shoppers, "shopper")}, seed ${crowd.seed}`;
  const rows = [...saleRows(result), ...loadRows(result)];
  const width = Math.max(...rows.map(([label]) => label.length));
  const room = columns === undefined ? Infinity : Math.max(NARROWEST, columns);
  const below = (indent: number, text: string) =>
    wrap(text, room - indent).join(`\n${" ".repeat(indent)}`);
  const table = rows.map(([label, text]) => `  ${label.padEnd(width)}  ${below(width + 4, text)}`);
  const verdicts = result.promises.map(({ promise, text, is, evidence }) => {
    const mark = paint(COLOURS[is], is.padEnd(9));
    const told = [text, evidence].map((one) => below(EVIDENCE, one));
    return `  ${String(promise).padStart(2)}  ${mark}  ${told.join(`\n${" ".repeat(EVIDENCE)}`)}`;
  });
  return [title, ...table, "promises", ...verdicts, ...troubles(result, paint)].join("\n");
}

/** Where it begins. */
const EVIDENCE = 17;

function saleRows(result: Result): [string, string][] {
  const { made, slots } = result;
  return [
    ["sold", soldInWords(result)],
    ["crowd", crowdInWords(result)],
    ["slots", `${slots.most} of ${made.gates * made.slots} at the same time, at most`],
    ["shortened", limits(result)],
  ];
}

function loadRows({
  requests,
  pages,
  refusals,
  calls,
  latencies,
  took,
}: Result): [string, string][] {
  const asked = KINDS.map((kind) => `${number(requests[kind])} ${KIND_NAMES[kind]}`).join(", ");
  const methods = Object.entries(calls.methods).sort(([, a], [, b]) => b - a);
  const objects = methods.map(([name, times]) => `${number(times)} ${name}`).join(", ");
  const { claim, order } = latencies;
  return [
    [
      "pages",
      `${number(pages.loads)} loads from the CDN; ${number(pages.fetched)} fetched here and looked at`,
    ],
    ["requests", `${number(requests.all)}: ${asked}`],
    ["refused", refusalsOf(refusals) || "nobody"],
    ["objects", `${number(calls.all)} calls: ${objects}`],
    ["waiting", `claim ${waits(claim)}; order ${waits(order)}; ${machine(claim.p50)}`],
    ["took", seconds(took)],
  ];
}

/** A wait of a second says more about the machine than about the sale. */
function machine(half = 0): string {
  const both = "this machine was crowd and edge at once";
  return half < 1_000 ? both : `${both}, and too slow for both`;
}

function waits({ p50, p95, p99 }: Result["latencies"]["claim"]): string {
  const [half, most, nearly] = [p50, p95, p99].map((time) =>
    time === undefined ? "–" : lasting(time),
  );
  return `p50 ${half}, p95 ${most}, p99 ${nearly}`;
}

function troubles({ troubles: { times, first } }: Result, paint: Paint): string[] {
  if (times === 0) return [];
  const shown = first.map((text) => `  ${text.slice(0, 200)}`);
  return [
    paint("red", `${count(times, "answer")} that nobody should get, or that never came`),
    ...shown,
  ];
}
