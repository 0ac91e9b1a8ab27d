/** What happens at Ctrl-C and its like. */
import { bound, context } from "./context.ts";

/** The exit status of whatever was interrupted. */
export const INTERRUPTED = 130;

/** The command ends by itself then: `stop` is called, and `main` waits for it. */
export function onStop(stop: () => void): void {
  const run = context();
  const { interrupted } = run.io;
  run.endsItself = true;
  if (interrupted.aborted) stop();
  else interrupted.addEventListener("abort", bound(stop), { once: true });
}

/**
 * While `work` runs, an interrupt calls `undo`, unless `work` has called `committed`; after it,
 * there is nothing to undo.
 */
export async function undoing<Result>(
  undo: () => void,
  work: (committed: () => void) => Promise<Result>,
): Promise<Result> {
  const steps = context().undo;
  const leave = () => {
    const at = steps.lastIndexOf(undo);
    if (at >= 0) steps.splice(at, 1);
  };
  steps.push(undo);
  try {
    return await work(leave);
  } finally {
    leave();
  }
}

/** Resolves to the exit status once the present command is interrupted and does not end by itself. */
export function interruption(): Promise<number> {
  const run = context();
  return new Promise((resolve) => {
    const hear = bound(() => {
      for (const undo of run.undo.toReversed()) undo();
      if (!run.endsItself) resolve(INTERRUPTED);
    });
    if (run.io.interrupted.aborted) hear();
    else run.io.interrupted.addEventListener("abort", hear, { once: true });
  });
}
