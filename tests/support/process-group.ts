/** Commands that tests start: the whole group of one ends with the test's process, even if that is killed. */
import { type ChildProcessByStdio, spawn } from "node:child_process";
import type { Readable } from "node:stream";

/** Seconds that a command has to end its own children and remove its folders. */
const GRACE = 5;
/** Its standard input closes when the test's process is gone, however that came about. */
const WATCH = `cat >/dev/null; kill -s TERM -- "-$0"; sleep ${GRACE}; kill -s KILL -- "-$0"`;

export type Spawned = ChildProcessByStdio<null, Readable, Readable>;

/** `env` in addition to this process's own. */
export function spawnGroup(
  [program = "", ...args]: string[],
  { cwd, env = {} }: { cwd: string; env?: NodeJS.ProcessEnv },
): Spawned {
  const command = spawn(program, args, {
    cwd,
    env: { ...process.env, ...env },
    detached: true,
    stdio: ["ignore", "pipe", "pipe"],
  });
  if (command.pid !== undefined) endWithUs(command, command.pid);
  return command;
}

function endWithUs(command: Spawned, pid: number): void {
  // In a group of its own too, or the signal that ends the tests would end it first.
  const watch = spawn("sh", ["-c", WATCH, String(pid)], {
    detached: true,
    stdio: ["pipe", "ignore", "ignore"],
  });
  watch.stdin.on("error", () => {});
  watch.unref();
  // Once the command has ended, its number may become another process's.
  command.once("exit", () => watch.kill("SIGKILL"));
}
