/** The retry policy for deliveries. Pure. */

const SECOND = 1_000;
const HOUR = 3_600 * SECOND;
const DAY = 24 * HOUR;

/** The pause after the first failure, and the longest pause. */
const FIRST_PAUSE = SECOND;
const LONGEST_PAUSE = HOUR;
/** How long an order is retried; after that it is *undelivered*: kept and shown, never dropped. */
export const TRIED_FOR = 7 * DAY;
/** An upper limit for `Retry-After`, well below `TRIED_FOR`. */
const LONGEST_RETRY_AFTER = DAY;

/** The result of an attempt. `status`: the HTTP status, 0 if there was no answer. */
export type Sent =
  | {
      ok: true;
      status: number;
      /** Where the shopper pays for this order. */
      payAt?: string;
    }
  | {
      ok: false;
      status: number;
      error?: "timeout" | "network";
      /** What the order system asked for, in ms. */
      retryAfter?: number;
      /** It wants no more deliveries at all (410 in the Standard Webhooks specification). */
      stop?: boolean;
    };

/**
 * The pause after this many failed attempts, in ms: exponential backoff, half of it random (`random` in
 * [0, 1)), so that deliveries that failed together are not retried together.
 */
export function pause(attempts: number, random: number, retryAfter = 0): number {
  const doubled = Math.min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** Math.min(attempts - 1, 30));
  const own = doubled * (0.5 + random / 2);
  return Math.round(Math.max(own, Math.min(retryAfter, LONGEST_RETRY_AFTER)));
}

/** `Retry-After` in ms: seconds or a date (RFC 9110, 10.2.3); 0 if missing or malformed. */
export function retryAfter(header: string | null, now: number): number {
  if (header === null) return 0;
  if (/^\d+$/.test(header.trim())) return Number(header) * SECOND;
  const at = Date.parse(header);
  return Number.isNaN(at) ? 0 : Math.max(0, at - now);
}

/** An address longer than this is refused, as by most browsers and proxies. */
const LONGEST_URL = 2_048;

/**
 * The way to pay that an answer of the order system bears, if it is one that may be shown: https, or
 * http on this machine, for tests. Anything else is left out, and the order stays accepted.
 */
export function payAtOf(answer: unknown): string | undefined {
  const { payAt } = (answer ?? {}) as { payAt?: unknown };
  if (typeof payAt !== "string" || payAt.length > LONGEST_URL || !URL.canParse(payAt)) {
    return undefined;
  }
  const { protocol, hostname, href } = new URL(payAt);
  const isLocal = hostname === "127.0.0.1" || hostname === "localhost";
  return protocol === "https:" || (protocol === "http:" && isLocal) ? href : undefined;
}
