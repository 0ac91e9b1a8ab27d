/**
 * For a helper process: it kills the tracked processes and removes the tracked folders when its parent
 * ends, however that happens. A process that is killed cannot clean up after itself.
 */
import { rmSync } from "node:fs";

const processes = new Set<number>();
const folders = new Set<string>();

export function trackProcess(pid: number): void {
  processes.add(pid);
}

/** It has ended: its number may be another process's by now. */
export function untrackProcess(pid: number): void {
  processes.delete(pid);
}

export function trackFolder(path: string): void {
  folders.add(path);
}

/** The parent's end closes the channel to it, even if it was killed. */
export function exitWithParent(): void {
  // Ctrl-C reaches the whole group; the parent says when it is over.
  process.on("SIGINT", () => {});
  process.on("disconnect", () => {
    for (const pid of processes) kill(pid);
    for (const folder of folders) {
      rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 50 });
    }
    process.exit();
  });
}

function kill(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // It has ended by itself.
  }
}
