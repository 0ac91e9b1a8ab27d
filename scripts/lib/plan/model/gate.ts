/** A gate without storage and network: it judges and asks as the deployed one (`edge/gate/service.ts`). */
import { batch, KEEP_COUNTS, Pace, replyTtl } from "./pace.ts";
import { ROWS } from "./rows.ts";
import type { Account, Gatelike, Reply, Stockroom } from "./stockroom.ts";
import type { Tally, Terms } from "./terms.ts";

export interface News {
  state: "on" | "sold_out";
  sold: number;
  endedAt?: number;
}

export type Claimed =
  | { is: "granted"; expiresAt: number }
  | { is: "ordered" | "sold_out" | "closed" }
  | { is: "full"; ttl: number };
export type Ordered = "placed" | "full" | "expired" | "sold_out";

export interface GateDeps {
  terms: Terms;
  tally: Tally;
  stockroom: Stockroom;
  /** Calls back at this time. */
  at(time: number, call: (now: number) => void): void;
}

/** When an unanswered draw is repeated: here only the alarm that is set for it. Ms. */
const RETRY = 5_000;
/** News, then a unit, then once more, as deployed. */
const ASKS = 4;

export class Gate implements Gatelike {
  readonly #index: number;
  readonly #deps: GateDeps;
  readonly #pace = new Pace();
  readonly #slots = new Map<number, number>();
  readonly #buyers = new Set<number>();
  #given = 0;
  #returned = 0;
  #wanted = 0;
  #heard: { reply: Reply; at: number; endedAt?: number } | undefined;
  #dryUntil = Number.NEGATIVE_INFINITY;
  #alarmAt = Number.POSITIVE_INFINITY;
  #countsToKeep = false;
  #born = false;

  constructor(index: number, around: GateDeps) {
    this.#index = index;
    this.#deps = around;
  }

  claim(shopper: number, now: number, refusedElsewhere: boolean): Claimed {
    this.#called("claim", now);
    this.#pace.note(now);
    if (refusedElsewhere) this.#count(now);
    const claimed = this.#judge(shopper, now);
    if (claimed.is !== "granted" && claimed.is !== "ordered") this.#count(now);
    return claimed;
  }

  news(now: number, refusedElsewhere: boolean): News | undefined {
    this.#called("news", now);
    if (refusedElsewhere) this.#count(now);
    if (!this.#isFresh(now)) this.#report(0, now);
    return this.lastNews(now);
  }

  lastNews(now: number): News | undefined {
    const heard = this.#heard;
    if (!heard || !this.#isFresh(now)) return undefined;
    const { sold, soldOut } = heard.reply;
    if (!soldOut) return { state: "on", sold };
    return { state: "sold_out", sold, endedAt: heard.endedAt ?? heard.at };
  }

  look(shopper: number, now: number): "slot" | "order" | "expired" {
    this.#called("look", now);
    if (this.#buyers.has(shopper)) return "order";
    return this.#slotOf(shopper, now) === undefined ? "expired" : "slot";
  }

  order(shopper: number, slot: number, now: number): Ordered {
    this.#called("order", now);
    for (let asks = 0; asks <= ASKS; asks++) {
      if (this.#buyers.has(shopper)) return "placed";
      if (this.#slotOf(shopper, now) !== slot) return "expired";
      if (!this.#isFresh(now)) this.#report(0, now);
      else if (this.#held > 0) return this.#place(shopper, now);
      else if (this.#heard?.reply.soldOut) return "sold_out";
      else if (now < this.#dryUntil) return "full";
      else this.#report(1, now);
    }
    return "full";
  }

  recall(now: number): Account {
    this.#lapse(now);
    this.#giveBack(now);
    return this.#account;
  }

  hear(reply: Reply, now: number): Account {
    this.#learn(reply, now);
    return this.#account;
  }

  #judge(shopper: number, now: number): Claimed {
    const { terms } = this.#deps;
    if (this.#buyers.has(shopper)) return { is: "ordered" };
    const slot = this.#slotOf(shopper, now);
    if (slot !== undefined) return { is: "granted", expiresAt: slot };
    if (now >= terms.endsAt) return { is: "closed" };
    for (let asks = 0; asks <= ASKS; asks++) {
      if (!this.#isFresh(now)) this.#report(0, now);
      else if (this.#heard?.reply.soldOut) return { is: "sold_out" };
      else if (this.#open(now) >= terms.slots) return this.#full();
      else if (!terms.reserve || this.#idle(now) > 0) return this.#grant(shopper, now);
      else if (now < this.#dryUntil) return this.#full();
      else this.#report(1, now);
    }
    return this.#full();
  }

  #full(): Claimed {
    return { is: "full", ttl: this.#pace.ttl() };
  }

  #grant(shopper: number, now: number): Claimed {
    const expiresAt = now + this.#deps.terms.hold;
    this.#lapse(now);
    this.#slots.set(shopper, expiresAt);
    this.#deps.tally.rows(ROWS.grant);
    this.#wakeForLapse(now);
    return { is: "granted", expiresAt };
  }

  #place(shopper: number, now: number): Ordered {
    const { tally, terms } = this.#deps;
    this.#slots.delete(shopper);
    this.#buyers.add(shopper);
    tally.rows(ROWS.free + ROWS.order + ROWS.delivery);
    if (this.#heard) {
      const { reply } = this.#heard;
      const sold = reply.sold + 1;
      this.#heard.reply = { ...reply, sold, soldOut: sold >= terms.stock };
      if (sold >= terms.stock) this.#heard.endedAt ??= now;
      if (reply.left === 0) this.#report(0, now); // the stockroom hears of each order at the tail
    }
    return "placed";
  }

  get #held(): number {
    return this.#given - this.#returned - this.#buyers.size;
  }

  get #account(): Account {
    return { given: this.#given, returned: this.#returned, sold: this.#buyers.size };
  }

  #idle(now: number): number {
    return this.#deps.terms.reserve ? this.#held - this.#open(now) : this.#held;
  }

  #open(now: number): number {
    let open = 0;
    for (const expiresAt of this.#slots.values()) if (expiresAt > now) open += 1;
    return open;
  }

  #slotOf(shopper: number, now: number): number | undefined {
    const expiresAt = this.#slots.get(shopper);
    return expiresAt !== undefined && expiresAt > now ? expiresAt : undefined;
  }

  #isFresh(now: number): boolean {
    return this.#heard !== undefined && now - this.#heard.at < replyTtl(this.#deps.terms.gates);
  }

  /** One exchange with the stockroom; `waiting`: how many shoppers need a unit here. */
  #report(waiting: number, now: number): void {
    const { stockroom, terms, tally } = this.#deps;
    const short = waiting - this.#idle(now);
    if (waiting > 0 && short > 0) {
      const left = this.#heard?.reply.left ?? terms.stock;
      this.#wanted = this.#given + Math.max(short, batch(left, terms.gates));
      tally.rows(ROWS.account);
      this.#wake(now + RETRY, now);
    }
    const before = this.#given;
    const wanted = Math.max(this.#wanted, this.#given);
    this.#learn(stockroom.report(this.#index, this.#account, wanted, now), now);
    this.#wanted = this.#given;
    const dry = waiting > 0 && this.#given === before;
    this.#dryUntil = dry ? now + replyTtl(terms.gates) : Number.NEGATIVE_INFINITY;
  }

  #learn(reply: Reply, now: number): void {
    if (reply.given > this.#given) {
      this.#given = reply.given;
      this.#deps.tally.rows(ROWS.account);
    }
    const endedAt = this.#heard?.endedAt ?? (reply.soldOut ? now : undefined);
    this.#heard = { reply, at: now, ...(endedAt === undefined ? {} : { endedAt }) };
  }

  #giveBack(now: number): void {
    const units = this.#idle(now);
    if (units <= 0) return;
    this.#returned += units;
    this.#deps.tally.rows(ROWS.account);
  }

  #lapse(now: number): void {
    for (const [shopper, expiresAt] of this.#slots) {
      if (expiresAt > now) continue;
      this.#slots.delete(shopper);
      this.#deps.tally.rows(ROWS.free);
    }
  }

  /** A refusal writes nothing; the counts are written down a while later, all at once. */
  #count(now: number): void {
    if (this.#countsToKeep) return;
    this.#countsToKeep = true;
    this.#wake(now + KEEP_COUNTS, now);
  }

  #wakeForLapse(now: number): void {
    let next = Number.POSITIVE_INFINITY;
    for (const expiresAt of this.#slots.values()) next = Math.min(next, expiresAt);
    if (Number.isFinite(next)) this.#wake(next, now);
  }

  #wake(time: number, now: number): void {
    if (time >= this.#alarmAt && this.#alarmAt > now) return;
    this.#alarmAt = time;
    this.#deps.tally.rows(ROWS.alarm);
    this.#deps.at(time, (at) => {
      if (this.#alarmAt === time) this.#tick(at);
    });
  }

  #tick(now: number): void {
    this.#alarmAt = Number.POSITIVE_INFINITY;
    this.#called("alarm", now);
    this.#lapse(now);
    if (this.#countsToKeep) this.#deps.tally.rows(ROWS.refusals);
    this.#countsToKeep = false;
    this.#wakeForLapse(now);
    const before = this.#returned;
    if (this.#heard?.reply.left === 0) this.#giveBack(now);
    if (this.#returned > before) this.#report(0, now);
  }

  #called(kind: "claim" | "news" | "look" | "order" | "alarm", now: number): void {
    const { tally } = this.#deps;
    if (!this.#born) tally.rows(ROWS.tables);
    this.#born = true;
    tally.call(kind, now, this.#index);
  }
}
