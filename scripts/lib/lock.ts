/** A lock between processes: a file that names its holder, and counts only while the holder lives. */
import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { context } from "./context.ts";
import { Refusal } from "./refusal.ts";

const STEP = 50;

/** Waits up to `patience` milliseconds; then refuses with `busy`. Returns what gives it back. */
export async function lock(
  path: string,
  patience: number,
  busy: (holder: number) => string,
): Promise<() => void> {
  mkdirSync(dirname(path), { recursive: true });
  for (let waited = 0; ; waited += STEP) {
    if (take(path)) return () => rmSync(path, { force: true });
    const holder = holderOf(path);
    if (holder === undefined || !lives(holder)) clear(path, holder);
    else if (waited >= patience) throw new Refusal(busy(holder));
    else await context().clock.wait(STEP);
  }
}

function take(path: string): boolean {
  const own = `${path}.${process.pid}`;
  writeFileSync(own, String(process.pid));
  try {
    // A link fails if the lock exists, and never shows a lock without its holder.
    linkSync(own, path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  } finally {
    rmSync(own, { force: true });
  }
}

/** Removes a dead holder's lock, but not that of somebody who was faster to do so. */
function clear(path: string, dead: number | undefined): void {
  const aside = `${path}.${process.pid}`;
  try {
    renameSync(path, aside);
    if (holderOf(aside) !== dead) linkSync(aside, path);
  } catch {
    // Somebody else has cleared it.
  } finally {
    rmSync(aside, { force: true });
  }
}

function holderOf(path: string): number | undefined {
  try {
    return Number(readFileSync(path, "utf8")) || undefined;
  } catch {
    return undefined;
  }
}

/** Whether there is such a process. */
export function lives(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
  return !isZombie(pid);
}

/** A zombie still accepts signals until its parent collects it, which in some containers never happens. */
function isZombie(pid: number): boolean {
  try {
    return /\) Z /.test(readFileSync(`/proc/${pid}/stat`, "utf8"));
  } catch {
    return false;
  }
}
