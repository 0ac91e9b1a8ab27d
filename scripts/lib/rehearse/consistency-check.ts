import type { Anybody, Recorder } from "./recorder.ts";

/** Clocks are read in whole ms on both sides. */
const TOLERANCE = 5;

/** What one visitor was given, to find contradictions: whoever asks twice must not get two. */
export class ConsistencyCheck {
  readonly #visitor: Anybody;
  /** Ms. */
  readonly #hold: number;
  readonly #recorder: Recorder;
  #slot: { url: string; expiresAt: number; open: [from: number, to: number] } | undefined;
  #order: { url: string; id: string | undefined } | undefined;

  constructor(visitor: Anybody, hold: number, recorder: Recorder) {
    this.#visitor = visitor;
    this.#hold = hold;
    this.#recorder = recorder;
  }

  /** A claim was answered with a slot. */
  granted(url: string, expiresAt: number): void {
    const { broke, tried } = this.#judge(9);
    if (this.#order) {
      if (url !== this.#order.url) broke("had an order and was given another slot");
      return;
    }
    const before = this.#slot;
    if (before?.url === url) {
      tried();
      return;
    }
    if (before && expiresAt - this.#hold < before.expiresAt - TOLERANCE) {
      broke(`had a slot, and was given another one: ${before.url} and ${url}`);
    }
    this.#slot = { url, expiresAt, open: this.#recorder.slot(Date.now(), expiresAt) };
  }

  /** A claim was answered with the order that there is. */
  again(url: string, orderId: string): void {
    const { broke, tried } = this.#judge(9);
    tried();
    if (!this.#order) return;
    if (url !== this.#order.url) broke(`ordered by ${this.#order.url}, and was told ${url}`);
    this.#sameOrder(orderId);
  }

  /** An order was acknowledged; it had been sent then. */
  placed(order: { url: string; orderId: string | undefined; email: string }, sentAt: number): void {
    const { url, orderId } = order;
    const { tried } = this.#judge(9);
    if (this.#order?.url === url) {
      tried();
      this.#sameOrder(orderId);
      return;
    }
    if (this.#order) this.#judge(5).broke(`has ordered twice: ${this.#order.id} and ${orderId}`);
    this.#order = { url, id: orderId };
    // Until then the slot was open for sure.
    if (this.#slot) this.#slot.open[1] = sentAt;
    this.#recorder.ordered(this.#visitor, order);
  }

  #sameOrder(orderId: string | undefined): void {
    const before = this.#order?.id;
    if (before === undefined || orderId === undefined || before === orderId) return;
    this.#judge(9).broke(`sent one form twice and has two orders: ${before} and ${orderId}`);
  }

  #judge(promise: number) {
    return {
      tried: () => this.#recorder.tried(promise),
      broke: (how: string) => this.#recorder.broke(promise, `shopper ${this.#visitor.id} ${how}`),
    };
  }
}
