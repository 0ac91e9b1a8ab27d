/** The streams of those who watch, as Server-Sent Events (https://html.spec.whatwg.org/#server-sent-events). */
import type { Session } from "./session.ts";

/** Bytes that may wait for a slow watcher; beyond that they miss events instead of filling our memory. */
const MOST_WAITING = 256 * 1024;
/** How soon a browser tries again once its stream has broken, in ms. */
const RETRY = 1_000;

const encoder = new TextEncoder();

/** One event of a stream. `name` is what a page listens for; `data` becomes JSON. */
export function event(name: string, data: unknown): string {
  return `event: ${name}\ndata: ${JSON.stringify(data)}\n\n`;
}

interface Watcher {
  /** The slug of the sale that they look at; undefined at the list of all. */
  sale: string | undefined;
  session: Session;
  controller: ReadableByteStreamController;
}

export class Watchers {
  readonly #all = new Set<Watcher>();
  readonly #most: number;

  /** `most`: streams at a time. */
  constructor(most: number) {
    this.#most = most;
  }

  get isFull(): boolean {
    return this.#all.size >= this.#most;
  }

  get isEmpty(): boolean {
    return this.#all.size === 0;
  }

  /** The slugs of the sales that are watched. */
  get sales(): Set<string> {
    return new Set([...this.#all].flatMap(({ sale }) => (sale === undefined ? [] : [sale])));
  }

  /** A new stream, which begins with `first`. */
  add(sale: string | undefined, session: Session, first: string): ReadableStream<Uint8Array> {
    let watcher: Watcher | undefined;
    return new ReadableStream({
      type: "bytes",
      start: (controller) => {
        watcher = { sale, session, controller };
        this.#all.add(watcher);
        this.#send(watcher, `retry: ${RETRY}\n\n${first}`);
      },
      cancel: () => {
        if (watcher) this.#all.delete(watcher);
      },
    });
  }

  /** To those who watch `sale`; to everybody if it is undefined. */
  send(sale: string | undefined, text: string): void {
    for (const watcher of this.#all) {
      if (sale === undefined || watcher.sale === sale) this.#send(watcher, text);
    }
  }

  /** Ends the streams of these sessions. */
  close(whose: (session: Session) => boolean): void {
    for (const watcher of this.#all) {
      if (!whose(watcher.session)) continue;
      this.#all.delete(watcher);
      ended(watcher.controller);
    }
  }

  #send(watcher: Watcher, text: string): void {
    const { controller } = watcher;
    if ((controller.desiredSize ?? 0) < -MOST_WAITING) return;
    try {
      controller.enqueue(encoder.encode(text));
    } catch {
      this.#all.delete(watcher); // they have gone, and nobody has told us
    }
  }
}

function ended(controller: ReadableByteStreamController): void {
  try {
    controller.close();
  } catch {
    // They have gone already.
  }
}
