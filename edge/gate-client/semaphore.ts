/** How long a claim waits for the answers before it, in ms; then it asks all the same. */
const DELIVERY_TIMEOUT = 250;

interface Queue {
  inside: number;
  /**
   * Wakes each request that waits. Each makes its own promise: one that was made by a request which
   * is over cannot be resolved any more.
   */
  waiting: Set<() => void>;
}

/**
 * Semaphore at a gate. A request that waits for another request's answer must not depend on it: the
 * other one may be cancelled without a word. So each waits for the next answer or its own timer,
 * looks again, and in the end goes in by itself.
 */
export class Semaphore {
  /** One for each gate that was ever asked here: bounded by what is deployed. */
  readonly #queues = new Map<string, Queue>();
  readonly #wait: (ms: number) => Promise<void>;

  constructor(wait: (ms: number) => Promise<void>) {
    this.#wait = wait;
  }

  /**
   * Does `ask` when it is its turn at this gate, where `atOnce()` may be inside at a time. Whoever has
   * to wait looks after each answer whether `known` has one for him too.
   */
  async take<Answer>(
    gate: string,
    atOnce: () => number,
    known: () => Answer | undefined,
    ask: () => Promise<Answer>,
  ): Promise<Answer> {
    const queue = this.#queueOf(gate);
    const heard = await this.#enter(queue, atOnce, known);
    if (heard !== undefined) return heard;
    try {
      return await ask();
    } finally {
      queue.inside -= 1;
      for (const wake of queue.waiting) wake();
    }
  }

  /** Goes in, unless there is an answer first. */
  async #enter<Answer>(
    queue: Queue,
    atOnce: () => number,
    known: () => Answer | undefined,
  ): Promise<Answer | undefined> {
    if (queue.inside >= atOnce()) {
      let late = false;
      const timer = this.#wait(DELIVERY_TIMEOUT).then(() => {
        late = true;
      });
      while (queue.inside >= atOnce() && !late) {
        await nextAnswer(queue, timer);
        const heard = known();
        if (heard !== undefined) return heard;
      }
    }
    queue.inside += 1; // in the same breath as the look, or two would take one turn
    return undefined;
  }

  #queueOf(gate: string): Queue {
    let queue = this.#queues.get(gate);
    if (!queue) {
      queue = { inside: 0, waiting: new Set() };
      this.#queues.set(gate, queue);
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
