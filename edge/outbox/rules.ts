/** When an order is sent again. Pure. */

const SECOND = 1_000;
const HOUR = 3_600 * SECOND;
const DAY = 24 * HOUR;

/** From the first failure to the longest pause between two attempts. */
const FIRST_PAUSE = SECOND;
const LONGEST_PAUSE = HOUR;
/** How long an order is tried; after that it is *undelivered*: kept and shown, never dropped. */
export const TRIED_FOR = 7 * DAY;
/** No order system may ask for more: it would outlast the time in which an order is tried. */
const LONGEST_RETRY_AFTER = DAY;

/** What came of an attempt. `status`: HTTP's, 0 where there was no answer. */
export type Sent =
  | { ok: true; status: number }
  | {
      ok: false;
      status: number;
      error?: "timeout" | "network";
      /** What the order system asked for, in ms. */
      retryAfter?: number;
      /** It wants no more deliveries at all: 410 in the Standard Webhooks specification. */
      stop?: boolean;
    };

/**
 * The pause after so many failed attempts, in ms: doubled each time, and half of it left to chance
 * (`random` in [0, 1)), so that what failed together does not come back together.
 */
export function pause(attempts: number, random: number, retryAfter = 0): number {
  const doubled = Math.min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** Math.min(attempts - 1, 30));
  const own = doubled * (0.5 + random / 2);
  return Math.round(Math.max(own, Math.min(retryAfter, LONGEST_RETRY_AFTER)));
}

/** `Retry-After` in ms: seconds or a date (RFC 9110, 10.2.3); 0 for none, or nonsense. */
export function retryAfter(header: string | null, now: number): number {
  if (header === null) return 0;
  if (/^\d+$/.test(header.trim())) return Number(header) * SECOND;
  const at = Date.parse(header);
  return Number.isNaN(at) ? 0 : Math.max(0, at - now);
}
