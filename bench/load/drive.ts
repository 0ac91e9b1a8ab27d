/** Closed loop, which finds the highest rate, and open loop, which finds what a visitor waits at a given rate. */
import { setImmediate as breath } from "node:timers/promises";
import { type Connection, openAll } from "../../crowd/http/connection.ts";
import type { Visit } from "./visits.ts";

export interface Rate {
  visits: number;
  ms: number;
}

/** Closed loop: each connection sends its next visit when the last one is answered. */
export async function saturate(
  port: number,
  connections: number,
  ms: number,
  next: () => Visit,
): Promise<Rate> {
  const open = await openAll(port, connections);
  const begun = performance.now();
  let done = 0;
  const go = async (connection: Connection) => {
    while (performance.now() - begun < ms) {
      await next()(connection);
      done += 1;
    }
  };
  try {
    await Promise.all(open.map(go));
    return { visits: done, ms: performance.now() - begun };
  } finally {
    for (const connection of open) connection.close();
  }
}

/**
 * Open loop: visits begin by the clock, at random times as those of a crowd are, and each is timed from the
 * moment when it was due, so that a stall is felt by all who arrive during it. Resolves to the times
 * in ms, in the order of the answers.
 */
export async function arrive(
  port: number,
  perSecond: number,
  ms: number,
  next: () => Visit,
): Promise<number[]> {
  const idle = await openAll(port, 64);
  const all = [...idle];
  const times: number[] = [];
  const running = new Set<Promise<void>>();
  const begun = performance.now();
  let failed: unknown;
  for (let due = begun; due < begun + ms && failed === undefined; due += gap(perSecond)) {
    // Polling, not a timer: a timer is late by up to a millisecond, more than most answers take.
    while (performance.now() < due || idle.length === 0) await breath();
    const connection = idle.pop() as Connection;
    const visit = next()(connection).then(
      () => {
        times.push(performance.now() - due);
        idle.push(connection);
        running.delete(visit);
      },
      (error) => {
        failed = error;
        idle.push(connection);
      },
    );
    running.add(visit);
  }
  await Promise.all(running);
  for (const connection of all) connection.close();
  if (failed !== undefined) throw failed;
  return times;
}

/** The time to the next arrival of a Poisson process, in ms. */
function gap(perSecond: number): number {
  return (-Math.log(1 - Math.random()) * 1000) / perSecond;
}
