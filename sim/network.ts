/** Objects that crash, and messages between them that are delayed, lost, overtaken and doubled. */
import type { Scheduler } from "./scheduler.ts";

/** How much goes wrong: probabilities per message, and per object and second. */
export interface Chaos {
  lost: number;
  doubled: number;
  crash: number;
  /** Greatest difference of a clock from the truth, ms. */
  skew: number;
  /** Longest way of a message, ms. */
  latency: number;
}

export const CALM: Chaos = { lost: 0, doubled: 0, crash: 0, skew: 0, latency: 20 };

/** One life of an object, from a start to a crash. */
export interface Life<Service> {
  alive: boolean;
  service: Service;
  /** What this life's clock is off by, ms. */
  skew: number;
  /** Calls it has in hand; a crash breaks them all. */
  inHand: Set<() => void>;
}

const DELIVERY_TIMEOUT = 1_000;

export class SimObject<Service> {
  readonly name: string;
  /** Messages that have reached it. */
  received = 0;
  readonly #scheduler: Scheduler;
  readonly #chaos: () => Chaos;
  readonly #boot: (life: { alive: boolean; skew: number }) => Service;
  readonly #ring: (service: Service) => Promise<void>;
  #life: Life<Service> | undefined;
  #alarmAt: number | undefined;

  constructor(
    name: string,
    scheduler: Scheduler,
    chaos: () => Chaos,
    boot: (life: { alive: boolean; skew: number }) => Service,
    ring: (service: Service) => Promise<void> = async () => {},
  ) {
    this.name = name;
    this.#scheduler = scheduler;
    this.#chaos = chaos;
    this.#boot = boot;
    this.#ring = ring;
  }

  /** The running life; a new one if the last has crashed. */
  get life(): Life<Service> {
    if (!this.#life) {
      const { skew } = this.#chaos();
      const life = { alive: true, skew: this.#scheduler.between(-skew, skew) };
      this.#life = Object.assign(life, {
        service: this.#boot(life),
        inHand: new Set<() => void>(),
      });
    }
    return this.#life;
  }

  crash(): void {
    const life = this.#life;
    if (!life) return;
    life.alive = false;
    this.#life = undefined;
    for (const breakOff of life.inHand) breakOff();
  }

  /** The object's alarm; it survives a crash. `at` is by the object's clock. */
  wake(at: number, skew: number): void {
    const due = at - skew;
    if (
      this.#alarmAt !== undefined &&
      this.#alarmAt <= due &&
      this.#alarmAt > this.#scheduler.now
    ) {
      return;
    }
    this.#alarmAt = due;
    this.#scheduler.after(due - this.#scheduler.now, () => {
      if (this.#alarmAt !== due) return;
      this.#alarmAt = undefined;
      // A failed alarm rings again.
      this.#ring(this.life.service).catch(() => this.wake(this.#scheduler.now + 1_000, 0));
    });
  }

  /**
   * Sends a message to this object and resolves to its answer, or rejects when it, the object or
   * the answer got lost. `caller`: nothing reaches a caller that has crashed meanwhile. `once`: a
   * message that nothing repeats by itself, like the operator's.
   */
  call<Answer>(
    caller: { alive: boolean } | undefined,
    handle: (service: Service) => Answer | Promise<Answer>,
    { once = false } = {},
  ): Promise<Answer> {
    const { lost, doubled, latency } = this.#chaos();
    const scheduler = this.#scheduler;
    if (!once && scheduler.happens(doubled)) {
      const late = scheduler.between(0, latency * 20);
      scheduler.after(late, () => void this.#handle(handle).catch(() => {}));
    }
    return new Promise((resolve, reject) => {
      const back = (tell: () => void, ms: number) =>
        scheduler.after(ms, () => (caller?.alive ?? true) && tell());
      const fail = () =>
        back(() => reject(new Error(`${this.name} did not answer`)), DELIVERY_TIMEOUT);
      if (scheduler.happens(lost)) return fail();
      scheduler.after(scheduler.between(1, latency), () => {
        this.#handle(handle).then(
          (answer) =>
            scheduler.happens(lost)
              ? fail()
              : back(() => resolve(answer), scheduler.between(1, latency)),
          (error) => back(() => reject(error), scheduler.between(1, latency)),
        );
      });
    });
  }

  /** A crash breaks the call off; what the object does afterwards, nobody hears. */
  #handle<Answer>(handle: (service: Service) => Answer | Promise<Answer>): Promise<Answer> {
    this.received += 1;
    const { service, inHand } = this.life;
    return new Promise((resolve, reject) => {
      const breakOff = () => reject(new Error(`${this.name} crashed`));
      inHand.add(breakOff);
      Promise.resolve()
        .then(() => handle(service))
        .then(resolve, reject)
        .finally(() => inHand.delete(breakOff));
    });
  }
}
