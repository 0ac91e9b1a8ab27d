/** Asking again, more and more slowly, while the trouble may pass. */

import { context } from "../context.ts";
import { Trouble } from "./client.ts";

export interface RetryPolicy {
  /** How often in a row it may fail. */
  tries: number;
  /** The first wait, milliseconds; each is twice the one before. */
  wait: number;
  longest: number;
}
/** Half a minute in all. */
export const RETRY_POLICY: RetryPolicy = { tries: 9, wait: 250, longest: 6_000 };

/**
 * Calls `attempt` until it returns. `attempt` calls `gained` when it got somewhere: what breaks
 * now and then, but goes on in between, may break any number of times.
 */
export async function retry<Result>(
  attempt: (gained: () => void) => Promise<Result>,
  { tries, wait, longest }: RetryPolicy,
  signal?: AbortSignal,
): Promise<Result> {
  for (let failures = 0; ; ) {
    try {
      return await attempt(() => {
        failures = 0;
      });
    } catch (error) {
      failures += 1;
      if (!(error instanceof Trouble) || failures >= tries) throw error;
      await pause(Math.min(longest, wait * 2 ** (failures - 1)), signal);
    }
  }
}

async function pause(milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
  try {
    await context().clock.wait(milliseconds, signal);
  } catch (error) {
    // The timer's own error hides why.
    signal?.throwIfAborted();
    throw error;
  }
}
