/** What runs beneath a process, and whether it still does. */
import { execFileSync } from "node:child_process";
import { waitFor } from "./patience.ts";

interface Running {
  pid: number;
  parent: number;
  dead: boolean;
  command: string;
}

function running(): Running[] {
  const lines = execFileSync("ps", ["-eo", "pid=,ppid=,stat=,args="], { encoding: "utf8" });
  return lines.split("\n").flatMap((line) => {
    const [, pid, parent, stat, command] = /^\s*(\d+)\s+(\d+)\s+(\S+)\s+(.*)$/.exec(line) ?? [];
    if (!pid || !stat) return [];
    // A zombie has ended; only nobody has asked how.
    return {
      pid: Number(pid),
      parent: Number(parent),
      dead: stat[0] === "Z",
      command: command ?? "",
    };
  });
}

/** Children, their children, and so on. */
export function descendants(root: number): Running[] {
  const all = running();
  const below = (pid: number): Running[] =>
    all.filter(({ parent }) => parent === pid).flatMap((child) => [child, ...below(child.pid)]);
  return below(root);
}

/** Resolves once none of them runs; rejects with those that still do when patience is over. */
export async function gone(processes: { pid: number }[]): Promise<void> {
  const pids = new Set(processes.map(({ pid }) => pid));
  const left = () => running().filter(({ pid, dead }) => pids.has(pid) && !dead);
  await waitFor(
    () => left().length === 0,
    () => `the end of ${left().map(({ command }) => command)}`,
  );
}
