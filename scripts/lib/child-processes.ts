/** For a process beside the one that people see: what must not outlive that one, however it ends. */
import { rmSync } from "node:fs";

const wards = new Set<number>();
const folders = new Set<string>();

/** From now on these processes end with the parent, and these folders go. */
export function guard(pids: number[], temporary: string[] = []): void {
  for (const pid of pids) wards.add(pid);
  for (const folder of temporary) folders.add(folder);
}

/** It has ended: its number may be another process's by now. */
export function forget(pid: number): void {
  wards.delete(pid);
}

/** The parent's end closes the channel to it, even if it was killed. */
export function endWithParent(): void {
  // Ctrl-C reaches the whole group; the parent says when it is over.
  process.on("SIGINT", () => {});
  process.on("disconnect", () => {
    for (const pid of wards) end(pid);
    for (const folder of folders) {
      rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 50 });
    }
    process.exit();
  });
}

function end(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // It has ended by itself.
  }
}
