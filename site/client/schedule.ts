/**
 * When the page requests the start script again. Every wait is random, so that a million pages do
 * not ask at once.
 */
import type { StartMessage } from "../../edge/contract.ts";

const SECOND = 1000;
const MINUTE = 60 * SECOND;

/** Pages ask within this time after the start; the button should be active within 1.5 s. */
const START_SPREAD = 600;
/** No poll this close before the start: the request at the start is the one that matters. */
const QUIET_BEFORE_START = 2 * MINUTE;

/** What is known when the next request is planned. `random` is in [0, 1). */
export interface Asked {
  message: StartMessage | undefined;
  /** Failed requests since the last answer. */
  failures: number;
  /** The last answer needs to be confirmed (see `isDoubtful`). */
  doubtful: boolean;
  /** The server's clock, in milliseconds since 1970; undefined before the first answer. */
  now: number | undefined;
  random: number;
}

/**
 * An isolate that had no requests for a while says "open" even if the sale is paused or sold out, and
 * learns the truth after its answer. So an unexpected "open" has to be confirmed by a second answer.
 */
export function isDoubtful(before: StartMessage | undefined, message: StartMessage): boolean {
  return message.state === "open" && before?.state !== "open" && before?.state !== "upcoming";
}

/** Milliseconds to wait before the next request; at most 15 minutes, so that no timer overflows. */
export function nextAsk({ message, failures, doubtful, now, random }: Asked): number {
  if (failures > 0) return afterFailure(failures, message, now, random);
  if (!message || now === undefined) return backoff(1, random);
  if (message.order !== undefined) return between(60 * SECOND, 90 * SECOND, random);
  if (message.state === "upcoming") return untilStart(message.startsAt - now, random);
  // What an isolate learns after an answer, it remembers for 1.6 s.
  if (doubtful) return between(SECOND, 1.4 * SECOND, random);
  const poll = between(15 * SECOND, 25 * SECOND, random);
  // A refused click only says "sold out"; the next start script says how many and when.
  const toldAll = message.reason !== "sold_out" || message.sold !== undefined;
  if (message.state === "ended") return toldAll ? between(2 * MINUTE, 3 * MINUTE, random) : poll;
  if (message.retryAfter !== undefined) return message.retryAfter * SECOND * (1 + random / 2);
  const left = message.endsAt - now;
  return left > 0 ? Math.min(poll, left + random * START_SPREAD) : poll;
}

/**
 * A page that has failed for a long time must not miss the start; after the start, the longer ago it
 * was, the longer the waits. A page without any answer does not know the start, and waits at most 15 s.
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

/** So long after a click a page tries again by itself; nobody waits longer without looking away. */
const TRYING = 5 * MINUTE;

/**
 * Milliseconds until a page whose click found every slot taken tries again: at first after 2 to 3 s, in
 * the end every 10 to 15 s. Undefined when it has tried for long enough. `least`: what the Worker wants.
 */
export function nextTry(
  tries: number,
  sinceClick: number,
  least: number,
  random: number,
): number | undefined {
  if (sinceClick >= TRYING) return undefined;
  const wait = Math.min(10 * SECOND, 2 * SECOND * 1.5 ** (tries - 1));
  return Math.max(least, wait) * (1 + random / 2);
}

/** 0.5 s, 1 s, 2 s … 30 s, each times a random factor from 0.5 to 1.5. */
function backoff(failures: number, random: number): number {
  return Math.min(30 * SECOND, 500 * 2 ** Math.min(failures - 1, 10)) * (0.5 + random);
}

function untilStart(left: number, random: number): number {
  // The start came while the answer was on its way, or the clocks differ a little: ask soon, but
  // not at once.
  if (left <= 0) return between(300, 900, random);
  if (left <= QUIET_BEFORE_START) return left + random * START_SPREAD;
  // Hours before the start little changes, and a page left open for days must cost little.
  const poll = Math.min(15 * MINUTE, Math.max(MINUTE, left / 8)) * (1 + random / 2);
  return Math.min(15 * MINUTE, poll, left - QUIET_BEFORE_START / 2);
}

const between = (low: number, high: number, random: number) => low + (high - low) * random;
