/** Looks again and again, until it has ended or nobody wants to see more. */

import { context } from "../context.ts";
import { Trouble } from "../operator/client.ts";
import type { Look, Seen } from "./sales.ts";

export interface View {
  show(seen: Seen[]): void;
  /** The connection is broken; it will be tried again. */
  trouble(error: Trouble): void;
}

export interface Watching {
  look: Look;
  view: View;
  /** Milliseconds. */
  every: number;
  untilEnded: boolean;
  signal: AbortSignal;
}

/** Milliseconds: whoever watches wants to hear soon that nothing answers. */
const PATIENCE = 10_000;

export async function watch({ look, view, every, untilEnded, signal }: Watching): Promise<void> {
  while (!signal.aborted) {
    try {
      const seen = await look(signal, PATIENCE);
      view.show(seen);
      if (untilEnded && haveEnded(seen)) return;
    } catch (error) {
      if (signal.aborted) return;
      if (!(error instanceof Trouble)) throw error;
      view.trouble(error);
    }
    await context()
      .clock.wait(every, signal)
      .catch(() => {});
  }
}

/** What the deployment does not know can neither go on nor end. */
function haveEnded(seen: Seen[]): boolean {
  const known = seen.flatMap(({ status }) => status ?? []);
  return known.length > 0 && known.every(({ state }) => state === "ended");
}
