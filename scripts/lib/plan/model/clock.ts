/** Virtual time: what is due is done in order, and all that follows from it before time goes on. */
type Work = (now: number) => void;

/** What happens within so many ms is one turn of the machine, which is what playing costs most. */
const TICK = 5;

export class Clock {
  /** Ms after the start. */
  now = Number.NEGATIVE_INFINITY;
  /** By tick, in the order in which they were asked for; `undefined` was forgotten. */
  readonly #due = new Map<number, (Work | undefined)[]>();
  #first = Number.POSITIVE_INFINITY;

  /** The returned function forgets it. */
  at(time: number, work: Work): () => void {
    const tick = Math.ceil(Math.max(time, this.now) / TICK);
    this.#first = Math.min(this.#first, tick);
    let works = this.#due.get(tick);
    if (!works) {
      works = [];
      this.#due.set(tick, works);
    }
    const own = works;
    const index = own.push(work) - 1;
    return () => {
      own[index] = undefined;
    };
  }

  /** Until nothing is left to do, or until then. */
  async run(until = Number.POSITIVE_INFINITY): Promise<void> {
    await settled();
    for (let tick = this.#first; this.#due.size > 0 && tick * TICK <= until; tick++) {
      const works = this.#due.get(tick);
      if (works) await this.#do(tick, works);
    }
  }

  /** What it leads to may be due in the same moment. */
  async #do(tick: number, works: (Work | undefined)[]): Promise<void> {
    this.now = tick * TICK;
    for (let i = 0; i < works.length; ) {
      for (; i < works.length; i++) works[i]?.(this.now);
      await settled();
    }
    this.#due.delete(tick);
  }
}

const settled = () => new Promise<void>((resolve) => setImmediate(resolve));
