/** What is shown of the sale that is watched. */
import type { ConsoleStatus } from "../../../edge/contract.ts";
import { fill } from "../../text.ts";
import { age, count, element, fillWith, find, percent, show, texts, time, write } from "./page.ts";

/** From here on it is worth saying that some numbers are older than the others. Ms. */
const OLD = 5_000;
/** As far as a draw calls. */
const EVERYBODY = 2;
/** The last lines of the log; the command line shows them all. */
const LOG_LINES = 12;

/** `title`: as its file says; its name when that is gone. */
export function showSale(status: ConsoleStatus, title: string): void {
  write("[data-title]", title);
  write("[data-badge]", texts.states[status.state]);
  find("[data-badge]").dataset.state = status.state;
  find<HTMLAnchorElement>("[data-page]").href = `/sales/${status.sale}`;
  showTime("[data-starts]", status.startsAt);
  showTime("[data-ends]", status.endedAt === undefined ? status.endsAt : undefined);
  showTime("[data-ended]", status.endedAt);
  showFigures(status);
  showRefusals(status);
  showDeliveries(status);
  showLog(status);
  const old = status.now - status.asOf;
  show("[data-gates-age]", old > OLD);
  write("[data-gates-age]", fill(texts.live.gates, { age: age(old) }));
  show("[data-silent]", status.silent.length > 0);
  write("[data-silent]", fill(texts.live.silent, { gates: status.silent.join(", ") }));
}

function showTime(selector: string, at: number | undefined): void {
  show(selector, at !== undefined);
  if (at === undefined) return;
  find<HTMLTimeElement>(`${selector} time`).dateTime = new Date(at).toISOString();
  write(`${selector} time`, time(at));
}

function showFigures(status: ConsoleStatus): void {
  const { sold, cancelled, stock, left, slotsOpen, gates, slots, called } = status;
  const { figures } = texts;
  write("[data-sold]", count(sold));
  write("[data-sold-of]", fill(figures.soldOf, { stock: count(stock) }));
  const { paid, awaiting } = status.payments;
  show("[data-payments]", paid + awaiting > 0);
  const payments = { paid: count(paid), awaiting: count(awaiting) };
  write("[data-payments]", fill(figures.payments, payments));
  show("[data-cancelled]", cancelled > 0);
  write("[data-cancelled]", fill(figures.cancelled, { cancelled: count(cancelled) }));
  write("[data-left]", count(left));
  write("[data-visitors]", count(status.visitors));
  write("[data-places]", count(slotsOpen));
  write("[data-places-of]", fill(figures.placesOf, { places: count(gates * slots) }));
  showBar("[data-sold-bar]", sold / stock);
  showBar("[data-places-bar]", slotsOpen / (gates * slots));
  show("[data-draw]", called !== undefined);
  if (called === undefined) return;
  // From 1 on it is those who came after the start, one by one.
  const isAll = called >= EVERYBODY;
  write("[data-called]", isAll ? figures.calledAll : percent(Math.min(1, called)));
  show("[data-called-of]", !isAll);
}

function showBar(selector: string, part: number): void {
  find(selector).style.inlineSize = `${Math.min(1, part) * 100}%`;
}

const KNOWN = ["full", "waiting", "sold_out", "paused", "closed"] as const;

function showRefusals({ refusals }: ConsoleStatus): void {
  const words: Record<string, string> = texts.refusals;
  const known: [string, number][] = KNOWN.map((code) => [words[code] ?? code, refusals[code] ?? 0]);
  const others = Object.entries(refusals).filter(([code]) => !KNOWN.some((one) => one === code));
  const other = others.reduce((sum, [, value]) => sum + value, 0);
  const rows = [...known, [texts.refusals.others, other] as [string, number]];
  showCounts("[data-refusals]", rows);
  const { none, hint } = texts.refusals;
  write("[data-refusals-hint]", rows.some(([, value]) => value > 0) ? hint : none);
}

const DELIVERIES = ["waiting", "delivered", "undelivered", "stopped", "kept"] as const;

function showDeliveries({ deliveries, now }: ConsoleStatus): void {
  showCounts(
    "[data-deliveries]",
    DELIVERIES.map((state) => [texts.deliveries[state], deliveries[state]]),
  );
  show(
    "[data-deliveries-none]",
    DELIVERIES.every((state) => deliveries[state] === 0),
  );
  const { failure } = deliveries;
  show("[data-failure]", failure !== undefined);
  if (!failure) return;
  const { failure: text, since } = texts.deliveries;
  const last = fill(text, { age: age(now - failure.at), why: reason(failure) });
  const long = failure.since === undefined ? "" : fill(since, { age: age(now - failure.since) });
  write("[data-failure]", `${last}${/[.。]$/.test(last) ? "" : "."} ${long}`.trim());
}

function reason({ status, error }: { status: number; error?: string }): string {
  const { answered, timeout, network } = texts.deliveries;
  if (status > 0) return fill(answered, { status });
  return error === "timeout" ? timeout : network;
}

/** Only what there is any of. */
function showCounts(selector: string, rows: [string, number][]): void {
  const counts = rows.filter(([, value]) => value > 0);
  fillWith(
    selector,
    counts.map(([name, value]) =>
      element("div", {}, element("dt", {}, name), element("dd", {}, count(value))),
    ),
  );
}

function showLog({ events }: ConsoleStatus): void {
  show("[data-log-none]", events.length === 0);
  const lines = events.slice(-LOG_LINES).reverse();
  fillWith(
    "[data-log]",
    lines.map((event) => {
      const when = element("time", { datetime: new Date(event.at).toISOString() }, time(event.at));
      return element("li", {}, when, " ", did(event));
    }),
  );
}

function did({ action, stock, by, order }: ConsoleStatus["events"][number]): string {
  const words: Record<string, string> = texts.log;
  const what = fill(words[action] ?? action, stock === null ? {} : { stock: count(stock) });
  return [what, order, by && fill(texts.log.by, { name: by })].filter(Boolean).join(" · ");
}
