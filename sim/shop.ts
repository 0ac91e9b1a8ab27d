/** A visitor's way into the simulated world: a browser with its cookie, and nothing else. */
import type { Visitor } from "../crowd/crowd.ts";
import { JUMPS, type Placed, type Shop } from "../crowd/shop.ts";
import type { ContactField, StartMessage } from "../edge/contract.ts";
import type { Admitted, Claimed, Ordered, OrderForm } from "../edge/core.ts";
import type { Outcome } from "../site/client/claim.ts";
import type { SimObject } from "./network.ts";
import type { ClaimEnd, Request } from "./tally.ts";
import type { SimWorker } from "./worker.ts";
import { START, type World } from "./world.ts";

/** Who wants to know what a visitor is told. */
export interface Recorder {
  /** A slot: for the first time or again. */
  granted(url: string): void;
  /** The order's id: after the form, on a receipt, or after another claim. */
  ordered(orderId: string): void;
  /** The sale has no unit left, as a claim, an order or a start script says. */
  soldOut(): void;
  /** What came of an order for a slot that has lapsed. */
  forged(answer: Ordered): void;
  /** In a draw: their number, each time that they are told. */
  drawn(number: number): void;
}

const NOBODY: Recorder = {
  granted: () => {},
  ordered: () => {},
  soldOut: () => {},
  forged: () => {},
  drawn: () => {},
};

/** A forger's requests by what it needs for them: its own claim URL, another's, another's order URL. */
const FORGERIES = { own: 3, claims: 1, orders: 3 };
/** A slot that is over by so much has lapsed for sure. Ms. */
const LAPSED = 100;

export class SimShop implements Shop {
  readonly startsAt = START;
  readonly shopper: string;
  readonly #world: World;
  readonly #visitor: Visitor;
  readonly #isolate: () => SimObject<SimWorker>;
  readonly #recorder: Recorder;
  readonly #form: OrderForm;
  /** The holder's cookie. `until`: ms since 1970, infinity for an order's. */
  #held: { url: string; until: number } | undefined;
  #cameAt: number | undefined;

  /** `isolate`: which one the next request meets. `contacts`: tried first, and others may have them. */
  constructor(
    world: World,
    visitor: Visitor,
    isolate: () => SimObject<SimWorker>,
    recorder: Recorder = NOBODY,
    contacts: Partial<Record<ContactField, string>> = {},
  ) {
    this.#world = world;
    this.#visitor = visitor;
    this.#isolate = isolate;
    this.#recorder = recorder;
    // Random, as a shopper's id is: it decides the gate.
    this.shopper = `${visitor.id}-${visitor.chance.toString(36).slice(2)}`;
    this.#form = { name: this.shopper, ...ownContacts(this.shopper), ...contacts };
  }

  /** When the shopper's cookie was made, ms since 1970 by the clock that made it; undefined without one. */
  get cameAt(): number | undefined {
    return this.#cameAt;
  }

  now(): number {
    return this.#world.scheduler.now;
  }

  after(ms: number, call: () => void): () => void {
    return this.#world.scheduler.after(ms, call);
  }

  async loadPage(): Promise<void> {
    this.#note("page");
  }

  async startScript(): Promise<StartMessage | undefined> {
    this.#note("start");
    const cameAt = this.#cameAt;
    const message = await this.#ask((at) => at.ask(this.shopper, this.#cookie(), cameAt));
    // Of two that were asked for at once, the second answer is for another cookie, which is not kept.
    if (message?.draw && cameAt === undefined && this.#cameAt !== undefined) return undefined;
    this.#cameAt ??= message?.now;
    if (message?.draw?.number !== undefined) this.#recorder.drawn(message.draw.number);
    this.#world.loot.claims ||= message?.claim !== undefined;
    if (message?.reason === "sold_out") this.#recorder.soldOut();
    return message;
  }

  /** The simulated world begins behind the door. */
  async enter(): Promise<boolean> {
    return true;
  }

  async claim(url: string): Promise<Outcome> {
    this.#note("claim");
    const held = this.#cookie();
    const reply = await this.#ask((worker) => worker.claim(url, this.shopper, held));
    if (!reply) return { kind: "network" };
    const { outcome, admitted } = reply;
    if (admitted) this.#world.tally.claim(endOf(admitted), this.now());
    if (admitted?.by === "gate" && outcome.kind === "go") this.#keep(outcome.url, admitted.answer);
    if (outcome.kind === "ended" && outcome.reason === "sold_out") this.#recorder.soldOut();
    return outcome;
  }

  async openForm(url: string): Promise<boolean> {
    this.#note("form");
    const looked = await this.#ask((worker) => worker.look(url));
    if (looked?.is === "order" && !looked.again) this.#bought(url, looked.orderId);
    if (looked?.is === "expired" || (looked?.is === "order" && looked.again)) this.#drop(url);
    return looked?.is === "slot";
  }

  async order(url: string): Promise<Placed> {
    this.#note("order");
    const form = { ...this.#form };
    const answer = await this.#ask((worker) => worker.order(url, form));
    if (!answer) return "failed";
    if (answer.ok) return this.#receipt(url, answer.orderId);
    if (answer.code === "slot_expired") this.#drop(url);
    // The form comes back with what was typed, and the shopper types another one.
    if (answer.code === "contact_used") {
      this.#form[answer.field] = ownContacts(this.shopper)[answer.field];
    }
    if (answer.code === "sold_out") this.#recorder.soldOut();
    return this.#notPlaced(answer.code);
  }

  async jump(): Promise<void> {
    this.#note("bot", JUMPS);
  }

  /** What it has no loot for it cannot try; only a slot that has lapsed is worth a call to a gate. */
  async forge(claim: string | undefined): Promise<void> {
    const { own, claims, orders } = FORGERIES;
    const { loot, skew } = this.#world;
    this.#note("bot", (claim === undefined ? 0 : own) + (loot.claims ? claims : 0));
    if (loot.orders) this.#note("bot", orders);
    const lapsed = loot.left.find(({ until }) => until + LAPSED + 2 * skew < this.now());
    if (!lapsed) return;
    this.#note("bot");
    const form = { name: "Forger", email: "forger@b.co" };
    const answer = await this.#ask((worker) => worker.order(lapsed.url, form));
    if (answer) this.#recorder.forged(answer);
  }

  #note(kind: Request, times = 1): void {
    this.#world.tally.request(kind, this.now(), times);
  }

  /** Undefined when the answer did not come. */
  async #ask<Answer>(
    request: (worker: SimWorker) => Answer | Promise<Answer>,
  ): Promise<Answer | undefined> {
    try {
      return await this.#isolate().call(undefined, undefined, request);
    } catch {
      return undefined;
    }
  }

  #cookie(): string | undefined {
    return this.#held && this.#held.until > this.now() ? this.#held.url : undefined;
  }

  #keep(url: string, answer: Claimed): void {
    if (!answer.ok) {
      if (answer.code === "already_ordered") this.#bought(url, answer.orderId);
      return;
    }
    this.#held = { url, until: answer.expiresAt };
    const { loot } = this.#world;
    loot.orders = true;
    if (this.#visitor.kind === "leaver") loot.left.push({ url, until: answer.expiresAt });
    this.#recorder.granted(url);
  }

  #bought(url: string, orderId: string): void {
    this.#held = { url, until: Number.POSITIVE_INFINITY };
    this.#recorder.ordered(orderId);
  }

  #drop(url: string): void {
    if (this.#held?.url === url) this.#held = undefined;
  }

  /** The browser follows the redirect to the receipt. */
  async #receipt(url: string, orderId: string): Promise<Placed> {
    this.#bought(url, orderId);
    this.#note("receipt");
    const looked = await this.#ask((worker) => worker.look(url));
    if (looked?.is === "order") this.#recorder.ordered(looked.orderId);
    return "placed";
  }

  #notPlaced(code: Extract<Ordered, { ok: false }>["code"]): Placed {
    if (code === "sold_out" || code === "closed") {
      this.#note("ended");
      return code;
    }
    if (code === "slot_expired") return "expired";
    return code === "full" ? "full" : "failed";
  }
}

/** What nobody else has. */
function ownContacts(shopper: string): Record<ContactField, string> {
  return { email: `${shopper}@b.co`, phone: `+${shopper}`, address: `${shopper} Street` };
}

/** What a claim came to, for the tally: by the gate, or known to the isolate. */
function endOf(admitted: Admitted): ClaimEnd {
  if (admitted.by === "notice") return isFull(admitted.code) ? "knownFull" : "knownSoldOut";
  const { answer } = admitted;
  if (answer.ok) return answer.fresh ? "granted" : "again";
  if (answer.code === "already_ordered") return "again";
  // Whoever waited behind others for this gate has heard what they were told: for no time, by no call.
  if (answer.code === "full" && answer.ttl === 0) return "knownFull";
  return isFull(answer.code) ? "full" : "soldOut";
}

function isFull(code: string): boolean {
  return code !== "sold_out" && code !== "closed";
}
