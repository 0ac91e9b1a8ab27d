/** Lets so many tasks run at once; the others wait. */
export type Semaphore = <Result>(task: () => Promise<Result>) => Promise<Result>;

export function atOnce(limit: number): Semaphore {
  let running = 0;
  const waiting: (() => void)[] = [];
  return async (task) => {
    if (running >= limit) await new Promise<void>((go) => waiting.push(go));
    else running += 1;
    try {
      return await task();
    } finally {
      // The turn is handed on, so the count stays, or it is given up.
      const next = waiting.shift();
      if (next) next();
      else running -= 1;
    }
  };
}
