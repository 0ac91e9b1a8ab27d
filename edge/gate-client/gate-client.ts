import type { AdmissionCache } from "../admission-cache/admission-cache.ts";
import type {
  Claimed,
  CrowdRefusal,
  GateSale,
  Looked,
  News,
  Ordered,
  OrderForm,
  Refusals,
  WithNews,
} from "../gate/messages.ts";
import { gateOf, isCrowdRefusal, phase } from "../gate/rules.ts";
import type { OrderToken } from "../tokens/tokens.ts";
import { Semaphore } from "./semaphore.ts";

/** A gate, as an isolate reaches it. Every call may fail, and may be made again. */
export interface GateStub {
  claim(
    sale: GateSale,
    gate: number,
    shopper: string,
    refused: Refusals,
  ): Promise<WithNews<Claimed>>;
  order(
    sale: GateSale,
    gate: number,
    shopper: string,
    slot: string,
    form: OrderForm,
  ): Promise<WithNews<Ordered>>;
  look(shopper: string, slot: string): Promise<Looked>;
  release(shopper: string, slot: string): Promise<Looked>;
  news(sale: GateSale, gate: number, refused: Refusals): Promise<News | undefined>;
}

export interface GateClientDeps {
  cache: AdmissionCache;
  /** Ms since 1970. */
  clock(): number;
  /** 0 to 1. */
  random(): number;
  gate(sale: string, gate: number): GateStub;
  /** Resolves after so many ms. */
  wait(ms: number): Promise<void>;
}

/**
 * How many claims one isolate has on their way to one gate at a time. One, where the gate was full a
 * moment ago: a single shopper finds out whether it still is, and the others hear it from him.
 */
export const AT_ONCE = 4;
/** By how much, at the most, an isolate believes a *full* for less long than the gate said. */
export const SPREAD = 1 / 4;

/** An object that does not answer gives nobody a slot; the next shopper asks it again. */
const OVERLOADED = { ok: false, code: "full", ttl: 0 } as const;

/** What a claim came to: by what this isolate knew, or by the gate that it asked. */
export type Admitted =
  | { by: "notice"; code: CrowdRefusal }
  | { by: "gate"; gate: number; answer: Claimed };

/**
 * What an isolate does between HTTP and the gates: it answers from its cache where it can, asks
 * the shopper's gate where it must, and keeps a burst from reaching a gate all at once.
 */
export class GateClient {
  readonly #deps: GateClientDeps;
  readonly #cache: AdmissionCache;
  readonly #semaphore: Semaphore;

  constructor(deps: GateClientDeps) {
    this.#deps = deps;
    this.#cache = deps.cache;
    this.#semaphore = new Semaphore((ms) => deps.wait(ms));
  }

  /**
   * A claim, judged in the design's order: the shopper's own slot or order, the notice, the gate.
   * `heldOrder` reads the order token of a holder's cookie, which costs a signature: so it is called
   * only where a notice would refuse this shopper. Notices don't apply to slot holders.
   */
  async admit(
    sale: GateSale,
    shopper: string,
    heldOrder: () => Promise<string | undefined>,
  ): Promise<Admitted> {
    const refusal = this.knownRefusal(sale, shopper);
    const token = refusal && (await heldOrder());
    const held = token !== undefined && this.isOver(token) ? undefined : token;
    if (refusal && held === undefined) {
      this.countRefusal(sale, refusal);
      return { by: "notice", code: refusal };
    }
    return { by: "gate", ...(await this.claim(sale, shopper, held)) };
  }

  /**
   * What can be refused without asking. Not to be asked about a shopper who holds a slot or an
   * order: his answer must not change under a refresh.
   */
  knownRefusal(sale: GateSale, shopper: string): CrowdRefusal | undefined {
    const now = this.#deps.clock();
    const news = this.#cache.news(sale.slug, now);
    if (this.#cache.remembers(sale.slug, shopper)) return undefined;
    if (news && news.state !== "on") return news.state;
    if (phase(sale, now) === "over") return "closed";
    const gate = this.#gateOf(sale, shopper);
    return this.#cache.isFull(sale.slug, gate, now) ? "full" : undefined;
  }

  /**
   * Asks the shopper's gate. `held`: the order token of a holder's cookie, for whom no notice is. A second gate is asked if the number of gates was frozen at another one.
   */
  async claim(
    sale: GateSale,
    shopper: string,
    held: string | undefined,
  ): Promise<{ gate: number; answer: Claimed }> {
    const gate = this.#gateOf(sale, shopper);
    const answer = await this.#claimAt(sale, gate, shopper, held);
    const own = this.#gateOf(sale, shopper);
    if (answer.ok || answer.code !== "moved" || own === gate) return { gate, answer };
    return { gate: own, answer: await this.#claimAt(sale, own, shopper, held) };
  }

  /**
   * A gate has said of this order token that its slot is over: then it makes nobody a holder, or one
   * slot, once, would be a way around the cache for good. Of the token, not of its shopper: he may
   * have got another slot since, in another isolate.
   */
  isOver(token: string): boolean {
    return this.#cache.isOver(token);
  }

  /** A gate has said so when its order URL was asked for. */
  noteOver(token: string): void {
    this.#cache.noteOver(token);
  }

  /** Undefined when the gate did not answer. */
  async order(
    sale: GateSale,
    { gate, shopper, slot }: OrderToken,
    form: OrderForm,
  ): Promise<Ordered | undefined> {
    const told = await this.#ask(sale.slug, gate, (at) =>
      at.order(sale, gate, shopper, slot, form),
    );
    this.#cache.learn(sale.slug, told?.news, this.#deps.clock());
    return told?.answer;
  }

  /** Undefined when the gate did not answer. Works without the sale's facts. */
  look({ sale, gate, shopper, slot }: OrderToken): Promise<Looked | undefined> {
    return this.#ask(sale, gate, (at) => at.look(shopper, slot));
  }

  /** Undefined when the gate did not answer. */
  release({ sale, gate, shopper, slot }: OrderToken): Promise<Looked | undefined> {
    return this.#ask(sale, gate, (at) => at.release(shopper, slot));
  }

  /** Counts a refusal that was made here; the count rides along with the next question. */
  countRefusal(sale: GateSale, code: CrowdRefusal): void {
    this.#cache.count(sale.slug, code);
  }

  /** How the sale stands, as far as this isolate knows. An end by the operator is for good. */
  news(sale: GateSale): News | undefined {
    const last = this.#cache.lastNews(sale.slug);
    if (last?.state === "closed") return last;
    return this.#cache.news(sale.slug, this.#deps.clock());
  }

  /** Whether it is time to `refresh`. */
  wantsNews(sale: GateSale): boolean {
    return this.#cache.isDue(sale.slug, this.#deps.clock());
  }

  /** One random gate is asked for news, at most once per isolate and sale in a while. */
  async refresh(sale: GateSale): Promise<void> {
    const { clock, random } = this.#deps;
    if (!this.#cache.mayAsk(sale.slug, clock())) return;
    const gates = this.#cache.lastNews(sale.slug)?.gates ?? sale.gates;
    const gate = Math.floor(random() * gates);
    const refused = this.#cache.takeCounts(sale.slug);
    const news = await this.#ask(sale.slug, gate, (at) => at.news(sale, gate, refused));
    this.#cache.learn(sale.slug, news, clock());
  }

  #gateOf(sale: GateSale, shopper: string): number {
    return gateOf(shopper, this.#cache.lastNews(sale.slug)?.gates ?? sale.gates);
  }

  /** In a burst, those who have to wait hear what the ones before them were told. */
  #claimAt(
    sale: GateSale,
    gate: number,
    shopper: string,
    held: string | undefined,
  ): Promise<Claimed> {
    if (held !== undefined) return this.#askForSlot(sale, gate, shopper, held);
    return this.#semaphore.take<Claimed>(
      `${sale.slug}/${gate}`,
      () => (this.#cache.wasFull(sale.slug, gate, this.#deps.clock()) ? 1 : AT_ONCE),
      () => this.#refused(sale, this.knownRefusal(sale, shopper)),
      () => this.#askForSlot(sale, gate, shopper),
    );
  }

  /** Not in all isolates for the same time, or the gate would hear them all at once again. */
  #learnFull(sale: GateSale, gate: number, ttl: number): void {
    const { random, clock } = this.#deps;
    this.#cache.learnFull(sale.slug, gate, ttl * (1 - random() * SPREAD), clock());
  }

  #refused(sale: GateSale, code: CrowdRefusal | undefined): Claimed | undefined {
    if (code === undefined) return undefined;
    this.countRefusal(sale, code);
    return code === "full" ? OVERLOADED : { ok: false, code };
  }

  /** What the gate says is remembered for whoever comes next. */
  async #askForSlot(
    sale: GateSale,
    gate: number,
    shopper: string,
    held?: string,
  ): Promise<Claimed> {
    const refused = this.#cache.takeCounts(sale.slug);
    const told = await this.#ask(sale.slug, gate, (at) => at.claim(sale, gate, shopper, refused));
    if (!told) return OVERLOADED;
    const { answer, news } = told;
    const now = this.#deps.clock();
    this.#cache.learn(sale.slug, news, now);
    if (answer.ok || answer.code === "already_ordered") {
      this.#cache.remember(sale.slug, shopper);
      this.#cache.forgetFull(sale.slug, gate);
    } else {
      if (isCrowdRefusal(answer.code)) {
        this.#cache.forget(sale.slug, shopper);
        if (held !== undefined) this.#cache.noteOver(held);
      }
      if (answer.code === "full") this.#learnFull(sale, gate, answer.ttl);
    }
    return answer;
  }

  /**
   * Calls an object. Undefined when it failed or is overloaded. A second try only where the runtime
   * says that it may help; it is safe because every call asks the same thing again
   * (https://developers.cloudflare.com/durable-objects/best-practices/error-handling/).
   */
  async #ask<Answer>(
    sale: string,
    gate: number,
    call: (gate: GateStub) => Promise<Answer>,
  ): Promise<Answer | undefined> {
    for (let tries = 1; ; tries++) {
      try {
        return await call(this.#deps.gate(sale, gate));
      } catch (error) {
        const { retryable, overloaded } = error as { retryable?: boolean; overloaded?: boolean };
        if (tries === 1 && retryable === true && overloaded !== true) continue;
        console.error("an object did not answer", error);
        return undefined;
      }
    }
  }
}
