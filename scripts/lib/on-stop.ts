/** Ctrl-C and its like. */

/** Ctrl-C under npm arrives twice: from the terminal, and passed on by npm. */
const ECHO = 500;
const INTERRUPTED = 130;

/** Calls `stop` once; whoever asks again later does not want to wait for it. */
export function onStop(stop: () => void): void {
  let since: number | undefined;
  const hear = () => {
    if (since !== undefined && Date.now() - since > ECHO) process.exit(INTERRUPTED);
    if (since !== undefined) return;
    since = Date.now();
    stop();
  };
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, hear);
}
