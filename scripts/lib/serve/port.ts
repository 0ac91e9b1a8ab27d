/** Whether a port is free, and what to say when it is not. */
import { createServer } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { Refusal } from "../refusal.ts";

/** Checked before the build, so that nobody waits minutes for this refusal. Port 0 is always free. */
export async function requireFreePort(port: number, patience: number): Promise<void> {
  if (port === 0) return;
  for (const deadline = Date.now() + patience; ; await sleep(100)) {
    const error = await tryPort(port);
    if (error === undefined) return;
    if (error.code !== "EADDRINUSE") {
      throw new Refusal(`port ${port} cannot be used: ${error.message}`);
    }
    if (Date.now() > deadline) throw new Refusal(portTaken(port));
  }
}

function tryPort(port: number): Promise<NodeJS.ErrnoException | undefined> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once("error", resolve);
    probe.listen(port, "127.0.0.1", () => probe.close(() => resolve(undefined)));
  });
}

export function portTaken(port: number): string {
  return `port ${port} is taken; choose another with --port, or --port 0 for a free one`;
}
