/** SIGKILL to all that serves, and the same sale again from what was written. */
import { descendants, gone } from "./processes.ts";
import { type ServeOptions, type Serving, startServe } from "./serve.ts";

/** On the same port; `options` must name the state folder. */
export async function killAndReopen(serving: Serving, options: ServeOptions): Promise<Serving> {
  const all = [{ pid: serving.pid }, ...descendants(serving.pid)];
  // workerd first, in the middle of what it does; then the rest, which would only start it again.
  for (const { pid, command } of descendants(serving.pid)) {
    if (/workerd/.test(command)) kill(pid);
  }
  await serving.stop("SIGKILL");
  await gone(all);
  return startServe({ ...options, port: Number(new URL(serving.origin).port) });
}

function kill(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // It has ended by itself.
  }
}
