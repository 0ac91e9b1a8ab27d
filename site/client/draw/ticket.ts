/**
 * A number of the draw as people read it: a whole number, as on a raffle ticket. Numbers below 1 become
 * tickets from 0 to 999,999; who came after the start has a ticket from 1,000,000 on, one for each
 * millisecond. So "called up to" and "your number" are two tickets on one scale.
 */

const TICKETS = 1_000_000;
/** What a latecomer's number has per millisecond (docs/draw.md). */
const LATE_STEP = 2 ** 42;

export function ticketOf(number: number): number {
  if (number < 1) return Math.floor(number * TICKETS);
  return TICKETS + Math.round((number - 1) * LATE_STEP);
}

/** Came after the start, behind everybody who was there before it. */
export const isLate = (number: number) => number >= 1;
