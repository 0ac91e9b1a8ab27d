/**
 * Two processes serve. This one, which people see, is tied to the other by a pipe: it takes signals,
 * prints the ready line and cleans up. The other one (server.ts) leads a process group of its own,
 * in which workerd and the build's tools run. However this one ends, the pipe closes and the other
 * ends its group; however the other one ends, this one ends the group.
 */
import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { context } from "../context.ts";
import { onStop } from "../interrupt.ts";
import { print, tell } from "../tell.ts";
import { endGroup } from "../tool.ts";
import type { ServeOptions } from "./options.ts";

/** From this process to the server. */
export interface ServeCommand {
  /** Which of the two commands it is for. */
  kind: "serve" | "dev";
  options: ServeOptions;
  /** The project's folder. */
  root: string;
  /** Removed at the end by whichever of the two processes is left. */
  temporary: string;
}
/** From the server to this process. */
export interface Ready {
  ready: string;
}

const SERVER = fileURLToPath(new URL("./server.ts", import.meta.url));
/** How long the server may take to undo what it has done, and then to end. Milliseconds. */
export const UNDOING = 2_000;
const ENDING = 5_000;
/** What has been told to end a moment ago may still hold its folder or its port so long. */
export const DYING = ENDING + 1_000;

/** Serves until a signal or the server's own end; resolves to the exit status. */
export async function supervise(
  kind: ServeCommand["kind"],
  options: ServeOptions,
): Promise<number> {
  const temporary = mkdtempSync(join(tmpdir(), "doorbuster-"));
  // Its standard output is our standard error: nothing but the ready line gets on ours.
  const { root, cwd, env } = context();
  const server = fork(SERVER, { cwd, env, detached: true, stdio: ["ignore", 2, 2, "ipc"] });
  const stopped = stopWithUs(server);
  server.on("message", ({ ready }: Ready) => print(`ready ${ready}`));
  server.send({ kind, options, root, temporary } satisfies ServeCommand);
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

/** Returns whether an end was asked for. */
function stopWithUs(server: ChildProcess): () => boolean {
  let stopped = false;
  const stop = () => {
    if (stopped) return;
    stopped = true;
    if (server.connected) server.disconnect();
    setTimeout(() => endGroup(server.pid), ENDING).unref();
  };
  onStop(stop);
  onOrphaned(stop);
  return () => stopped;
}

/** npm passes signals on, but when it is killed, its scripts live on. */
function onOrphaned(stop: () => void): void {
  if (context().env.npm_lifecycle_event === undefined) return;
  const parent = process.ppid;
  const watch = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(watch);
    stop();
  }, 250);
  watch.unref();
}
