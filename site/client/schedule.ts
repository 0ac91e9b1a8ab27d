/** When the page asks for the start script again. Every wait is random: a million pages must not agree. */
import type { StartMessage } from "../../edge/contract.ts";

const SECOND = 1000;
const MINUTE = 60 * SECOND;

/** Within this long after the start, pages ask; the button has 1.5 s to open. */
const START_SPREAD = 600;
/** A poll this close before the start is left out: the one at the start is what counts. */
const QUIET_BEFORE_START = 2 * MINUTE;

/** What is known when the next question is planned. `random` is in [0, 1). */
export interface Asked {
  message: StartMessage | undefined;
  /** Questions without an answer since the last answer. */
  failures: number;
  /** The last answer wants a second one (see `isDoubtful`). */
  doubtful: boolean;
  /** The server's clock, in milliseconds since 1970; undefined before the first answer. */
  now: number | undefined;
  random: number;
}

/**
 * An isolate that was not asked for a while says "open" of a sale that is paused or sold out, and
 * learns better after its answer. So "open" out of the blue wants a second word.
 */
export function isDoubtful(before: StartMessage | undefined, message: StartMessage): boolean {
  return message.state === "open" && before?.state !== "open" && before?.state !== "upcoming";
}

/** Milliseconds to wait before the next question; at most a quarter of an hour, so no timer overflows. */
export function nextAsk({ message, failures, doubtful, now, random }: Asked): number {
  if (failures > 0) return afterFailure(failures, message, now, random);
  if (!message || now === undefined) return backoff(1, random);
  if (message.order !== undefined) return between(60 * SECOND, 90 * SECOND, random);
  if (message.state === "upcoming") return untilStart(message.startsAt - now, random);
  // What an isolate learns after an answer, it knows for 1.6 s.
  if (doubtful) return between(SECOND, 1.4 * SECOND, random);
  const poll = between(15 * SECOND, 25 * SECOND, random);
  // A refused click says that all is sold, the next start script how many and when.
  const toldAll = message.reason !== "sold_out" || message.sold !== undefined;
  if (message.state === "ended") return toldAll ? between(2 * MINUTE, 3 * MINUTE, random) : poll;
  const left = message.endsAt - now;
  return left > 0 ? Math.min(poll, left + random * START_SPREAD) : poll;
}

/**
 * A page that has failed for long must not sleep over the start, and after it is as patient as the
 * start is old. One that has never heard anything does not know when that is, and waits less long.
 */
function afterFailure(
  failures: number,
  message: StartMessage | undefined,
  now: number | undefined,
  random: number,
): number {
  if (!message || now === undefined) return Math.min(15 * SECOND, backoff(failures, random));
  const left = message.startsAt - now;
  const wait = backoff(failures, random);
  if (left > 0) return Math.min(wait, left + random * START_SPREAD);
  return Math.min(wait, (500 - left) * (0.5 + random));
}

/** 0.5 s, 1 s, 2 s … 30 s, each halved to half as long again at random. */
function backoff(failures: number, random: number): number {
  return Math.min(30 * SECOND, 500 * 2 ** Math.min(failures - 1, 10)) * (0.5 + random);
}

function untilStart(left: number, random: number): number {
  // The answer was on its way when the start came, or the clocks differ by a little: ask, but calmly.
  if (left <= 0) return between(300, 900, random);
  if (left <= QUIET_BEFORE_START) return left + random * START_SPREAD;
  // Hours ahead there is little news, and a page that is left open for days must cost little.
  const poll = Math.min(15 * MINUTE, Math.max(MINUTE, left / 8)) * (1 + random / 2);
  return Math.min(15 * MINUTE, poll, left - QUIET_BEFORE_START / 2);
}

const between = (low: number, high: number, random: number) => low + (high - low) * random;
