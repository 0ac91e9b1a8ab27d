/** What a process has used. Linux tells; elsewhere the figures are left out. */
import { readFileSync } from "node:fs";

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
