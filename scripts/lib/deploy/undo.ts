/** What must be put back, should Ctrl-C and its like come while something is under way. */

const INTERRUPTED = 130;
const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
const steps: (() => void)[] = [];

/**
 * While `work` runs, a signal calls `undo` and ends this process, unless `work` has called
 * `committed`; after it, signals are as before.
 */
export async function undoing<T>(
  undo: () => void,
  work: (committed: () => void) => Promise<T>,
): Promise<T> {
  const leave = () => {
    const at = steps.lastIndexOf(undo);
    if (at >= 0) steps.splice(at, 1);
    if (steps.length === 0) for (const signal of SIGNALS) process.off(signal, undoAll);
  };
  if (steps.length === 0) for (const signal of SIGNALS) process.on(signal, undoAll);
  steps.push(undo);
  try {
    return await work(leave);
  } finally {
    leave();
  }
}

/** The last thing done is undone first. */
function undoAll(): void {
  for (const undo of steps.toReversed()) undo();
  process.exit(INTERRUPTED);
}
