/** The rehearsal's side of the crowd's process (`crowd-process.ts`), and how far the crowd has got. */
import { fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { CrowdOptions } from "../../../crowd/crowd.ts";
import { tell } from "../report.ts";
import { number } from "../status/words.ts";
import type { Progress, Seen } from "./recorder.ts";

export interface Job {
  crowd: CrowdOptions;
  sale: string;
  /** The hold of the sale as it is rehearsed, in ms. */
  hold: number;
  /** Ms since 1970. */
  startsAt: number;
  /** When whoever is still there is sent home, ms since 1970. */
  endsAt: number;
  /** The Worker's, and the site's. */
  ports: { worker: number; site: number };
}

export type CrowdCommand =
  | { job: Job }
  | { folder: string }
  | { track: number }
  | { untrack: number };
export type CrowdEvent = { progress: Progress } | { seen: Seen } | { failed: string };

export interface Crowd {
  /** Resolves once everybody has gone home. */
  send(job: Job, onProgress: (progress: Progress) => void): Promise<Seen>;
  /** This process is killed when ours ends, even if ours is killed. */
  track(pid: number): void;
  /** It has ended by itself. */
  untrack(pid: number): void;
  stop(): void;
}

/** `folder` is removed when this process ends, even if it is killed. */
export function startCrowd(folder: string): Crowd {
  const child = fork(fileURLToPath(new URL("./crowd-process.ts", import.meta.url)));
  const say = (command: CrowdCommand) => void child.send(command);
  say({ folder });
  return {
    send: (job, onProgress) =>
      new Promise((resolve, reject) => {
        child.on("message", (event: CrowdEvent) => {
          if ("progress" in event) onProgress(event.progress);
          else if ("seen" in event) resolve(event.seen);
          else reject(new Error(event.failed));
        });
        child.once("exit", () => reject(new Error("the crowd's process has ended")));
        say({ job });
      }),
    track: (pid) => say({ track: pid }),
    untrack: (pid) => void (child.connected && say({ untrack: pid })),
    stop: () => child.connected && child.disconnect(),
  };
}

/** How often a line is printed where one cannot be overwritten, in ms. */
const PRINTED_EVERY = 10_000;

/** One line that changes on a terminal; elsewhere a line now and then. */
export function showProgress(
  sale: { startsAt: number; stock: number; shoppers: number },
  terminal: NodeJS.WriteStream = process.stderr,
) {
  let toldAt = Date.now();
  const show = (progress: Progress) => {
    const line = lineOf(progress, sale);
    if (terminal.isTTY) terminal.write(`\r${line.slice(0, (terminal.columns || 80) - 1)}\u001B[K`);
    else if (Date.now() - toldAt >= PRINTED_EVERY) {
      toldAt = Date.now();
      tell(line);
    }
  };
  return { show, end: () => void (terminal.isTTY && terminal.write("\r\u001B[K")) };
}

function lineOf(
  { requests, orders, refused, left }: Progress,
  { startsAt, stock, shoppers }: { startsAt: number; stock: number; shoppers: number },
): string {
  const after = Math.round((Date.now() - startsAt) / 1000);
  const when = after < 0 ? `start in ${-after} s` : `${after} s after the start`;
  const sold = `${number(orders)} of ${number(stock)} sold`;
  const done = `${number(shoppers - left)} of ${number(shoppers)} gone`;
  return `${when} · ${sold} · ${number(requests)} requests · ${number(refused)} refused · ${done}`;
}
