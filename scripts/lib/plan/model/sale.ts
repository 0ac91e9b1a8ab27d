/** One sale in thought: the crowd's visits over objects without a network, in virtual time. */

import type { Visitor } from "../../../../crowd/crowd.ts";
import { Random } from "../../../../crowd/random.ts";
import { JUMPS, type Placed, type Shop } from "../../../../crowd/shop.ts";
import { type Ending, visit } from "../../../../crowd/visit.ts";
import type { StartMessage } from "../../../../edge/contract.ts";
import type { Outcome } from "../../../../site/client/claim.ts";
import { Clock } from "./clock.ts";
import { Gate } from "./gate.ts";
import { Isolate } from "./isolate.ts";
import { type ClaimEnd, Log } from "./log.ts";
import { Stockroom } from "./stockroom.ts";
import type { Terms } from "./terms.ts";

export interface Setting {
  terms: Terms;
  isolates: number;
  seed: number;
  /** When whoever is still there is sent home, ms after the start. */
  until?: number | undefined;
}

/** `stayed`: was sent home. */
export type Endings = Record<Ending | "stayed", number>;

export interface Outturn {
  log: Log;
  endings: Endings;
  sold: number;
  /** When the last unit went into an order, ms after the start. */
  soldOutAt?: number;
  /** When the last visitor was done. */
  overAt: number;
}

/** Every visitor of the crowd, from his first page load until he is done. */
export async function playSale(crowd: readonly Visitor[], setting: Setting): Promise<Outturn> {
  const sale = new ModelSale(setting);
  const endings: Endings = { ...NOBODY_YET, stayed: crowd.length };
  let overAt = 0;
  for (const visitor of crowd) {
    void visit(visitor, new ModelShop(sale, visitor)).then((ending) => {
      endings[ending] += 1;
      endings.stayed -= 1;
      overAt = Math.max(overAt, sale.clock.now);
    });
  }
  await sale.clock.run(setting.until);
  const { log, sold, soldOutAt } = sale;
  return { log, endings, sold, overAt, ...(soldOutAt === undefined ? {} : { soldOutAt }) };
}

const NOBODY_YET = { bought: 0, sold_out: 0, closed: 0, gave_up: 0, left: 0, forged: 0 };

class ModelSale {
  readonly clock = new Clock();
  readonly log: Log;
  readonly terms: Terms;
  readonly gates: Gate[];
  readonly isolates: Isolate[];
  readonly random: Random;
  /** What forgers can lay hands on: others' claim URLs, order URLs, and one whose slot has lapsed. */
  readonly loot = { claims: false, orders: false, lapsesAt: Number.POSITIVE_INFINITY };
  sold = 0;
  soldOutAt: number | undefined;

  constructor({ terms, isolates, seed }: Setting) {
    this.terms = terms;
    this.log = new Log(terms.gates);
    this.random = new Random(seed ^ 0x5eed);
    const tally = this.log;
    const stockroom = new Stockroom(terms, tally);
    const at = (time: number, call: (now: number) => void) => void this.clock.at(time, call);
    const around = { terms, tally, stockroom, at };
    this.gates = Array.from({ length: terms.gates }, (_, index) => new Gate(index, around));
    stockroom.connect(this.gates);
    const random = () => this.random.next();
    const gateClient = { terms, gates: this.gates, random };
    this.isolates = Array.from({ length: isolates }, () => new Isolate(gateClient));
  }

  /** A shopper always belongs to the same gate, and here to the same isolate too. */
  placeOf({ id, chance }: Visitor): { gate: number; isolate: Isolate } {
    const gate = Math.floor(new Random(id ^ 0x6a7e).next() * this.gates.length);
    const isolate = this.isolates[Math.floor(chance * this.isolates.length)];
    if (!isolate) throw new Error("a sale needs an isolate");
    return { gate, isolate };
  }

  noteOrder(now: number): void {
    this.sold += 1;
    if (this.sold === this.terms.stock) this.soldOutAt = now;
  }
}

/** What a visitor's browser would see; it keeps his cookie, and nothing else. */
class ModelShop implements Shop {
  readonly startsAt = 0;
  readonly #sale: ModelSale;
  readonly #id: number;
  readonly #gate: number;
  readonly #isolate: Isolate;
  /** Until when the cookie of a slot lives; infinity for an order's. */
  #holdsUntil = Number.NEGATIVE_INFINITY;
  #slot = Number.NaN;
  readonly #leaves: boolean;

  constructor(sale: ModelSale, visitor: Visitor) {
    this.#sale = sale;
    this.#id = visitor.id;
    this.#leaves = visitor.kind === "leaver";
    ({ gate: this.#gate, isolate: this.#isolate } = sale.placeOf(visitor));
  }

  now(): number {
    return this.#sale.clock.now === Number.NEGATIVE_INFINITY ? BEFORE : this.#sale.clock.now;
  }

  after(ms: number, call: () => void): () => void {
    return this.#sale.clock.at(this.now() + ms, call);
  }

  async loadPage(): Promise<void> {
    this.#sale.log.request("page", this.now());
  }

  async startScript(): Promise<StartMessage> {
    const now = this.now();
    this.#sale.log.request("start", now);
    const message = this.#standing(now);
    this.#isolate.refresh(now);
    this.#sale.loot.claims ||= message.claim !== undefined;
    return message;
  }

  async claim(): Promise<Outcome> {
    const now = this.now();
    this.#sale.log.request("claim", now);
    const before = this.#sale.log.total.calls.claim;
    const claimed = this.#isolate.claim(this.#id, this.#gate, this.#holdsUntil > now, now);
    const asked = this.#sale.log.total.calls.claim > before;
    if (claimed.is === "granted" || claimed.is === "ordered") {
      const expiresAt = claimed.is === "granted" ? claimed.expiresAt : Number.POSITIVE_INFINITY;
      this.#sale.log.claim(expiresAt === this.#holdsUntil ? "again" : "granted", now);
      this.#holdsUntil = this.#slot = expiresAt;
      this.#leak(expiresAt);
      return { kind: "go", url: "/order/" };
    }
    this.#sale.log.claim(END[claimed.is][asked ? 0 : 1], now);
    if (claimed.is === "full") return { kind: "full", wait: RETRY_AFTER };
    return { kind: "ended", reason: claimed.is };
  }

  async openForm(): Promise<boolean> {
    this.#sale.log.request("form", this.now());
    return this.#look() !== "expired";
  }

  async order(): Promise<Placed> {
    const now = this.now();
    this.#sale.log.request("order", now);
    const gate = this.#sale.gates[this.#gate];
    if (!gate) return "failed";
    const fresh = this.#holdsUntil !== Number.POSITIVE_INFINITY;
    const ordered = gate.order(this.#id, this.#slot, now);
    this.#isolate.learnFrom(this.#gate, now);
    if (ordered === "placed") this.#bought(fresh, now);
    if (ordered === "full") this.#look(); // the form again, with its time left
    if (ordered === "sold_out") this.#sale.log.request("ended", now);
    return ordered;
  }

  async jump(): Promise<void> {
    this.#sale.log.request("bot", this.now(), JUMPS);
  }

  /** What it has no loot for it cannot try; only a slot that has lapsed is worth a call to a gate. */
  async forge(claim: string | undefined): Promise<void> {
    const now = this.now();
    const { own, claims, orders } = FORGERIES;
    const { loot, log, gates } = this.#sale;
    log.request("bot", now, (claim === undefined ? 0 : own) + (loot.claims ? claims : 0));
    if (loot.orders) log.request("bot", now, orders);
    if (loot.lapsesAt > now) return;
    log.request("bot", now);
    gates[this.#gate]?.order(NOBODY, Number.NaN, now);
  }

  #bought(fresh: boolean, now: number): void {
    if (fresh) this.#sale.noteOrder(now);
    this.#holdsUntil = Number.POSITIVE_INFINITY;
    this.#sale.log.request("receipt", now);
    this.#look();
  }

  #leak(expiresAt: number): void {
    const { loot } = this.#sale;
    loot.orders = true;
    if (this.#leaves) loot.lapsesAt = Math.min(loot.lapsesAt, expiresAt);
  }

  #look(): "slot" | "order" | "expired" {
    return this.#sale.gates[this.#gate]?.look(this.#id, this.now()) ?? "expired";
  }

  #standing(now: number): StartMessage {
    const base = { sale: "", now, startsAt: 0, endsAt: this.#sale.terms.endsAt };
    const order = this.#holdsUntil > now ? { order: "/order/" } : {};
    if (now < 0) return { ...base, state: "upcoming" };
    const news = this.#isolate.news(now);
    const sold = news === undefined ? {} : { sold: news.sold };
    if (news?.state === "sold_out") {
      return { ...base, state: "ended", reason: "sold_out", ...sold, ...order };
    }
    if (now >= base.endsAt) return { ...base, state: "ended", reason: "closed", ...sold, ...order };
    return { ...base, state: "open", claim: "/claim/", ...order };
  }
}

/** A forger's requests by what it needs for them: its own claim URL, another's, another's order URL. */
const FORGERIES = { own: 3, claims: 1, orders: 3 };
/** No shopper has this id. */
const NOBODY = -1;
/** `Retry-After` of a full gate, in ms. */
const RETRY_AFTER = 1_000;
/** Long before anybody comes. Ms after the start. */
const BEFORE = -86_400_000;

const END: Record<"full" | "sold_out" | "closed", [ClaimEnd, ClaimEnd]> = {
  full: ["full", "knownFull"],
  sold_out: ["soldOut", "knownSoldOut"],
  closed: ["soldOut", "knownSoldOut"],
};
