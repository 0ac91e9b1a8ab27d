/** How long a claim waits for the answers before it, in ms; then it asks all the same, if it may. */
const LONGEST_WAIT = 250;
/** A call that has not ended by then never will: whoever made it was cancelled without a word. Ms. */
const LOST = 5_000;

interface Queue {
  /** When each call that is on its way began, ms since 1970. */
  inside: Set<{ at: number }>;
  /**
   * Wakes each request that waits. Each makes its own promise: one that was made by a request which
   * is over cannot be resolved any more.
   */
  waiting: Set<() => void>;
}

/** A claim that wants to be asked about. */
export interface Entry<Answer> {
  /** How many may be on their way at this moment. */
  atOnce(): number;
  /** An answer that another claim brought, and that is this one's too. */
  known(): Answer | undefined;
  /** Asked of whoever has waited long enough: an answer, or undefined to ask all the same. */
  tired(): Answer | undefined;
  ask(): Promise<Answer>;
}

/**
 * A semaphore per gate. A request that waits for another request's answer must not depend on it: the
 * other one may be cancelled without a word. So each waits for the next answer or its own timer,
 * looks again, and in the end goes in by itself.
 */
export class Semaphore {
  /** One for each gate that was ever asked here: bounded by what is deployed. */
  readonly #queues = new Map<string, Queue>();
  readonly #deps: { clock(): number; wait(ms: number): Promise<void> };

  constructor(deps: { clock(): number; wait(ms: number): Promise<void> }) {
    this.#deps = deps;
  }

  /** Does `ask` when it is its turn. Whoever has to wait looks after each answer for their own. */
  async take<Answer>(name: string, entry: Entry<Answer>): Promise<Answer> {
    const queue = this.#queueOf(name);
    const call = { at: 0 };
    const heard = await this.#enter(queue, entry, call);
    if (heard !== undefined) return heard;
    try {
      return await entry.ask();
    } finally {
      queue.inside.delete(call);
      for (const wake of queue.waiting) wake();
    }
  }

  /** Puts `call` inside, unless there is an answer first. */
  async #enter<Answer>(
    queue: Queue,
    entry: Entry<Answer>,
    call: { at: number },
  ): Promise<Answer | undefined> {
    if (this.#isBusy(queue, entry)) {
      let late = false;
      const timer = this.#deps.wait(LONGEST_WAIT).then(() => {
        late = true;
      });
      while (this.#isBusy(queue, entry) && !late) {
        await nextAnswer(queue, timer);
        const heard = entry.known();
        if (heard !== undefined) return heard;
      }
      const refused = this.#isBusy(queue, entry) ? entry.tired() : undefined;
      if (refused !== undefined) return refused;
    }
    call.at = this.#deps.clock();
    queue.inside.add(call); // in the same breath as the look, or two would take one turn
    return undefined;
  }

  #isBusy({ inside }: Queue, { atOnce }: { atOnce(): number }): boolean {
    if (inside.size < atOnce()) return false;
    const now = this.#deps.clock();
    for (const call of inside) if (now - call.at > LOST) inside.delete(call);
    return inside.size >= atOnce();
  }

  #queueOf(name: string): Queue {
    let queue = this.#queues.get(name);
    if (!queue) {
      queue = { inside: new Set(), waiting: new Set() };
      this.#queues.set(name, queue);
    }
    return queue;
  }
}

async function nextAnswer({ waiting }: Queue, timer: Promise<void>): Promise<void> {
  let wake = () => {};
  const answer = new Promise<void>((resolve) => {
    wake = resolve;
  });
  waiting.add(wake);
  await Promise.race([answer, timer]);
  waiting.delete(wake);
}
