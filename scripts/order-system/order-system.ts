/** What becomes of a delivery, given how well the order system is. */
import { setTimeout as sleep } from "node:timers/promises";
import { type Behaviour, type BehaviourInput, behaviourSchema } from "./behaviour.ts";
import { type Received, receive } from "./receive.ts";
import type { Counts, OrderStore } from "./store.ts";

export type Answer =
  | { kind: "answer"; status: number; retryAfter?: number | undefined }
  | { kind: "cut" }
  | { kind: "silence" };

export interface Stats extends Counts {
  /** Everything that came to the endpoint, and what it was answered: a status, "cut", "silence". */
  deliveries: number;
  answers: Record<string, number>;
}

interface Parts {
  secret: string;
  store: OrderStore;
  random: () => number;
}

const STATUS = { order: 204, other: 204, forged: 401, malformed: 400 } as const;

export class OrderSystem {
  readonly store: OrderStore;
  readonly #parts: Parts;
  readonly #stopped = new AbortController();
  readonly #answers: Record<string, number> = {};
  #behaviour: Behaviour = behaviourSchema.parse({});

  constructor(parts: Parts) {
    this.store = parts.store;
    this.#parts = parts;
  }

  get behaviour(): Behaviour {
    return this.#behaviour;
  }

  /** Throws a ZodError at what is not right. */
  behave(behaviour: BehaviourInput): void {
    this.#behaviour = behaviourSchema.parse(behaviour);
  }

  stop(): void {
    this.#stopped.abort();
  }

  stats(): Stats {
    const deliveries = Object.values(this.#answers).reduce((sum, times) => sum + times, 0);
    return { deliveries, answers: { ...this.#answers }, ...this.store.counts() };
  }

  async deliver(headers: NodeJS.Dict<string | string[]>, body: string): Promise<Answer> {
    const answer = await this.#judge(receive(this.#parts.secret, headers, body));
    const name = answer.kind === "answer" ? String(answer.status) : answer.kind;
    this.#answers[name] = (this.#answers[name] ?? 0) + 1;
    return answer;
  }

  async #judge(received: Received): Promise<Answer> {
    const { slow, fail, hang, lose, status, retryAfter } = this.#behaviour;
    const strikes = (share: number) => this.#parts.random() < share;
    if (slow > 0) await this.#wait(slow);
    if (this.#stopped.signal.aborted || strikes(hang)) return { kind: "silence" };
    if (strikes(fail)) return { kind: "answer", status, retryAfter };
    if (received.kind === "order") this.store.put(received.data, Date.now());
    if (strikes(lose)) return { kind: "cut" };
    return { kind: "answer", status: STATUS[received.kind] };
  }

  async #wait(milliseconds: number): Promise<void> {
    const { signal } = this.#stopped;
    await sleep(milliseconds, undefined, { signal }).catch(() => {});
  }
}
