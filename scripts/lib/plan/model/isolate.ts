/** One isolate of the Worker: what it knows without asking (`edge/gate-client/gate-client.ts`, `edge/admission-cache`). */
import type { Claimed, Gate, News } from "./gate.ts";
import { ASK_EVERY, NEWS_BEFORE_START, newsTtl, SPREAD } from "./pace.ts";
import type { Terms } from "./terms.ts";

export interface IsolateDeps {
  terms: Terms;
  gates: readonly Gate[];
  /** 0 to 1. */
  random(): number;
}

export type Refusal = "full" | "sold_out" | "closed";
/** What a claim came to, by the gate or by what this isolate knew. */
export type ClaimAnswer = Claimed | { is: Refusal };

export class Isolate {
  readonly #deps: IsolateDeps;
  readonly #full: number[] = [];
  readonly #holders = new Set<number>();
  #news: { news: News; until: number } | undefined;
  #askedAt = Number.NEGATIVE_INFINITY;
  #hasCounts = false;

  constructor(around: IsolateDeps) {
    this.#deps = around;
  }

  /** How the sale stands, as a start script tells it. */
  news(now: number): News | undefined {
    return this.#news && this.#news.until > now ? this.#news.news : undefined;
  }

  /** After a start script: one random gate, at most so often. */
  refresh(now: number): void {
    if (now <= -NEWS_BEFORE_START || now - this.#askedAt < ASK_EVERY) return;
    this.#askedAt = now;
    const { gates, random } = this.#deps;
    const gate = gates[Math.floor(random() * gates.length)];
    this.#learn(gate?.news(now, this.#takeCounts()), now);
  }

  /** `holds`: the shopper bears a cookie of a slot or an order, so no notice is for him. */
  claim(shopper: number, gate: number, holds: boolean, now: number): ClaimAnswer {
    const known = this.#knownRefusal(shopper, gate, now);
    if (known && !holds) {
      this.#hasCounts = true;
      return { is: known };
    }
    return this.#ask(shopper, gate, now);
  }

  /** An order brings news along. */
  learnFrom(gate: number, now: number): void {
    this.#learn(this.#deps.gates[gate]?.lastNews(now), now);
  }

  #knownRefusal(shopper: number, gate: number, now: number): Refusal | undefined {
    if (this.#holders.has(shopper)) return undefined;
    if (this.news(now)?.state === "sold_out") return "sold_out";
    if (now >= this.#deps.terms.endsAt) return "closed";
    return (this.#full[gate] ?? Number.NEGATIVE_INFINITY) > now ? "full" : undefined;
  }

  #ask(shopper: number, index: number, now: number): ClaimAnswer {
    const gate = this.#deps.gates[index];
    if (!gate) return { is: "full" };
    const claimed = gate.claim(shopper, now, this.#takeCounts());
    this.learnFrom(index, now);
    if (claimed.is === "granted" || claimed.is === "ordered") {
      this.#holders.add(shopper);
      this.#full[index] = Number.NEGATIVE_INFINITY;
    } else {
      this.#holders.delete(shopper);
      if (claimed.is === "full") {
        this.#full[index] = now + claimed.ttl * (1 - this.#deps.random() * SPREAD);
      }
    }
    return claimed;
  }

  #takeCounts(): boolean {
    const had = this.#hasCounts;
    this.#hasCounts = false;
    return had;
  }

  #learn(news: News | undefined, now: number): void {
    if (!news) return;
    this.#news = { news, until: now + newsTtl(this.#deps.terms.gates) };
    this.#askedAt = now;
  }
}
