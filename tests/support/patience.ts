/**
 * How long tests wait for something to happen. Only a failure waits that long, so the limit is
 * generous; DOORBUSTER_PATIENCE multiplies it for a machine that is slower still.
 */
import { setTimeout as sleep } from "node:timers/promises";

const FACTOR = Number(process.env.DOORBUSTER_PATIENCE ?? 1);
if (!(FACTOR > 0)) throw new Error("DOORBUSTER_PATIENCE must be a number above 0, such as 4");

/** For one wait inside a test, in ms. Whatever takes a time limit of its own in a test gets this one. */
export const PATIENCE = 120_000 * FACTOR;

/** For a whole command that builds, deploys or plays a crowd before it ends, in ms. */
export const LONG_PATIENCE = 3 * PATIENCE;

/**
 * Vitest's own limits. A wait that fails takes LONG_PATIENCE at most, and the rest of a test is far
 * quicker than the rest of this, so it is the wait that reports what was missing, not the limit.
 */
export const LIMITS = {
  testTimeout: 8 * PATIENCE,
  hookTimeout: 8 * PATIENCE,
  expect: { poll: { timeout: PATIENCE, interval: 20 } },
};

const INTERVAL = 20;

/**
 * Asks again and again until `condition` gives something other than false or undefined; resolves to
 * that. Rejects after PATIENCE with `what` was missing, and at once with whatever `condition` throws.
 */
export async function waitFor<T>(
  condition: () => T | Promise<T>,
  what: string | (() => string),
): Promise<Exclude<T, false | undefined>> {
  for (const late = performance.now() + PATIENCE; ; await sleep(INTERVAL)) {
    const found = await condition();
    if (found !== undefined && found !== false) return found as never;
    if (performance.now() > late) throw inVain(what, PATIENCE);
  }
}

/** Resolves and rejects as `promise` does; rejects after `patience` ms with `what` was missing. */
export async function inTime<T>(
  promise: Promise<T>,
  what: string | (() => string),
  patience = PATIENCE,
): Promise<T> {
  const over = new AbortController();
  const late = sleep(patience, undefined, { signal: over.signal, ref: false }).then(() => {
    throw inVain(what, patience);
  });
  late.catch(() => {});
  try {
    return await Promise.race([promise, late]);
  } finally {
    over.abort();
  }
}

function inVain(what: string | (() => string), patience: number): Error {
  const missing = typeof what === "string" ? what : what();
  const waited = `waited ${patience / 1000} s (DOORBUSTER_PATIENCE multiplies that)`;
  return new Error(`${waited} in vain for ${missing}`);
}
