/** The process that serves; started by supervise.ts, and ends when that one does. */
import { setTimeout as sleep } from "node:timers/promises";
import { report } from "../report.ts";
import { serve } from "./serve.ts";
import { endGroup, type News, type Order, removeFolder } from "./supervise.ts";

const PATIENCE = 2000;
const undo: (() => unknown)[] = [];

process.once("disconnect", end);
for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, end);
process.once("message", (order: Order) => {
  undo.push(() => removeFolder(order.temporary));
  serve(order, (step) => undo.push(step)).then(
    (ready) => process.send?.({ ready } satisfies News),
    (error) => process.exit(report(error)),
  );
});

/** The last thing done is undone first; then ends the group: this process, workerd, build tools. */
async function end(): Promise<void> {
  const undone = (async () => {
    for (const step of undo.reverse()) await step();
  })();
  await Promise.race([undone.catch(() => {}), sleep(PATIENCE)]);
  endGroup(process.pid);
}
