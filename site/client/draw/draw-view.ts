/** What a sale's page shows of its draw, as a pure function of what the start script said. */
import type { DrawMessage, StartMessage } from "../../../edge/contract.ts";
import type { DrawTexts } from "../../messages/draw/index.ts";
import { fill, plural, spokenDuration } from "../../text.ts";
import { isLate, ticketOf } from "./ticket.ts";

export interface DrawView {
  /** For styles and tests. `fixed`: this visitor has no number. */
  state: "upcoming" | "fixed" | "waiting" | "called" | "over";
  /** Said by screen readers when it changes, so it changes rarely. */
  text: string;
  /** Does not change. */
  note?: string;
  /** Tickets, as the reader writes numbers. */
  number?: string;
  called?: string;
  /** Shares of the line, from 0 to 1. */
  line?: { own: number; called: number };
}

/** Undefined where there is nothing to show: no draw, or one of which this visitor has heard nothing. */
export function drawView(
  message: StartMessage,
  keepsCookies: boolean,
  texts: DrawTexts,
  locale: string,
): DrawView | undefined {
  const { draw, state } = message;
  if (!draw) return undefined;
  const { number, called = 0 } = draw;
  if (number === undefined) return withoutNumber(message, keepsCookies, texts);
  const numbers = { ...ticketsOf(number, called, texts, locale), ...noteOf(number, texts, locale) };
  const isCalled = number < called;
  if (state === "ended") {
    return { ...numbers, state: "over", text: isCalled ? texts.wasCalled : texts.notCalled };
  }
  // The status beside the button says so, and what to do.
  if (isCalled) return { ...numbers, state: "called", text: "" };
  return { ...numbers, state: "waiting", text: waiting(draw, texts, locale) };
}

/** Behind a door nobody is in the draw before they have a pass: the door says what is missing. */
function withoutNumber(
  { state, door, retryAfter }: StartMessage,
  keepsCookies: boolean,
  texts: DrawTexts,
): DrawView {
  if (state !== "upcoming") return { state: "fixed", text: "" };
  if (door !== undefined || retryAfter !== undefined) return { state: "upcoming", text: "" };
  return { state: "upcoming", text: keepsCookies ? texts.in : texts.noCookies };
}

/** Once everybody has been called, `called` is 2, which is nobody's ticket. */
function ticketsOf(number: number, called: number, texts: DrawTexts, locale: string) {
  const format = new Intl.NumberFormat(locale);
  return {
    number: format.format(ticketOf(number)),
    called: called >= 2 ? texts.everybody : format.format(ticketOf(called)),
    line: { own: Math.min(1, number), called: Math.min(1, called) },
  };
}

/** A number is a place among all who were there, however many they are. */
function noteOf(number: number, texts: DrawTexts, locale: string): { note: string } {
  if (isLate(number)) return { note: texts.late };
  const style = { style: "percent", maximumFractionDigits: number < 0.01 ? 2 : 0 } as const;
  const percent = new Intl.NumberFormat(locale, style).format(number);
  return { note: fill(texts.share, { percent }) };
}

function waiting(draw: DrawMessage, texts: DrawTexts, locale: string): string {
  const { number = 0, called = 0, crowd, pace } = draw;
  if (called === 0) return texts.beginning;
  // Latecomers are called by time of arrival, about which the pace of the others says nothing.
  if (isLate(number) && !isLate(called)) return texts.unclear;
  const left = number - called;
  const people = isLate(number) || crowd === undefined ? 0 : rounded(left * crowd);
  const ahead = people > 0 ? `${plural(texts.ahead, people, locale)} ` : "";
  return ahead + howLong(pace === undefined ? undefined : left / pace, texts, locale);
}

/** `seconds`: at the pace of the last minute; Infinity when the line stands still. */
function howLong(seconds: number | undefined, texts: DrawTexts, locale: string): string {
  if (seconds === undefined) return texts.unclear;
  if (seconds === Number.POSITIVE_INFINITY) return texts.standing;
  if (seconds < 60) return texts.shortly;
  const minutes = MINUTES.find((most) => seconds <= most * 60);
  if (minutes === undefined) return texts.long;
  return fill(texts.time, { time: spokenDuration(minutes * 60_000, locale) });
}

/** Rounded up to one of these, since an estimate to the minute would be false precision. */
const MINUTES = [1, 2, 3, 4, 5, 7, 10, 15, 20, 30, 45, 60, 90, 120];

/** One digit that counts, or two below 20: 7, 13, 40, 300, 2000. It is an estimate, and must not change all the time. */
function rounded(people: number): number {
  if (people < 20) return Math.round(people);
  const unit = 10 ** Math.floor(Math.log10(people));
  return Math.round(people / unit) * unit;
}
