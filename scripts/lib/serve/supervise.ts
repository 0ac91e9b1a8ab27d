/**
 * Two processes serve. This one, which people see, holds the other by a pipe: it takes signals,
 * prints the ready line and sweeps up. The other one (lead.ts) leads a process group of its own,
 * in which workerd and the build's tools run. However this one ends, the pipe closes and the other
 * ends its group; however the other one ends, this one ends the group.
 */
import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { tell } from "../report.ts";
import type { ServeOptions } from "./options.ts";

/** From this process to the server. */
export interface Order {
  options: ServeOptions;
  /** Is removed at the end, by whichever of the two is left. */
  temporary: string;
}
/** From the server to this process. */
export interface News {
  ready: string;
}

const SERVER = fileURLToPath(new URL("./server.ts", import.meta.url));
const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
/** Ctrl-C under npm arrives twice: from the terminal, and passed on by npm. */
const ECHO = 500;
const PATIENCE = 5000;

/** Serves until a signal or the server's own end; resolves to the exit status. `file` is the server. */
export async function supervise(options: ServeOptions, file = SERVER): Promise<number> {
  const temporary = mkdtempSync(join(tmpdir(), "doorbuster-"));
  // Its standard output is our standard error: nothing but the ready line gets on ours.
  const server = fork(file, { detached: true, stdio: ["ignore", 2, 2, "ipc"] });
  const stopped = stopOnSignal(server);
  server.on("message", ({ ready }: News) => process.stdout.write(`ready ${ready}\n`));
  server.send({ options, temporary } satisfies Order);
  const [status, signal] = await once(server, "exit");
  endGroup(server.pid);
  removeFolder(temporary);
  if (stopped()) return 0;
  if (signal) tell(`the server was ended by ${signal}`);
  return status ?? 1;
}

export function removeFolder(path: string): void {
  // What still writes there has been killed, but may take a moment to go.
  rmSync(path, { recursive: true, force: true, maxRetries: 20, retryDelay: 50 });
}

/** SIGKILL to all of a process group; nothing if there is none. */
export function endGroup(leader: number | undefined): void {
  if (leader === undefined) return;
  try {
    process.kill(-leader, "SIGKILL");
  } catch {
    // All of it has ended.
  }
}

/** Returns whether an end was asked for. */
function stopOnSignal(server: ChildProcess): () => boolean {
  let since: number | undefined;
  const stop = () => {
    if (since !== undefined && Date.now() - since > ECHO) return endGroup(server.pid);
    if (since !== undefined) return;
    since = Date.now();
    if (server.connected) server.disconnect();
    setTimeout(() => endGroup(server.pid), PATIENCE).unref();
  };
  for (const signal of SIGNALS) process.on(signal, stop);
  onOrphaned(stop);
  return () => since !== undefined;
}

/** npm passes signals on, but when it is killed, its scripts live on. */
function onOrphaned(stop: () => void): void {
  if (process.env.npm_lifecycle_event === undefined) return;
  const parent = process.ppid;
  const watch = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(watch);
    stop();
  }, 250);
  watch.unref();
}
