/** What `counting.js`, the module around the built Worker, has counted. */

import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** By object (`gate 3`, `stockroom`), then by method. */
export type Calls = Record<string, Record<string, number>>;

export interface Counts {
  hmacs: number;
  /** By sale. */
  sales: Record<string, Calls>;
}

/** To be the main module beside `worker.js`. */
export const COUNTING = fileURLToPath(new URL("./counting.js", import.meta.url));

/** What has been counted since the last time. */
export async function readCounts(port: number): Promise<Counts> {
  const response = await fetch(`http://127.0.0.1:${port}/counts`);
  return (await response.json()) as Counts;
}

export function sum(calls: Calls | undefined): number {
  const methods = Object.values(calls ?? {}).flatMap((object) => Object.values(object));
  return methods.reduce((total, count) => total + count, 0);
}

// ── Processes ──────────────────────────────────────────────────────────────────────────────────
const PAGE = 4096;
/** Clock ticks per second in /proc: 100 on every Linux that Node runs on. */
const TICK_MS = 10;

/** CPU time so far, in ms. */
export function cpuOf(pid: number): number | undefined {
  const fields = statOf(pid);
  return fields && (Number(fields[11]) + Number(fields[12])) * TICK_MS;
}

/** Resident memory, in MiB. */
export function memoryOf(pid: number): number | undefined {
  const fields = statOf(pid);
  return fields && Math.round((Number(fields[21]) * PAGE) / 2 ** 20);
}

/** The fields after the command's name, which may hold spaces: see proc(5), from `state` on. */
function statOf(pid: number): string[] | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, "utf8");
    return text.slice(text.lastIndexOf(")") + 2).split(" ");
  } catch {
    return undefined;
  }
}
