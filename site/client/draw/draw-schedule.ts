/**
 * When the page of a draw requests the start script again. By itself, because the pages of other sales
 * have no room for it; crowds ask by it too.
 */
import type { StartMessage } from "../../../edge/contract.ts";
import { type Asked, nextAsk } from "../schedule.ts";

const SECOND = 1000;
const MINUTE = 60 * SECOND;

/** The draw has begun, and this shopper's number has not been called yet. */
function isWaiting({ state, claim, order, draw }: StartMessage): boolean {
  return state === "open" && !claim && !order && draw?.number !== undefined;
}

/** A draw may call its shopper back to a page that is in the background, so that page goes on asking. */
export function callsBack(message: StartMessage | undefined): boolean {
  return message?.draw !== undefined && message.state !== "ended" && message.order === undefined;
}

/** As `nextAsk`, for every sale: while a number waits to be called, by how near that is. */
export function nextAskInLine(asked: Asked): number {
  const { message, failures, now, doubtful, random } = asked;
  if (failures > 0 || doubtful || !message || now === undefined) return nextAsk(asked);
  return isWaiting(message) ? untilCalled(message, now, random) : nextAsk(asked);
}

/** Every 3 to 5 s at the front of the line, every 15 to 25 s far behind. */
const NEAR = 3 * SECOND;
const FAR = 15 * SECOND;

/**
 * Goes by the pace of the last minute, or else since the start; before the first call, as if all were
 * called within a minute, so that low numbers, which come first, ask first.
 */
function untilCalled({ draw, startsAt }: StartMessage, now: number, random: number): number {
  const { number = 0, called = 0, pace } = draw ?? {};
  const sofar = called / Math.max(1, now - startsAt);
  const perMs = (pace ?? 0) / SECOND || sofar || 1 / MINUTE;
  const left = Math.max(0, number - called) / perMs;
  return Math.min(FAR, Math.max(NEAR, left / 3)) * (1 + (random * 2) / 3);
}
