/**
 * A process beside this one that works on jobs, and cleans up after us: the processes and folders that
 * it tracks go when ours ends, even if ours is killed and can do nothing about it.
 */
import { fork } from "node:child_process";
import { rmSync } from "node:fs";
import { fileURLToPath } from "node:url";

export interface HelperProcess<Job, Result, Progress = never> {
  /** One job at a time. Rejects when it fails, or when the process ends before it is done. */
  run(job: Job, onProgress?: (progress: Progress) => void): Promise<Result>;
  /** Kills this process when ours ends. */
  track(pid: number): void;
  /** It has ended by itself, and its pid may belong to another process by now. */
  untrack(pid: number): void;
  /** Removes this folder when ours ends. */
  trackFolder(path: string): void;
  stop(): void;
}

type Command<Job> = { job: Job } | { track: number } | { untrack: number } | { folder: string };
type Reply<Result, Progress> = { progress: Progress } | { result: Result } | { failed: string };

/** `file`: a module that calls `workOnJobs`. */
export function startHelper<Job, Result, Progress = never>(
  file: URL,
): HelperProcess<Job, Result, Progress> {
  const child = fork(fileURLToPath(file));
  const send = (command: Command<Job>) => void (child.connected && child.send(command));
  return {
    run: (job, onProgress = () => {}) =>
      new Promise((resolve, reject) => {
        const ended = () => reject(new Error("the helper process has ended"));
        if (!child.connected) return ended();
        const hear = (reply: Reply<Result, Progress>) => {
          if ("progress" in reply) return onProgress(reply.progress);
          child.off("message", hear).off("exit", ended);
          if ("result" in reply) resolve(reply.result);
          else reject(new Error(reply.failed));
        };
        child.on("message", hear).on("exit", ended);
        send({ job });
      }),
    track: (pid) => send({ track: pid }),
    untrack: (pid) => send({ untrack: pid }),
    trackFolder: (folder) => send({ folder }),
    stop: () => child.connected && child.disconnect(),
  };
}

/** The helper's own side. */
export function workOnJobs<Job, Result, Progress = never>(
  work: (job: Job, tell: (progress: Progress) => void) => Promise<Result>,
): void {
  const [processes, folders] = [new Set<number>(), new Set<string>()];
  const reply = (message: Reply<Result, Progress>) => void process.send?.(message);
  process.on("message", (command: Command<Job>) => {
    if ("track" in command) processes.add(command.track);
    if ("untrack" in command) processes.delete(command.untrack);
    if ("folder" in command) folders.add(command.folder);
    if (!("job" in command)) return;
    work(command.job, (progress) => reply({ progress })).then(
      (result) => reply({ result }),
      (error) => reply({ failed: error instanceof Error ? error.message : String(error) }),
    );
  });
  // Ctrl-C reaches the whole group; the parent says when it is over.
  process.on("SIGINT", () => {});
  // The parent's end closes the channel to it, even if it was killed.
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
