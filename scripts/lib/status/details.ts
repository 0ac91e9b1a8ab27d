/** All that is known of one sale, for people. */
import {
  DELIVERY_STATES,
  type DeliveryState,
  type SaleStatus,
  type SwitchEvent,
} from "../operator/sale-status.ts";
import { next, refusalsOf, standing } from "./line.ts";
import { PAINT, type Paint } from "./paint.ts";
import { away, count, harmless, type Moment, time } from "./words.ts";

type Row = [label: string, ...lines: string[]];

/** The last ones; a terminal has so many lines. */
const EVENTS = 8;

/** Lines, the last without its end. */
export function details(status: SaleStatus, moment: Moment, paint: Paint): string {
  const { sale, state } = status;
  const coming = next(status, moment);
  const title = `${sale} ${paint(PAINT[state], standing(status))}${coming ? `, ${coming}` : ""}`;
  const rows = [...times(status, moment), ...numbers(status), ...orders(status, moment, paint)];
  const all = [...rows, ...silence(status, paint), ...log(status, moment)];
  return [title, ...all.flatMap(([label, ...lines]) => table(label, lines))].join("\n");
}

function table(label: string, lines: string[]): string[] {
  return lines.map((text, index) => `  ${(index === 0 ? label : "").padEnd(9)} ${text}`);
}

function times({ startsAt, endsAt, endedAt, state }: SaleStatus, moment: Moment): Row[] {
  const row = (label: string, at: number | undefined): Row[] =>
    at === undefined ? [] : [[label, `${time(at, moment)}, ${away(at, moment)}`]];
  const gone: Row[] = startsAt === undefined ? [["file", "gone: not deployed any more"]] : [];
  const started = startsAt !== undefined && startsAt > moment.now ? "starts" : "started";
  const end =
    state === "ended" && endedAt !== undefined ? row("ended", endedAt) : row("ends", endsAt);
  return [...gone, ...row(started, startsAt), ...end];
}

function numbers(status: SaleStatus): Row[] {
  const { sold, stock, left, slotsOpen, gates, slots, reserve } = status;
  const kept = reserve ? ", each against a unit" : "";
  return [
    ["sold", `${sold} of ${stock}, ${left} left`],
    ["slots", `${slotsOpen} of ${gates * slots} open (${gates} gates × ${slots})${kept}`],
    ["refused", refusals(status)],
  ];
}

function refusals(status: SaleStatus): string {
  const byMost = Object.entries(status.refusals).sort(([, a], [, b]) => b - a);
  const reasons = byMost
    .filter(([, number]) => number > 0)
    .map(
      ([code, number]) => `${number.toLocaleString("en")} ${harmless(code.replaceAll("_", " "))}`,
    );
  if (reasons.length === 0) return "nobody yet";
  return `at least ${refusalsOf(status).toLocaleString("en")}: ${reasons.join(", ")}`;
}

const MEANING: Record<DeliveryState, string> = {
  waiting: "",
  delivered: "",
  undelivered: " (given up after seven days of trying)",
  stopped: " (the order system wants no more)",
  kept: " (no order system is set up; npm run sale -- orders exports them)",
};

function orders({ sale, deliveries }: SaleStatus, moment: Moment, paint: Paint): Row[] {
  const parts = DELIVERY_STATES.filter((state) => deliveries[state] > 0).map(
    (state) => `${deliveries[state].toLocaleString("en")} ${state}${MEANING[state]}`,
  );
  const lines = [parts.join(", ") || "none yet"];
  const { failure, undelivered, stopped } = deliveries;
  if (failure)
    lines.push(paint("red", `last failure ${away(failure.at, moment)}: ${why(failure)}`));
  if (undelivered + stopped > 0) lines.push(`again: npm run sale -- redeliver ${sale} --all`);
  return [["orders", ...lines]];
}

function why({ status, error }: { status: number; error?: string }): string {
  const http = status === 0 ? "no answer" : `HTTP ${status}`;
  return error === undefined ? http : `${http} (${harmless(error)})`;
}

function silence({ silent }: SaleStatus, paint: Paint): Row[] {
  if (silent.length === 0) return [];
  const gates = `${count(silent.length, "gate")} did not answer (${silent.join(", ")})`;
  return [["silent", paint("red", `${gates}; what only they know is missing above`)]];
}

function log({ events }: SaleStatus, moment: Moment): Row[] {
  if (events.length === 0) return [];
  const lines = events.slice(-EVENTS).map((event) => `${time(event.at, moment)} ${did(event)}`);
  const before = events.length - EVENTS;
  return [["log", ...(before > 0 ? [`${before} earlier`] : []), ...lines]];
}

function did({ action, stock }: SwitchEvent): string {
  return stock === null ? action : `${action} to ${stock}`;
}
