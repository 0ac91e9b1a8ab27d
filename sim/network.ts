/** Objects that crash, and messages between them that are delayed, lost, overtaken and doubled. */
import type { Scheduler } from "./scheduler.ts";
import type { Call } from "./tally.ts";

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

/** Nothing goes wrong, though messages take their time. */
export const CALM: Chaos = { lost: 0, doubled: 0, crash: 0, skew: 0, latency: 20 };

/** One life of an object, from a start to a crash. */
export interface Life {
  alive: boolean;
  /** What this life's clock is off by, ms. */
  skew: number;
}

interface Running<Service> extends Life {
  service: Service;
  /** Calls it has in hand; a crash breaks them all. */
  inHand: Set<() => void>;
}

export interface ObjectDeps<Service> {
  name: string;
  scheduler: Scheduler;
  /** Undefined: a call takes no time, and nothing ever goes wrong. That is played much faster. */
  chaos: (() => Chaos) | undefined;
  boot(life: Life): Service;
  /** The alarm rings. */
  ring?(service: Service): Promise<void>;
  /** A call has arrived. */
  called?(kind: Call): void;
}

const LOST_AFTER = 1_000;

export class SimObject<Service> {
  /** Alarms set, each of which is a row written. */
  alarmsSet = 0;
  readonly #deps: ObjectDeps<Service>;
  #running: Running<Service> | undefined;
  #alarmAt: number | undefined;
  #forgetAlarm = () => {};

  constructor(deps: ObjectDeps<Service>) {
    this.#deps = deps;
  }

  /** The running life; a new one if the last has crashed. */
  get life(): Life & { service: Service } {
    return this.#runningNow();
  }

  crash(): void {
    const running = this.#running;
    if (!running) return;
    running.alive = false;
    this.#running = undefined;
    for (const breakOff of running.inHand) breakOff();
  }

  /** The object's alarm; it survives a crash. `at` is by the object's clock. */
  wake(at: number, { skew }: Pick<Life, "skew">): void {
    const { scheduler } = this.#deps;
    const due = at - skew;
    const set = this.#alarmAt;
    if (set !== undefined && set <= due && set > scheduler.now) return;
    this.#forgetAlarm();
    this.#alarmAt = due;
    this.alarmsSet += 1;
    this.#forgetAlarm = scheduler.after(due - scheduler.now, () => this.#ring());
  }

  /**
   * Sends a message to this object and resolves to its answer, or rejects when it, the object or
   * the answer got lost. `caller`: nothing reaches a caller that has crashed meanwhile. `once`: a
   * message that nothing repeats by itself, like the operator's.
   */
  async call<Answer>(
    kind: Call | undefined,
    caller: Pick<Life, "alive"> | undefined,
    handle: (service: Service) => Answer | Promise<Answer>,
    { once = false } = {},
  ): Promise<Answer> {
    const { chaos } = this.#deps;
    if (chaos) return this.#send(kind, caller, handle, chaos(), once);
    if (kind) this.#deps.called?.(kind);
    return handle(this.#runningNow().service);
  }

  #send<Answer>(
    kind: Call | undefined,
    caller: Pick<Life, "alive"> | undefined,
    handle: (service: Service) => Answer | Promise<Answer>,
    { lost, doubled, latency }: Chaos,
    once: boolean,
  ): Promise<Answer> {
    const { scheduler, name } = this.#deps;
    const { random } = scheduler;
    if (!once && scheduler.happens(doubled)) {
      const late = random.whole(0, latency * 20);
      scheduler.after(late, () => void this.#handle(kind, handle).catch(() => {}));
    }
    return new Promise((resolve, reject) => {
      const back = (tell: () => void, ms: number) =>
        void scheduler.after(ms, () => (caller?.alive ?? true) && tell());
      const fail = () => back(() => reject(new Error(`${name} did not answer`)), LOST_AFTER);
      if (scheduler.happens(lost)) return fail();
      scheduler.after(random.whole(1, latency), () => {
        this.#handle(kind, handle).then(
          (answer) =>
            scheduler.happens(lost)
              ? fail()
              : back(() => resolve(answer), random.whole(1, latency)),
          (error) => back(() => reject(error), random.whole(1, latency)),
        );
      });
    });
  }

  /** A crash breaks the call off; what the object does afterwards, nobody hears. */
  #handle<Answer>(
    kind: Call | undefined,
    handle: (service: Service) => Answer | Promise<Answer>,
  ): Promise<Answer> {
    if (kind) this.#deps.called?.(kind);
    const { service, inHand } = this.#runningNow();
    return new Promise((resolve, reject) => {
      const breakOff = () => reject(new Error(`${this.#deps.name} crashed`));
      inHand.add(breakOff);
      Promise.resolve()
        .then(() => handle(service))
        .then(resolve, reject)
        .finally(() => inHand.delete(breakOff));
    });
  }

  #runningNow(): Running<Service> {
    if (!this.#running) {
      const { scheduler, chaos, boot } = this.#deps;
      const skew = chaos?.().skew ?? 0;
      const life = { alive: true, skew: skew === 0 ? 0 : scheduler.random.whole(-skew, skew) };
      const inHand = new Set<() => void>();
      this.#running = Object.assign(life, { service: boot(life), inHand });
    }
    return this.#running;
  }

  #ring(): void {
    const { scheduler, ring, called } = this.#deps;
    this.#alarmAt = undefined;
    called?.("alarm");
    // A failed alarm rings again.
    ring?.(this.#runningNow().service).catch(() => this.wake(scheduler.now + 1_000, { skew: 0 }));
  }
}
