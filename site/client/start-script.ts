/** Loads the start script, which calls the global `saleStart` with what the Worker knows. */
import type { StartMessage } from "../../edge/contract.ts";

/** `sentAt` and `receivedAt` by the monotonic clock, in milliseconds. */
export interface Answer {
  message: StartMessage;
  sentAt: number;
  receivedAt: number;
}

/** The start comes and goes within seconds: a question that hangs is asked anew. */
const PATIENCE = 5000;

type Hear = (message: StartMessage) => void;
const waiting = new WeakMap<Element, Hear>();

/** A script that comes after its time is up finds nobody who waits for it, and changes nothing. */
function saleStart(message: StartMessage): void {
  const script = document.currentScript;
  if (script) waiting.get(script)?.(message);
}
Object.assign(window, { saleStart });

/** Rejects when the script does not come, comes without an answer, or is about another sale. */
export function askStart(sale: string): Promise<Answer> {
  const script = document.createElement("script");
  const answer = new Promise<Answer>((resolve, reject) => {
    const sentAt = performance.now();
    waiting.set(script, (message) => {
      if (message.sale === sale) resolve({ message, sentAt, receivedAt: performance.now() });
    });
    script.onerror = () => reject(new Error("the start script did not come"));
    // After an answer this changes nothing; without one, something else answered in its place.
    script.onload = () => reject(new Error("the start script said nothing"));
    setTimeout(() => reject(new Error("the start script took too long")), PATIENCE);
  });
  script.src = `/start/${sale}.js?v=${Math.random().toString(36).slice(2)}`;
  document.head.append(script);
  return answer.finally(() => {
    waiting.delete(script);
    script.remove();
  });
}
