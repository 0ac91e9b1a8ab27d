import { type AdmissionCache, type Holding, SPREAD } from "../admission-cache/admission-cache.ts";
import type { OrderForm } from "../contract.ts";
import type {
  Claimed,
  Counts,
  CrowdRefusal,
  GateSale,
  InLine,
  Looked,
  News,
  Order,
  Ordered,
  Ticket,
  WithNews,
} from "../gate/messages.ts";
import { gateOf, isCrowdRefusal, phase, turnAfter } from "../gate/rules.ts";
import type { Contact } from "../register/contacts.ts";
import type { OrderToken } from "../tokens/tokens.ts";
import { GateHealth } from "./gate-health.ts";
import { Semaphore } from "./semaphore.ts";

/** A gate, as an isolate reaches it. Every call may fail, and may be made again. */
export interface GateStub {
  claim(
    sale: GateSale,
    gate: number,
    shopper: string,
    counted: Counts,
    ticket?: Ticket,
  ): Promise<WithNews<Claimed>>;
  order(
    sale: GateSale,
    gate: number,
    shopper: string,
    slot: string,
    form: OrderForm,
    contacts: Contact[],
  ): Promise<WithNews<Ordered>>;
  look(shopper: string, slot: string): Promise<Looked>;
  release(shopper: string, slot: string): Promise<Looked>;
  news(sale: GateSale, gate: number, counted: Counts, inLine?: InLine): Promise<News | undefined>;
  turn(sale: GateSale, gate: number): Promise<number>;
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
 * What a claim came to: by what this isolate knew, or by the gate that was asked, perhaps a moment
 * ago. `gate` is for the order token.
 */
export type Admitted =
  | { by: "notice"; code: KnownRefusal }
  | { by: "gate"; gate: number; answer: Exclude<Claimed, { code: "moved" | "back" }> };
/** `waiting`: in a draw, a number that has not been called. */
type KnownRefusal = CrowdRefusal | "waiting";
type ByGate = Extract<Admitted, { by: "gate" }>;

/**
 * How many claims one isolate has on their way to one gate at a time. One, where the gate was full a
 * moment ago: a single shopper finds out whether it still is, and the others hear it from them. And
 * one to all gates together where nothing is known yet: the first answer tells of every gate.
 */
export const AT_ONCE = 4;
/**
 * Calls a second to a gate that does not answer: claims, and all calls. What claims leave is for
 * those who hold a slot.
 */
const CLAIMS_TO_A_SILENT_GATE = 6;
const CALLS_TO_A_SILENT_GATE = 10;
/**
 * A gate answers in milliseconds, and in well under a second when it must ask a stockroom on another
 * continent: after 3 s something is wrong, and the shopper is better off with "full, try again". An
 * order waits longer: its shopper has filled in a form, and it may well have been placed.
 */
const CALL_TIMEOUT = 3_000;
const ORDER_TIMEOUT = 10_000;
/** A start script waits no longer than this for news. Ms. */
const FRESH_WITHIN = 1_000;
/** Before the start, isolates ask from then on when their turn comes after it. Ms. */
export const TURNS_BEFORE_START = 15 * 60_000;
/** Within this long a crowd that comes all at once reaches the gates, before the start. Ms. */
const TURN_SPREAD = 3_000;
/**
 * An isolate that was asked for nothing before the start has no turn: in this first while it waits
 * for a moment of its own. And a claim waits no longer than this for its isolate's turn. Ms.
 */
const FIRST_WHILE = 1_000;

/** When this isolate may ask the gates of a sale, given that it starts at `startsAt`. Ms since 1970. */
interface Turn {
  startsAt: number;
  /** Undefined while a gate is being asked, or did not answer. */
  at?: number;
}

/**
 * What an isolate does between HTTP and the gates: it answers from its cache where it can, asks
 * the shopper's gate where it must, and keeps a burst from reaching a gate all at once.
 */
export class GateClient {
  readonly #deps: GateClientDeps;
  readonly #cache: AdmissionCache;
  readonly #semaphore: Semaphore;
  /** One for each gate that was ever asked here: bounded by what is deployed. */
  readonly #health = new Map<string, GateHealth>();
  readonly #turns = new Map<string, Turn>();
  /** Tells isolates apart, so that what each has counted can be added up. */
  #name: string | undefined;

  constructor(deps: GateClientDeps) {
    this.#deps = deps;
    this.#cache = deps.cache;
    this.#semaphore = new Semaphore(deps);
  }

  /** What is known to be refused without asking, of a shopper who holds neither slot nor order. */
  knownRefusal(sale: GateSale, shopper: string, ticket?: Ticket): KnownRefusal | undefined {
    const now = this.#deps.clock();
    const news = this.#cache.news(sale.slug, now);
    if (news && news.state !== "on") return news.state;
    if (phase(sale, now) === "over") return "closed";
    if (ticket && ticket.number >= this.#cache.called(sale.slug)) return "waiting";
    if (this.#cache.isBack(sale.slug, shopper, now)) return "full";
    const gate = this.#gateOf(sale, shopper);
    return this.#cache.isFull(sale.slug, gate, now) ? "full" : undefined;
  }

  /**
   * Judges a claim: what the shopper holds, then what is known, then their gate. `heldOrder` reads
   * the order token that a holder's cookie carries, which costs a signature: so it is called only
   * before a refusal that no gate has made for this very shopper. Notices don't apply to holders.
   * `ticket`: needed in a draw.
   */
  async admit(
    sale: GateSale,
    shopper: string,
    heldOrder: () => Promise<OrderToken | undefined>,
    ticket?: Ticket,
  ): Promise<Admitted> {
    const held = await this.#remembered(sale, shopper);
    if (held) return held;
    if (ticket) this.#cache.learnCalled(sale.slug, ticket.called);
    const refused =
      this.knownRefusal(sale, shopper, ticket) ?? (await this.#askGate(sale, shopper, ticket));
    if (typeof refused !== "string") return refused;
    const token = await heldOrder();
    const own = token && (await this.#lookForHolder(token));
    if (own) return own;
    if (refused !== "waiting") this.#cache.count(sale.slug, refused);
    return { by: "notice", code: refused };
  }

  /** Undefined when the gate did not answer. */
  async order(
    sale: GateSale,
    { gate, shopper, slot }: OrderToken,
    form: OrderForm,
    contacts: Contact[] = [],
  ): Promise<Ordered | undefined> {
    if (this.#cache.isOver(sale.slug, shopper, slot)) return { ok: false, code: "slot_expired" };
    const told = await this.#ask(
      sale.slug,
      gate,
      (at) => at.order(sale, gate, shopper, slot, form, contacts),
      { within: ORDER_TIMEOUT },
    );
    this.#learn(sale.slug, told?.news);
    if (told) this.#noteOrdered(sale.slug, { gate, shopper, slot }, told.answer);
    return told?.answer;
  }

  /** Undefined when the gate did not answer. Works without the sale's facts. */
  async look({ sale, gate, shopper, slot }: OrderToken): Promise<Looked | undefined> {
    if (this.#cache.isOver(sale, shopper, slot)) return { is: "expired" };
    const looked = await this.#ask(sale, gate, (at) => at.look(shopper, slot));
    if (looked?.is === "expired") this.#cache.noteOver(sale, shopper, slot);
    return looked;
  }

  /** Undefined when the gate did not answer. */
  async release({ sale, gate, shopper, slot }: OrderToken): Promise<Looked | undefined> {
    if (this.#cache.isOver(sale, shopper, slot)) return { is: "expired" };
    const looked = await this.#ask(sale, gate, (at) => at.release(shopper, slot));
    if (looked?.is === "expired") this.#cache.noteOver(sale, shopper, slot);
    return looked;
  }

  /** How the sale stands, as far as this isolate knows. An end by the operator is for good. */
  news(sale: GateSale): News | undefined {
    const last = this.#cache.lastNews(sale.slug);
    if (last?.state === "closed") return last;
    return this.#cache.news(sale.slug, this.#deps.clock());
  }

  /** What is frozen counts, and what the sale's file says until that is known. */
  isDraw(sale: GateSale): boolean {
    const last = this.#cache.lastNews(sale.slug);
    return (last ?? sale).draw !== undefined;
  }

  /**
   * How a draw stands, however long ago that was heard: what was called stays called. Undefined where there
   * is none, or nothing is known of it.
   */
  draw(sale: GateSale): News["draw"] {
    const draw = this.#cache.lastNews(sale.slug)?.draw;
    return draw && { ...draw, called: this.#cache.called(sale.slug) };
  }

  /** Somebody has become a shopper: counted here, and told along with the next question. */
  noteVisitor(sale: GateSale): void {
    this.#cache.count(sale.slug, "visitors");
  }

  /** Somebody who was there before the start of a draw has asked for their number. */
  seeInLine(sale: GateSale, shopper: string): void {
    this.#cache.seeInLine(sale.slug, shopper);
  }

  /** Undefined where nobody stands in a line. */
  #inLine(sale: string): InLine | undefined {
    const count = this.#cache.inLine(sale);
    if (count === 0) return undefined;
    this.#name ??= this.#deps.random().toString(36).slice(2, 10);
    return { isolate: this.#name, count };
  }

  /** Whether it is time to `refresh`. */
  wantsNews(sale: GateSale): boolean {
    const now = this.#deps.clock();
    if (now < sale.startsAt) {
      const isNear = now > sale.startsAt - TURNS_BEFORE_START;
      return isNear && this.#turns.get(sale.slug)?.startsAt !== sale.startsAt;
    }
    return now >= this.#turnAt(sale, now) && this.#cache.isDue(sale.slug, now);
  }

  /**
   * One random gate is asked for news, at most once per isolate and sale in a while; before the
   * start, once, when this isolate's turn comes after it.
   */
  async refresh(sale: GateSale): Promise<void> {
    if (!this.wantsNews(sale)) return;
    const { clock, random } = this.#deps;
    const now = clock();
    if (now < sale.startsAt) return this.#askForTurn(sale, now);
    this.#cache.mayAsk(sale.slug, now);
    const gate = this.#someGate(sale, random());
    const counted = this.#cache.takeCounts(sale.slug);
    const inLine = this.#inLine(sale.slug);
    const news = await this.#ask(sale.slug, gate, (at) => at.news(sale, gate, counted, inLine));
    this.#learn(sale.slug, news);
  }

  /**
   * For an answer that should not be old: asks now what it would have asked for after the answer, so at no
   * further call. In a draw nobody can click to find out, and a line that is over must not look open.
   * `keep`: lets the question go on when the answer cannot wait any longer.
   */
  async freshen(sale: GateSale, keep: (work: Promise<void>) => void): Promise<void> {
    const { clock, wait } = this.#deps;
    const isOld = this.#cache.news(sale.slug, clock()) === undefined;
    if (!isOld || clock() < sale.startsAt || !this.wantsNews(sale)) return;
    const refreshed = this.refresh(sale);
    keep(refreshed);
    await Promise.race([refreshed, wait(FRESH_WITHIN)]);
  }

  // ── Holders ───────────────────────────────────────────────────────────────────────────────

  /** What this isolate knows this shopper to hold; asked anew once a second, reading only. */
  async #remembered(sale: GateSale, shopper: string): Promise<ByGate | undefined> {
    const held = this.#cache.holding(sale.slug, shopper, this.#deps.clock());
    if (!held) return undefined;
    const { gate, answer, due } = held;
    if (!due) return { by: "gate", gate, answer: again(answer) };
    const looked = await this.look({ sale: sale.slug, gate, shopper, slot: answer.slot });
    if (!looked) return { by: "gate", gate, answer: again(answer) };
    return this.#holder({ sale: sale.slug, gate, shopper, slot: answer.slot }, looked);
  }

  /** A notice does not apply to a holder, and only the gate knows whether this is one. */
  async #lookForHolder(token: OrderToken): Promise<ByGate | undefined> {
    const looked = await this.look(token);
    return looked && this.#holder(token, looked);
  }

  #holder({ sale, gate, shopper, slot }: OrderToken, looked: Looked): ByGate | undefined {
    if (looked.is === "expired") return undefined; // `look` has noted it
    // Cancelled and given back: this shopper is like any other, though the receipt stays.
    if (looked.is === "order" && looked.again) {
      this.#cache.forget(sale, shopper);
      return undefined;
    }
    const answer: Holding =
      looked.is === "slot"
        ? { ok: true, fresh: false, slot, expiresAt: looked.expiresAt }
        : { ok: false, code: "already_ordered", ...orderOf(looked) };
    this.#cache.remember(sale, shopper, gate, answer, this.#deps.clock());
    return { by: "gate", gate, answer };
  }

  #noteOrdered(
    sale: string,
    { gate, shopper, slot }: Pick<OrderToken, "gate" | "shopper" | "slot">,
    answer: Ordered,
  ): void {
    if (answer.ok) {
      const order = { ok: false, code: "already_ordered", ...orderOf(answer) } as const;
      this.#cache.remember(sale, shopper, gate, order, this.#deps.clock());
    } else if (answer.code === "slot_expired") this.#cache.noteOver(sale, shopper, slot);
  }

  // ── Asking for a slot ─────────────────────────────────────────────────────────────────────

  #gateOf(sale: GateSale, shopper: string): number {
    return gateOf(shopper, this.#cache.lastNews(sale.slug)?.gates ?? sale.gates);
  }

  /** The gate's answer, or a refusal that was heard from others while waiting to ask. */
  async #askGate(
    sale: GateSale,
    shopper: string,
    ticket: Ticket | undefined,
  ): Promise<ByGate | KnownRefusal> {
    const { clock, wait } = this.#deps;
    const early = this.#turnAt(sale, clock()) - clock();
    if (early > FIRST_WHILE) return "full";
    if (early > 0) await wait(early);
    const refused = this.knownRefusal(sale, shopper, ticket);
    if (refused) return refused;
    const gate = this.#gateOf(sale, shopper);
    const told = await this.#claimAt(sale, gate, shopper, ticket);
    if (typeof told === "string") return told;
    // The number of gates was frozen at another one.
    const own = this.#gateOf(sale, shopper);
    if (told.ok || told.code !== "moved") return outward(gate, told);
    const second = own === gate ? "full" : await this.#claimAt(sale, own, shopper, ticket);
    return typeof second === "string" ? second : outward(own, second);
  }

  /** In a burst, those who have to wait hear what the ones before them were told. */
  #claimAt(
    sale: GateSale,
    gate: number,
    shopper: string,
    ticket: Ticket | undefined,
  ): Promise<Claimed | KnownRefusal> {
    const { slug } = sale;
    const now = () => this.#deps.clock();
    const knows = () => this.#cache.knowsGates(slug, now());
    const mayCall = () => this.#healthOf(slug, gate).mayCall(now(), CLAIMS_TO_A_SILENT_GATE);
    if (!mayCall()) return Promise.resolve("full");
    return this.#semaphore.take<Claimed | KnownRefusal>(knows() ? `${slug}/${gate}` : slug, {
      atOnce: () => (!knows() || this.#cache.wasFull(slug, gate, now()) ? 1 : AT_ONCE),
      known: () => this.knownRefusal(sale, shopper, ticket),
      tired: () => (mayCall() ? undefined : "full"),
      ask: () => this.#askForSlot(sale, gate, shopper, ticket),
    });
  }

  /** What the gate says is remembered for whoever comes next. */
  async #askForSlot(
    sale: GateSale,
    gate: number,
    shopper: string,
    ticket: Ticket | undefined,
  ): Promise<Claimed | KnownRefusal> {
    const { slug } = sale;
    const counted = this.#cache.takeCounts(slug);
    const claim = (at: GateStub) => at.claim(sale, gate, shopper, counted, ticket);
    const told = await this.#ask(slug, gate, claim, { most: CLAIMS_TO_A_SILENT_GATE });
    if (!told) return "full";
    const { answer } = told;
    const now = this.#deps.clock();
    this.#learn(slug, told.news);
    if (answer.ok || answer.code === "already_ordered") {
      this.#cache.remember(slug, shopper, gate, answer, now);
      this.#cache.forgetFull(slug, gate);
      return answer;
    }
    if (isCrowdRefusal(answer.code)) this.#cache.forget(slug, shopper);
    if (answer.code === "back") this.#cache.noteBack(slug, shopper, now + answer.wait);
    if (answer.code === "full") this.#learnFull(slug, gate, answer.ttl);
    return answer;
  }

  /** Not in all isolates for the same time, or the gate would hear them all at once again. */
  #learnFull(sale: string, gate: number, ttl: number): void {
    const { random, clock } = this.#deps;
    this.#cache.learnFull(sale, gate, clock() + ttl * (1 - random() * SPREAD));
  }

  #learn(sale: string, news: News | undefined): void {
    this.#cache.learn(sale, news, this.#deps.clock(), this.#deps.random());
  }

  // ── The first second ──────────────────────────────────────────────────────────────────────

  /** From when on this isolate may ask, ms since 1970. */
  #turnAt(sale: GateSale, now: number): number {
    const turn = this.#turns.get(sale.slug);
    if (turn?.startsAt === sale.startsAt && turn.at !== undefined) return turn.at;
    if (now < sale.startsAt || now - sale.startsAt >= FIRST_WHILE) return 0;
    const at = now + this.#deps.random() * FIRST_WHILE;
    this.#turns.set(sale.slug, { startsAt: sale.startsAt, at });
    return at;
  }

  /** So many isolates that all ask at the start would be more than an object can answer. */
  async #askForTurn(sale: GateSale, now: number): Promise<void> {
    const { random, wait } = this.#deps;
    const { slug, startsAt } = sale;
    this.#turns.set(slug, { startsAt });
    await wait(random() * Math.min(TURN_SPREAD, (startsAt - now) / 2));
    const gate = this.#someGate(sale, random());
    const turn = await this.#ask(slug, gate, (at) => at.turn(sale, gate));
    if (turn === undefined) this.#turns.delete(slug);
    else this.#turns.set(slug, { startsAt, at: startsAt + turnAfter(turn) });
  }

  // ── Calls ─────────────────────────────────────────────────────────────────────────────────

  /** A random gate, and one that answers if there is any. */
  #someGate(sale: GateSale, random: number): number {
    const gates = this.#cache.lastNews(sale.slug)?.gates ?? sale.gates;
    const first = Math.floor(random * gates);
    for (let i = 0; i < gates; i++) {
      const gate = (first + i) % gates;
      if (!this.#health.get(`${sale.slug}/${gate}`)?.isFailing) return gate;
    }
    return first;
  }

  #healthOf(sale: string, gate: number): GateHealth {
    const name = `${sale}/${gate}`;
    const health = this.#health.get(name) ?? new GateHealth();
    this.#health.set(name, health);
    return health;
  }

  /**
   * Calls an object. Undefined when it failed, did not answer in time, or is left alone for now. A
   * second try only where the runtime says that it may help; it is safe because every call asks the
   * same thing again (https://developers.cloudflare.com/durable-objects/best-practices/error-handling/).
   */
  async #ask<Answer>(
    sale: string,
    gate: number,
    call: (gate: GateStub) => Promise<Answer>,
    { most = CALLS_TO_A_SILENT_GATE, within = CALL_TIMEOUT } = {},
  ): Promise<Answer | undefined> {
    const { clock, random } = this.#deps;
    const health = this.#healthOf(sale, gate);
    for (let tries = 1; health.mayCall(clock(), most); tries++) {
      health.began(clock());
      try {
        const answer = await this.#inTime(call(this.#deps.gate(sale, gate)), within);
        health.answered();
        return answer;
      } catch (error) {
        if (tries === 1 && !health.isFailing && mayTryAgain(error)) continue;
        console.error("an object did not answer", error);
        this.#cache.learnFull(sale, gate, health.failed(clock(), random()));
        return undefined;
      }
    }
    return undefined;
  }

  #inTime<Answer>(call: Promise<Answer>, within: number): Promise<Answer> {
    const late = this.#deps.wait(within).then((): never => {
      throw new Error(`no answer within ${within} ms`);
    });
    return Promise.race([call, late]);
  }
}

/** What a holder is told who asks again. */
function again(answer: Holding): Holding {
  return answer.ok ? { ...answer, fresh: false } : answer;
}

function orderOf({ orderId, slot, placedAt }: Order): Order {
  return { orderId, slot, placedAt };
}

/** A shopper cannot tell the back of the line from a gate that is full. */
function outward(gate: number, answer: Claimed): ByGate {
  if (answer.ok || (answer.code !== "moved" && answer.code !== "back")) {
    return { by: "gate", gate, answer };
  }
  return { by: "gate", gate, answer: { ok: false, code: "full", ttl: 0 } };
}

function mayTryAgain(error: unknown): boolean {
  const { retryable, overloaded } = error as { retryable?: boolean; overloaded?: boolean };
  return retryable === true && overloaded !== true;
}
