/** Everything that is known about one sale, as text. */

import { DELIVERY_STATES, type DeliveryState, type OperatorEvent } from "../../../edge/contract.ts";
import type { Colour, Paint } from "../tell.ts";
import { away, count, harmless, type LocalNow, number, perSecond, time } from "../words.ts";
import { calledText, next, paymentsOf, refusalsOf, standing, why, wrap } from "./lines.ts";
import type { SaleStatus } from "./sale-status.ts";

type Row = [label: string, ...lines: string[]];

/** What a terminal gets beyond the text. */
export interface Drawing {
  /** Columns; longer lines are broken. */
  width?: number;
  /** Orders a second, look by look. */
  rates?: number[];
}

/** Only the last ones: a terminal has few lines. */
const EVENTS = 8;

const COLOURS: Record<SaleStatus["state"], Colour> = {
  upcoming: "cyan",
  open: "green",
  paused: "yellow",
  ended: "magenta",
};

/** Lines, the last without its end. */
export function details(
  status: SaleStatus,
  moment: LocalNow,
  paint: Paint,
  drawing: Drawing = {},
): string {
  const { sale, state } = status;
  const coming = next(status, moment);
  const title = `${sale} ${paint(COLOURS[state], standing(status))}${coming ? `, ${coming}` : ""}`;
  const rows = [...times(status, moment), ...numbers(status, paint, drawing)];
  const all = [
    ...rows,
    ...draw(status, moment),
    ...orders(status, moment, paint),
    ...silence(status, paint),
    ...log(status, moment),
  ];
  return [title, ...all.flatMap(([label, ...lines]) => table(label, lines, drawing))].join("\n");
}

const INDENT = 12;
/** Columns below which a word would not fit beside its label. */
const NARROWEST = 20;

function table(label: string, lines: string[], { width }: Drawing): string[] {
  const room = width === undefined ? Infinity : Math.max(NARROWEST, width - INDENT);
  return lines
    .flatMap((text) => wrap(text, room))
    .map((text, index) => `  ${(index === 0 ? label : "").padEnd(9)} ${text}`);
}

function times({ startsAt, endsAt, endedAt, state }: SaleStatus, moment: LocalNow): Row[] {
  const row = (label: string, at: number | undefined): Row[] =>
    at === undefined ? [] : [[label, `${time(at, moment)}, ${away(at, moment)}`]];
  const gone: Row[] = startsAt === undefined ? [["file", "gone: not deployed any more"]] : [];
  const started = startsAt !== undefined && startsAt > moment.now ? "starts" : "started";
  const end =
    state === "ended" && endedAt !== undefined ? row("ended", endedAt) : row("ends", endsAt);
  return [...gone, ...row(started, startsAt), ...end];
}

function numbers(status: SaleStatus, paint: Paint, drawing: Drawing): Row[] {
  const { sold, stock, left, slotsOpen, gates, slots, reserve } = status;
  const kept = reserve ? ", each against a unit" : "";
  const open = `${number(slotsOpen)} of ${number(gates * slots)} open (${gates} gates × ${slots})`;
  const graph = (part: number, whole: number) =>
    hasRoom(drawing) ? `${paint("green", bar(part, whole, BAR))} ` : "";
  return [
    ["sold", `${graph(sold, stock)}${number(sold)} of ${number(stock)}, ${number(left)} left`],
    ...payments(status),
    ...pace(drawing),
    ["slots", `${graph(slotsOpen, gates * slots)}${open}${kept}`],
    ...(status.visitors > 0 ? [["visitors", `at least ${number(status.visitors)}`] as Row] : []),
    ["refused", refusals(status)],
  ];
}

function payments(status: SaleStatus): Row[] {
  const parts = paymentsOf(status);
  return parts.length === 0 ? [] : [["payment", parts.join(", ")]];
}

const BAR = 20;
/** A bar beside its numbers, without a break between them. */
const hasRoom = ({ width = 0 }: Drawing) => width >= 80;

/** Since the last look. Shows as many looks as fit, and the latest as a number. */
function pace({ rates = [], width = 0 }: Drawing): Row[] {
  const last = rates.at(-1);
  if (last === undefined) return [];
  const graph = hasRoom({ width }) ? `${sparkline(rates.slice(-BAR)).padEnd(BAR)} ` : "";
  return [["pace", `${graph}${perSecond(last)}`]];
}

function refusals(status: SaleStatus): string {
  const byMost = Object.entries(status.refusals).sort(([, a], [, b]) => b - a);
  const reasons = byMost
    .filter(([, times]) => times > 0)
    .map(([code, times]) => `${number(times)} ${harmless(code.replaceAll("_", " "))}`);
  if (reasons.length === 0) return "nobody yet";
  return `at least ${number(refusalsOf(status))}: ${reasons.join(", ")}`;
}

/** How far the line of a draw is; the commitment is for the announcement of the sale. */
function draw({ draw }: SaleStatus, moment: LocalNow): Row[] {
  if (!draw) return [];
  const { commitment, steps = [] } = draw;
  const last = steps.at(-1);
  const ago = last ? `, the last ${away(last.at, moment)}` : "";
  const line = `${calledText(last?.called)}${last ? ` in ${count(steps.length, "step")}` : ""}${ago}`;
  return [["draw", line, `commitment ${harmless(commitment)}`]];
}

const MEANING: Record<Exclude<DeliveryState, "waiting">, string> = {
  delivered: "",
  undelivered: " (given up after seven days of trying)",
  stopped: " (the order system wants no more)",
  kept: " (no order system is set up; npm run sale -- orders exports them)",
};

function orders({ sale, deliveries }: SaleStatus, moment: LocalNow, paint: Paint): Row[] {
  const { failure, undelivered, stopped } = deliveries;
  const meaning = { ...MEANING, waiting: failure ? "" : " (on their way)" };
  const parts = DELIVERY_STATES.filter((state) => deliveries[state] > 0).map(
    (state) => `${number(deliveries[state])} ${state}${meaning[state]}`,
  );
  const lines = [parts.join(", ") || "none yet"];
  lines.push(...later(deliveries));
  if (failure)
    lines.push(paint("red", `last failure ${away(failure.at, moment)}: ${why(failure)}`));
  if (undelivered + stopped > 0) lines.push(`again: npm run sale -- redeliver ${sale} --all`);
  return [["orders", ...lines]];
}

/** What follows an order: that it was paid or cancelled, to the order system; and e-mails to shoppers. */
function later(deliveries: SaleStatus["deliveries"]): string[] {
  const { eventsWaiting = 0, eventsUndelivered = 0 } = deliveries;
  const { mailsWaiting = 0, mailsUndelivered = 0 } = deliveries;
  return [
    ...states("payments and cancellations", eventsWaiting, eventsUndelivered),
    ...states("e-mails", mailsWaiting, mailsUndelivered),
  ];
}

function states(what: string, waiting: number, undelivered: number): string[] {
  const parts = [
    ...(waiting > 0 ? [`${number(waiting)} waiting`] : []),
    ...(undelivered > 0 ? [`${number(undelivered)} given up`] : []),
  ];
  return parts.length === 0 ? [] : [`${what}: ${parts.join(", ")}`];
}

function silence({ silent }: SaleStatus, paint: Paint): Row[] {
  if (silent.length === 0) return [];
  const gates = `${count(silent.length, "gate")} did not answer (${silent.join(", ")})`;
  return [["silent", paint("red", `${gates}; what only they know is missing above`)]];
}

function log({ events }: SaleStatus, moment: LocalNow): Row[] {
  if (events.length === 0) return [];
  const lines = events.slice(-EVENTS).map((event) => `${time(event.at, moment)} ${did(event)}`);
  const before = events.length - EVENTS;
  return [["log", ...(before > 0 ? [`${before} earlier`] : []), ...lines]];
}

function did({ action, stock, order, by }: OperatorEvent): string {
  const what = [action, ...(order ? [order] : []), ...(stock === null ? [] : [`to ${stock}`])];
  return `${what.join(" ")}${by ? ` by ${by}` : ""}`;
}

// ── Bars ───────────────────────────────────────────────────────────────────────────────────────
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
