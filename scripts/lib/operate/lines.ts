/** A sale in one line: for many sales, and for a log of changes. */

import { stripVTControlCharacters } from "node:util";
import { EVERYBODY } from "../../../edge/core.ts";
import { away, count, harmless, type LocalNow, number } from "../words.ts";
import { positionOf, type SaleStatus } from "./sale-status.ts";

/** Says the same as long as nothing but the time has changed. */
export function line(status: SaleStatus): string {
  const { sold, stock, left, slotsOpen, gates, slots, silent } = status;
  const parts = [
    standing(status),
    `${number(sold)} of ${number(stock)} sold`,
    `${number(left)} left`,
    ...paymentsOf(status),
    `${number(slotsOpen)} of ${number(gates * slots)} slots open`,
    ...(status.draw ? [calledText(status.draw.steps?.at(-1)?.called)] : []),
    ...refused(status),
    ...onTheirWay(status),
    ...(silent.length > 0 ? [`${count(silent.length, "gate")} silent`] : []),
  ];
  return harmless(parts.join(" · "));
}

/** Of the orders: only what there is. */
export function paymentsOf({ payments, cancelled }: SaleStatus): string[] {
  const { paid, awaiting } = payments;
  return [
    ...(paid > 0 ? [`${number(paid)} paid`] : []),
    ...(awaiting > 0 ? [`${number(awaiting)} awaiting payment`] : []),
    ...(cancelled > 0 ? [`${number(cancelled)} cancelled`] : []),
  ];
}

/** How far a draw's line is: numbers are spread evenly, so they are shares of those who were there. */
export function calledText(called = 0): string {
  if (called >= EVERYBODY) return "everybody called";
  if (called > 1) return "all called who were there before the start, and some latecomers";
  return called === 0 ? "nobody called yet" : `${percent(called)} called`;
}

const percent = (share: number) =>
  share.toLocaleString("en", { style: "percent", maximumSignificantDigits: 3 });

/** The state and its reason, in a few words. */
export function standing(status: SaleStatus): string {
  const { state } = status;
  if (state === "ended") return `ended (${endedBy(status)})`;
  if (state === "upcoming" && positionOf(status) === "paused") return "upcoming, paused";
  return state;
}

function endedBy(status: SaleStatus): string {
  if (positionOf(status) === "ended") return "by the operator";
  return status.left === 0 ? "sold out" : "its time is over";
}

/** What comes next; nothing when it has ended. */
export function next(
  { state, startsAt, endsAt }: SaleStatus,
  moment: LocalNow,
): string | undefined {
  if (state === "ended" || startsAt === undefined || endsAt === undefined) return undefined;
  if (state === "upcoming") return `starts ${away(startsAt, moment)}`;
  return `ends ${away(endsAt, moment)}`;
}

export function refusalsOf({ refusals }: SaleStatus): number {
  return Object.values(refusals).reduce((sum, number) => sum + number, 0);
}

function refused(status: SaleStatus): string[] {
  const refusals = refusalsOf(status);
  return refusals === 0 ? [] : [`at least ${number(refusals)} refused`];
}

/** Only what may need an operator. */
function onTheirWay({ deliveries }: SaleStatus): string[] {
  const { waiting, undelivered, stopped, failure, mailsUndelivered = 0 } = deliveries;
  const { eventsUndelivered = 0 } = deliveries;
  const because = failure ? ` (${why(failure)})` : "";
  return [
    ...(waiting > 0 ? [`${count(waiting, "order")} waiting${because}`] : []),
    ...(undelivered > 0 ? [`${count(undelivered, "order")} undelivered`] : []),
    ...(stopped > 0 ? [`${count(stopped, "order")} stopped`] : []),
    ...(eventsUndelivered > 0 ? [`${count(eventsUndelivered, "change")} undelivered`] : []),
    ...(mailsUndelivered > 0 ? [`${count(mailsUndelivered, "e-mail")} not sent`] : []),
  ];
}

/** What became of an attempt to deliver. */
export function why({ status, error }: { status: number; error?: string }): string {
  const http = status === 0 ? "no answer" : `HTTP ${status}`;
  return error === undefined ? http : `${http} (${harmless(error)})`;
}

// ── Wrapping ───────────────────────────────────────────────────────────────────────────────────
const length = (text: string) => stripVTControlCharacters(text).length;

export function wrap(text: string, width: number): string[] {
  const phrases = text.split(/(?<=[,;:]) | (?=· )/);
  const pieces = phrases.flatMap((piece) => (length(piece) > width ? piece.split(" ") : [piece]));
  const [first = "", ...rest] = pieces;
  const lines = [first];
  for (const piece of rest) {
    const longer = `${lines.at(-1)} ${piece}`;
    if (length(longer) <= width) lines[lines.length - 1] = longer;
    else lines.push(piece);
  }
  return lines;
}
