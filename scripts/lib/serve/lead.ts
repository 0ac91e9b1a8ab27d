/** How the process that serves begins and ends; started by supervise.ts, it ends when that one does. */
import { setTimeout as sleep } from "node:timers/promises";
import { contextWith, inContext } from "../context.ts";
import { report } from "../report.ts";
import { endGroup } from "../tool.ts";
import { type Ready, removeFolder, type ServeCommand } from "./supervise.ts";

/** Resolves to the page's URL when it serves; `atEnd` gets what must be done in the end. */
export type Begin = (
  command: ServeCommand,
  atEnd: (step: () => unknown) => void,
) => Promise<string>;

const PATIENCE = 2000;
const undo: (() => unknown)[] = [];

export function lead(begin: Begin): void {
  process.once("disconnect", end);
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, end);
  process.once("message", (command: ServeCommand) => {
    undo.push(() => removeFolder(command.temporary));
    const { root } = command;
    const begun = inContext(contextWith({ root, cwd: process.cwd() }), () =>
      begin(command, (step) => undo.push(step)),
    );
    begun.then(
      (ready) => process.send?.({ ready } satisfies Ready),
      (error) => process.exit(report(error)),
    );
  });
}

/** The last thing done is undone first; then ends the group: this process, workerd, build tools. */
async function end(): Promise<void> {
  const undone = (async () => {
    for (const step of undo.reverse()) await step();
  })();
  await Promise.race([undone.catch(() => {}), sleep(PATIENCE)]);
  endGroup(process.pid);
}
