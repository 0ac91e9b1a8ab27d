/** The process behind `serve` and `dev`: started by supervise.ts, it ends when that one does. */
import { setTimeout as sleep } from "node:timers/promises";
import { contextWith, inContext } from "../context.ts";
import { report } from "../tell.ts";
import { endGroup } from "../tool.ts";
import { type Ready, removeFolder, type ServeCommand, UNDOING } from "./supervise.ts";

const undo: (() => unknown)[] = [];

process.once("disconnect", end);
for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, end);
process.once("message", (command: ServeCommand) => {
  undo.push(() => removeFolder(command.temporary));
  const given = contextWith({ root: command.root, cwd: process.cwd() });
  inContext(given, () => begin(command)).then(
    (ready) => process.send?.({ ready } satisfies Ready),
    (error) => process.exit(report(error)),
  );
});

/** Resolves to the page's URL when it serves. */
async function begin(command: ServeCommand): Promise<string> {
  const atEnd = (step: () => unknown) => void undo.push(step);
  if (command.kind === "dev") return (await import("./dev/dev.ts")).dev(command, atEnd);
  return (await import("./serve.ts")).serve(command, atEnd);
}

/** Undoes everything, the last step first; then ends the whole group: this process and workerd. */
async function end(): Promise<void> {
  const undone = (async () => {
    for (const step of undo.reverse()) await step();
  })();
  await Promise.race([undone.catch(() => {}), sleep(UNDOING)]);
  endGroup(process.pid);
}
