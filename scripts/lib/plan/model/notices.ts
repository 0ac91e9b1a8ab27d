/**
 * How often isolates ask gates, for crowds that are too large to be played one by one. What the model
 * of single isolates counts is a mean here: isolates are a mass that knows and then forgets, and one
 * gate stands for all of them, since shoppers are spread evenly. Nothing in it grows with the crowd.
 */
import { ASK_EVERY, NEWS_BEFORE_START, newsTtl, Pace, replyTtl, SPREAD } from "./pace.ts";

/** Of one second, in requests of the whole crowd. */
export interface Rates {
  /** The second after the start; negative before it. */
  second: number;
  starts: number;
  /** Claims while the gates are full, and after the last unit. */
  full: number;
  soldOut: number;
  /** Claims and orders that reach a gate in any case. */
  certain: number;
}

/** Calls in one second, all gates together. */
export interface Asked {
  second: number;
  /** Claims that were refused by a gate as full, or as sold out. */
  full: number;
  soldOut: number;
  news: number;
  /** Gates at the stockroom, for news. */
  reports: number;
}

/** Ms. */
const STEP = 50;
const STEPS = 1_000 / STEP;

export function askedOf(rates: readonly Rates[], isolates: number, gates: number): Asked[] {
  const gate = new FullNotices(isolates, gates);
  const news = new NewsNotices(isolates, gates);
  return rates.map((rate) => {
    const asked = { second: rate.second, full: 0, soldOut: 0, news: 0, reports: 0 };
    for (let i = 0; i < STEPS; i++) {
      const now = rate.second * 1_000 + i * STEP;
      const full = gate.step(now, rate.full / STEPS);
      const { byClaims, byScripts } = news.step(now, rate, full);
      asked.full += full;
      asked.soldOut += byClaims;
      asked.news += byScripts;
    }
    const calls = asked.full + asked.soldOut + asked.news + rate.certain;
    asked.reports = reportsOf(calls / gates, gates) * gates;
    return asked;
  });
}

/** Of one gate in a second: it asks anew with the first call after what it was told got too old. */
function reportsOf(calls: number, gates: number): number {
  return calls <= 0 ? 0 : 1_000 / (replyTtl(gates) + 1_000 / calls);
}

/** How many of `mass` are met, when `events` fall on `all` at random. */
function met(mass: number, events: number, all: number): number {
  return mass * -Math.expm1(-events / all);
}

/** The isolates that believe a gate to be full, and those that would ask it. */
class FullNotices {
  readonly #isolates: number;
  readonly #gates: number;
  readonly #pace = new Pace();
  #asking: number;
  /** Isolates by the step in which they will ask again. */
  readonly #back = new Map<number, number>();

  constructor(isolates: number, gates: number) {
    this.#isolates = isolates;
    this.#gates = gates;
    this.#asking = isolates;
  }

  /** Questions at all gates, of so many claims of the whole crowd. */
  step(now: number, claims: number): number {
    const index = Math.round(now / STEP);
    this.#asking += this.#back.get(index) ?? 0;
    this.#back.delete(index);
    const asked = met(this.#asking, claims / this.#gates, this.#isolates);
    if (asked === 0) return 0;
    this.#pace.note(now, asked);
    this.#believe(index, asked, this.#pace.ttl());
    return asked * this.#gates;
  }

  #believe(index: number, asked: number, ttl: number): void {
    this.#asking -= asked;
    for (let part = 0; part < PARTS; part++) {
      const ms = ttl * (1 - (SPREAD * (part + 0.5)) / PARTS);
      const at = index + Math.max(1, Math.round(ms / STEP));
      this.#back.set(at, (this.#back.get(at) ?? 0) + asked / PARTS);
    }
  }
}
const PARTS = 4;

/** The isolates by the age of their news. */
class NewsNotices {
  readonly #isolates: number;
  /** By steps since they last asked; the last one holds all that are older. */
  readonly #ages: number[];
  readonly #due = Math.round(ASK_EVERY / STEP);
  readonly #forgotten: number;

  constructor(isolates: number, gates: number) {
    this.#isolates = isolates;
    this.#forgotten = Math.round(newsTtl(gates) / STEP);
    this.#ages = new Array(Math.max(this.#due, this.#forgotten) + 1).fill(0);
    this.#ages[this.#ages.length - 1] = isolates;
  }

  step(now: number, rate: Rates, brought: number): { byClaims: number; byScripts: number } {
    this.#grow();
    this.#renew(0, brought); // whoever asked about a slot was told the news, too
    const scripts = now > -NEWS_BEFORE_START ? rate.starts / STEPS : 0;
    const byScripts = this.#renew(this.#due, scripts);
    const byClaims = this.#renew(this.#forgotten, rate.soldOut / STEPS);
    return { byClaims, byScripts };
  }

  #grow(): void {
    const oldest = this.#ages.pop() ?? 0;
    this.#ages.unshift(0);
    this.#ages[this.#ages.length - 1] = (this.#ages[this.#ages.length - 1] ?? 0) + oldest;
  }

  /** Those at least so old, when so many requests fall on all isolates. */
  #renew(from: number, requests: number): number {
    let renewed = 0;
    for (let age = from; age < this.#ages.length; age++) {
      const mass = met(this.#ages[age] ?? 0, requests, this.#isolates);
      this.#ages[age] = (this.#ages[age] ?? 0) - mass;
      renewed += mass;
    }
    this.#ages[0] = (this.#ages[0] ?? 0) + renewed;
    return renewed;
  }
}
