/** Loads the start script, which calls the global `saleStart` with the sale's state. */
import type { StartMessage } from "../../edge/contract.ts";

/** `sentAt` and `receivedAt` in milliseconds of the monotonic clock. */
export interface Answer {
  message: StartMessage;
  sentAt: number;
  receivedAt: number;
}

/** Short, because the sale may be over within seconds: a request that hangs is made again. */
const TIMEOUT = 5000;

/**
 * Who waits for a script is noted at the script itself, since a page may have two copies of this module:
 * its own script's, and the draw's.
 */
type Asking = Element & { hear?: ((message: StartMessage) => void) | undefined };

/** A script that arrives after its timeout has nobody who waits for it, and changes nothing. */
function saleStart(message: StartMessage): void {
  (document.currentScript as Asking | null)?.hear?.(message);
}
Object.assign(globalThis, { saleStart });

/** Rejects if the script does not load, does not call `saleStart`, or is about another sale. `pass`: the door's. */
export function askStart(sale: string, pass?: string): Promise<Answer> {
  const script: HTMLScriptElement & Asking = document.createElement("script");
  const answer = new Promise<Answer>((resolve, reject) => {
    const sentAt = performance.now();
    script.hear = (message) => {
      if (message.sale === sale) resolve({ message, sentAt, receivedAt: performance.now() });
    };
    script.onerror = () => reject(new Error("the start script did not come"));
    // After an answer this has no effect; without one, the response was not a start script.
    script.onload = () => reject(new Error("the start script said nothing"));
    setTimeout(() => reject(new Error("the start script took too long")), TIMEOUT);
  });
  const own = pass === undefined ? "" : `&pass=${pass}`;
  script.src = `/start/${sale}.js?v=${Math.random().toString(36).slice(2)}${own}`;
  document.head.append(script);
  return answer.finally(() => {
    script.hear = undefined;
    script.remove();
  });
}
