/** The terminal: the progress of a rehearsal, and its report; and what both reports say in the same words. */
import type { FarmOptions } from "../../../crowd/farm.ts";
import { context } from "../context.ts";
import { wrap } from "../operate/lines.ts";
import { type Paint, tell } from "../tell.ts";
import { count, lasting, number, seconds } from "../words.ts";
import type { Is } from "./promises.ts";
import { type Group, KINDS, type Progress, type RequestKind } from "./recorder.ts";
import type { Result } from "./result.ts";

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
    const lines = [text, evidence].map((one) => below(EVIDENCE, one));
    return `  ${String(promise).padStart(2)}  ${mark}  ${lines.join(`\n${" ".repeat(EVIDENCE)}`)}`;
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
    ["door", doorInWords(result)],
    ["shares", sharesInWords(result)],
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

// ── While it runs ───────────────────────────────────────────────────────────────────────────

/** How often a line is printed where one cannot be overwritten, in ms. */
const PRINTED_EVERY = 10_000;

/** How far a rehearsal is: one line that changes on a terminal; elsewhere a line now and then. */
export function showProgress(sale: { startsAt: number; stock: number; shoppers: number }) {
  const terminal = context().io.stderr;
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

// ── Words of both reports ───────────────────────────────────────────────────────────────────

export const KIND_NAMES: Record<RequestKind, string> = {
  start: "start scripts",
  door: "at the door",
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
  ["not_admitted", "were not let in"],
  ["stayed", "were still there at the end"],
];

export function crowdInWords({ endings }: Result): string {
  const present = ENDINGS.filter(([ending]) => endings[ending]);
  return present.map(([ending, words]) => `${number(endings[ending] ?? 0)} ${words}`).join(", ");
}

/** What the door asks for, and what a farm had for it. */
export function doorInWords({ made: { door, onePer }, work, farm }: Result): string {
  const limit = onePer.length > 0 ? `; one order per ${onePer.join(", ")}` : "";
  const asked = door === "work" ? `work, ${seconds(work)} of a phone` : door;
  return `${asked}${limit}${farm ? `; the farm has ${farmInWords(farm, door)}` : ""}`;
}

function farmInWords({ proofs, processor, emails, networks }: FarmOptions, door: string): string {
  const proof: Record<string, string> = {
    work: `${lasting(processor)} of a server core`,
    turnstile: count(proofs, "solved widget"),
    members: count(proofs, "account"),
    invites: count(proofs, "code"),
  };
  const from = `${count(emails, "e-mail account")}, ${count(networks, "network")}`;
  return proof[door] === undefined ? from : `${proof[door]}, ${from}`;
}

const GROUPS: Record<Group, string> = {
  people: "people",
  jumpers: "early bots",
  farm: "the bot farm",
};

/** Each group that came, and its part of what was sold. */
export function shares({ groups, sold }: Result) {
  const all = (Object.keys(GROUPS) as Group[]).map((group) => ({
    name: GROUPS[group],
    ...groups[group],
    percent: Math.round((100 * groups[group].orders) / Math.max(1, sold)),
  }));
  return all.filter(({ came }) => came > 0);
}

export function sharesInWords(result: Result): string {
  const { farm, crowd } = result;
  const each = shares(result).map(
    ({ name, came, inside, orders, percent }) =>
      `${name} ${number(orders)} of ${number(result.sold)} (${percent} %), ${number(inside)} of ${number(came)} let in`,
  );
  const hurried = farm && crowd.scale > 1;
  return `${each.join("; ")}${hurried ? `. ${HURRIED}` : ""}`;
}

/** A bot needs no time for a form, so nothing of its is shortened. */
const HURRIED =
  "People's forms are shortened and bots' are not, so the farm gets more in real life: --scale 1";

export function soldInWords({ sold, made, soldOutAfter }: Result): string {
  const all = `${number(sold)} of ${number(made.stock)}`;
  return soldOutAfter === undefined
    ? all
    : `${all}, the last of them after ${soldOutAfter.toFixed(1)} s`;
}

/** What went faster than in real life. */
export function limits({ crowd: { scale, hold, arrivals }, made }: Result): string {
  const came = `early ones came in the last ${seconds(arrivals.lead)} before the start, the many within ${seconds(3 * arrivals.rush)} after it`;
  if (scale === 1) return came;
  const forms = `forms and hold ${scale} times faster than in real life`;
  return `${forms} (hold ${lasting(made.hold)} instead of ${lasting(hold)}); ${came}`;
}

function refusalsOf(refusals: Result["refusals"]): string {
  const sorted = Object.entries(refusals).sort(([, a], [, b]) => b - a);
  return sorted.map(([code, times]) => `${number(times)} ${code.replaceAll("_", " ")}`).join(", ");
}
