/**
 * What this isolate knows of the sales without asking. It only ever saves a question: each gate
 * judges for itself, so a notice that is lost, late or missing makes nothing wrong.
 */
import type { Claimed, Counts, News } from "../gate/messages.ts";
import { hasFlag } from "../gate/rules.ts";

/**
 * How often an isolate asks for news of one sale after an answer, in ms. With what a gate believes
 * (see `replyTtl`), a pause is everywhere within 2 s as long as somebody asks. A gate that many
 * isolates ask makes it longer.
 */
export const ASK_EVERY = 1_500;
/** How long after a full ran out a gate is asked with care. Ms. */
const A_MOMENT = 5_000;
/** A holder who asks again within this long is answered from memory. Ms. */
const HOLDER_ASKS_EVERY = 1_000;
/** By how much, at the most, an isolate believes a *full* for less long than the gate said. */
export const SPREAD = 1 / 4;
/** Shoppers, and dead order URLs, that this isolate remembers, each kind. */
const REMEMBERED = 10_000;

/** A slot or an order, as the gate told of it. */
export type Holding = Extract<Claimed, { ok: true } | { code: "already_ordered" }>;

interface Held {
  gate: number;
  answer: Holding;
  /** Ms since 1970: when the gate was last asked. */
  askedAt: number;
}

/** All that is known of one sale. Times: ms since 1970. */
interface SaleNotice {
  news: News | undefined;
  newsUntil: number;
  /** Until when all gates are known: those that are not named as full have a place. */
  gatesUntil: number;
  /** By gate. */
  fullUntil: Map<number, number>;
  askedAt: number;
  askEvery: number;
  counts: Counts;
  /** How far a draw has called, as far as was ever heard here: what was called stays called. */
  called: number;
  /** Shoppers of a draw who were there before its start and have asked here since. */
  line: Set<string>;
}

export class AdmissionCache {
  readonly #sales = new Map<string, SaleNotice>();
  readonly #holders = new Map<string, Held>();
  /** Shoppers whose last slots came to nothing, and until when they get no other. */
  readonly #back = new Map<string, number>();
  /** Slots that are over without an order, as a gate has said: that is final. */
  readonly #over = new Map<string, true>();

  /** `random` (0 to 1): isolates that heard the same thing must not all ask again at the same time. */
  learn(sale: string, news: News | undefined, now: number, random: number): void {
    if (!news) return;
    const notice = this.#noticeOf(sale);
    const ttl = news.full.ttl * (1 - random * SPREAD);
    notice.news = news;
    notice.newsUntil = now + news.ttl;
    notice.gatesUntil = now + ttl;
    if (news.draw) this.learnCalled(sale, news.draw.called);
    notice.askedAt = now; // whatever brought them, they need not be asked for
    notice.askEvery = Math.max(ASK_EVERY, news.full.ttl * (1 + random * SPREAD));
    for (let gate = 0; gate < news.gates; gate++) {
      if (hasFlag(news.full.gates, gate)) notice.fullUntil.set(gate, now + ttl);
    }
  }

  /** What is known for sure at this moment. */
  news(sale: string, now: number): News | undefined {
    const notice = this.#sales.get(sale);
    return notice && notice.newsUntil > now ? notice.news : undefined;
  }

  /** What was known last, however old: good enough for a start script, which decides nothing. */
  lastNews(sale: string): News | undefined {
    return this.#sales.get(sale)?.news;
  }

  /** Also by somebody who was called and says so with our signature. */
  learnCalled(sale: string, called: number): void {
    const notice = this.#noticeOf(sale);
    notice.called = Math.max(notice.called, called);
  }

  /** Somebody who stands in a draw's line has asked. */
  seeInLine(sale: string, shopper: string): void {
    const { line } = this.#noticeOf(sale);
    if (line.size < REMEMBERED) line.add(shopper);
  }

  /** How many different shoppers in line have asked here, at least. */
  inLine(sale: string): number {
    return this.#sales.get(sale)?.line.size ?? 0;
  }

  /** Numbers below this one have been called, at least; 0 when nothing is known. */
  called(sale: string): number {
    return this.#sales.get(sale)?.called ?? 0;
  }

  /** Whether it is known which gates are full. */
  knowsGates(sale: string, now: number): boolean {
    return (this.#sales.get(sale)?.gatesUntil ?? 0) > now;
  }

  learnFull(sale: string, gate: number, until: number): void {
    this.#noticeOf(sale).fullUntil.set(gate, until);
  }

  isFull(sale: string, gate: number, now: number): boolean {
    return this.#fullUntil(sale, gate) > now;
  }

  /** It was full a moment ago, and nobody has been let in since. */
  wasFull(sale: string, gate: number, now: number): boolean {
    return this.#fullUntil(sale, gate) > now - A_MOMENT;
  }

  forgetFull(sale: string, gate: number): void {
    this.#sales.get(sale)?.fullUntil.delete(gate);
  }

  isDue(sale: string, now: number): boolean {
    const notice = this.#sales.get(sale);
    return !notice || now - notice.askedAt >= notice.askEvery;
  }

  /** True at most once per sale in that time: the caller then asks a gate. */
  mayAsk(sale: string, now: number): boolean {
    if (!this.isDue(sale, now)) return false;
    this.#noticeOf(sale).askedAt = now;
    return true;
  }

  count(sale: string, what: keyof Counts): void {
    const { counts } = this.#noticeOf(sale);
    counts[what] = (counts[what] ?? 0) + 1;
  }

  /** Hands the counts over. Should the question get lost they are lost too: at least, never more. */
  takeCounts(sale: string): Counts {
    const notice = this.#noticeOf(sale);
    const { counts } = notice;
    notice.counts = {};
    return counts;
  }

  /** A browser bears a cookie that says so as well; an app that keeps no cookies has only this. */
  remember(sale: string, shopper: string, gate: number, answer: Holding, now: number): void {
    setBounded(this.#holders, key(sale, shopper), { gate, answer, askedAt: now });
  }

  /** A gate has said that this shopper holds nothing. */
  forget(sale: string, shopper: string): void {
    this.#holders.delete(key(sale, shopper));
  }

  /**
   * What this shopper holds: an order, or a slot that is open now. `due`: a gate is to be asked
   * whether it is still so; told to one caller a second, whoever else asks meanwhile has the answer.
   */
  holding(sale: string, shopper: string, now: number): (Held & { due: boolean }) | undefined {
    const held = this.#holders.get(key(sale, shopper));
    if (!held || (held.answer.ok && held.answer.expiresAt <= now)) return undefined;
    const due = now - held.askedAt >= HOLDER_ASKS_EVERY;
    if (due) held.askedAt = now;
    return { ...held, due };
  }

  /** A gate has sent this shopper to the back. */
  noteBack(sale: string, shopper: string, until: number): void {
    setBounded(this.#back, key(sale, shopper), until);
  }

  isBack(sale: string, shopper: string, now: number): boolean {
    return (this.#back.get(key(sale, shopper)) ?? 0) > now;
  }

  noteOver(sale: string, shopper: string, slot: string): void {
    setBounded(this.#over, `${key(sale, shopper)}/${slot}`, true);
    const held = this.#holders.get(key(sale, shopper));
    if (held?.answer.slot === slot) this.forget(sale, shopper);
  }

  isOver(sale: string, shopper: string, slot: string): boolean {
    return this.#over.has(`${key(sale, shopper)}/${slot}`);
  }

  #fullUntil(sale: string, gate: number): number {
    return this.#sales.get(sale)?.fullUntil.get(gate) ?? Number.NEGATIVE_INFINITY;
  }

  #noticeOf(sale: string): SaleNotice {
    let notice = this.#sales.get(sale);
    if (!notice) {
      notice = {
        news: undefined,
        newsUntil: 0,
        gatesUntil: 0,
        fullUntil: new Map(),
        askedAt: Number.NEGATIVE_INFINITY,
        askEvery: ASK_EVERY,
        counts: {},
        called: 0,
        line: new Set(),
      };
      this.#sales.set(sale, notice);
    }
    return notice;
  }
}

const key = (sale: string, shopper: string) => `${sale}/${shopper}`;

/** The oldest makes room: maps keep the order in which things came. */
function setBounded<Value>(map: Map<string, Value>, name: string, value: Value): void {
  map.delete(name);
  if (map.size >= REMEMBERED) {
    for (const oldest of map.keys()) {
      map.delete(oldest);
      break;
    }
  }
  map.set(name, value);
}
