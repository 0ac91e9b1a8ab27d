/** The rehearsal's handle on the crowd's process. */
import { fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { CrowdCommand, CrowdEvent, Job, Progress, Seen } from "./messages.ts";

export interface Crowd {
  /** Resolves once all have gone home. */
  send(job: Job, heard: (progress: Progress) => void): Promise<Seen>;
  /** This process ends together with ours, even if ours is killed. */
  guard(pid: number): void;
  /** It has ended. */
  forget(pid: number): void;
  stop(): void;
}

/** `folder` goes together with this process, even if it is killed. */
export function startCrowd(folder: string): Crowd {
  const child = fork(fileURLToPath(new URL("./crowd-process.ts", import.meta.url)));
  const say = (order: CrowdCommand) => void child.send(order);
  say({ guard: [], folder });
  return {
    send: (job, heard) =>
      new Promise((resolve, reject) => {
        child.on("message", (news: CrowdEvent) => {
          if ("progress" in news) heard(news.progress);
          else if ("seen" in news) resolve(news.seen);
          else reject(new Error(news.failed));
        });
        child.once("exit", () => reject(new Error("the crowd's process has ended")));
        say({ job });
      }),
    guard: (pid) => say({ guard: [pid], folder }),
    forget: (pid) => void (child.connected && say({ forget: pid })),
    stop: () => child.connected && child.disconnect(),
  };
}
