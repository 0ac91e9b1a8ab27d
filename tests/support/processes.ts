/** What runs beneath a process, and whether it still does. */
import { execFileSync } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";

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

/** Resolves once none of them runs; throws with those that still do after `patience`. */
export async function gone(processes: { pid: number }[], patience = 3000): Promise<void> {
  const pids = new Set(processes.map(({ pid }) => pid));
  for (const deadline = Date.now() + patience; ; await sleep(20)) {
    const left = running().filter(({ pid, dead }) => pids.has(pid) && !dead);
    if (left.length === 0) return;
    if (Date.now() > deadline) throw new Error(left.map(({ command }) => command).join("\n"));
  }
}
