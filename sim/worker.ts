/**
 * The Worker's routes over a gate client, without HTTP and without signatures: a token is what it
 * says. The judgements are the routes' own.
 */
import { RETRY_AFTER, type RefusalBody, STATUS, type StartMessage } from "../edge/contract.ts";
import {
  type Admitted,
  type Contact,
  type Drawn,
  type GateClient,
  type GateSale,
  judgeClaimUrl,
  type Looked,
  type Ordered,
  type OrderForm,
  type OrderToken,
  standing,
} from "../edge/core.ts";
import { type Outcome, outcomeOf } from "../site/client/claim.ts";
import { type SimSeed, simNumber } from "./draw.ts";

/** `outcome`: what the page makes of it. `admitted` is missing where the claim URL was no good. */
export interface ClaimReply {
  outcome: Outcome;
  admitted?: Admitted;
}

export class SimWorker {
  readonly #client: GateClient;
  readonly #sale: GateSale;
  readonly #clock: () => number;
  readonly #contactsOf: (form: OrderForm) => Contact[];
  readonly #seed: SimSeed | undefined;

  /** `seed`: of a draw. */
  constructor(
    client: GateClient,
    sale: GateSale,
    clock: () => number,
    contactsOf: (form: OrderForm) => Contact[],
    seed?: SimSeed,
  ) {
    this.#client = client;
    this.#sale = sale;
    this.#clock = clock;
    this.#contactsOf = contactsOf;
    this.#seed = seed;
  }

  /** As `start`; in a draw, news may have to come first. */
  async ask(shopper: string, held?: string, cameAt?: number): Promise<StartMessage> {
    if (this.#client.isDraw(this.#sale)) await this.#client.freshen(this.#sale, () => {});
    return this.start(shopper, held, cameAt);
  }

  /** `held`: the order URL in a holder's cookie. `cameAt`: when their identity was made, ms since 1970. */
  start(shopper: string, held: string | undefined, cameAt = this.#clock()): StartMessage {
    const now = this.#clock();
    const message = standing(this.#sale, this.#client.news(this.#sale), now);
    const drawn = message.state === "upcoming" ? undefined : this.drawn(shopper, cameAt);
    if (drawn) message.draw = drawn;
    if (drawn && drawn.number < 1) this.#client.seeInLine(this.#sale, shopper);
    if (message.state === "open" && this.mayClaim(drawn)) {
      message.claim = claimUrl(shopper, now, drawn);
    }
    if (held !== undefined) message.order = held;
    if (this.#client.wantsNews(this.#sale)) {
      void this.#client.refresh(this.#sale);
    }
    return message;
  }

  /** Their number, and how far this isolate knows numbers to be called; undefined in a race. */
  protected drawn(shopper: string, cameAt: number): Drawn | undefined {
    if (!this.#seed || !this.#client.isDraw(this.#sale)) return undefined;
    const { called = 0, startsAt = this.#sale.startsAt } = this.#client.draw(this.#sale) ?? {};
    const number = simNumber(this.#seed, this.#sale.slug, shopper, cameAt, startsAt);
    return { number, called };
  }

  protected mayClaim(drawn: Drawn | undefined): boolean {
    return !drawn || drawn.number < drawn.called;
  }

  async claim(url: string, shopper: string, held: string | undefined): Promise<ClaimReply> {
    const token = readClaimUrl(url);
    if (token.shopper !== shopper) return refused({ code: "bad_token" });
    const unusable = judgeClaimUrl(this.#sale, token.issuedAt, this.#clock());
    if (unusable) return refused({ code: unusable });
    const ticket = token.drawn &&
      this.#seed && { ...token.drawn, commitment: this.#seed.commitment };
    const heldOrder = async () => (held === undefined ? undefined : readOrderUrl(held));
    const admitted = await this.#client.admit(this.#sale, shopper, heldOrder, ticket);
    if (admitted.by === "notice") return refused({ code: admitted.code }, admitted);
    const { answer, gate } = admitted;
    if (answer.ok || answer.code === "already_ordered") {
      const order = orderUrl({ sale: this.#sale.slug, gate, shopper, slot: answer.slot });
      return { outcome: { kind: "go", url: order }, admitted };
    }
    return refused({ code: answer.code }, admitted);
  }

  /** Undefined when the gate did not answer. */
  async look(url: string): Promise<Looked | undefined> {
    return this.#client.look(readOrderUrl(url));
  }

  /** Undefined when the gate did not answer. */
  release(url: string): Promise<Looked | undefined> {
    return this.#client.release(readOrderUrl(url));
  }

  /** As from a page: while there is no unit in reach, the form is shown again with its time left. */
  async order(url: string, form: OrderForm): Promise<Ordered> {
    const contacts = this.#contactsOf(form);
    const answer = await this.#client.order(this.#sale, readOrderUrl(url), form, contacts);
    if (answer && (answer.ok || answer.code !== "full")) return answer;
    const looked = await this.look(url);
    if (looked?.is === "expired") return { ok: false, code: "slot_expired" };
    return { ok: false, code: "full", ttl: 0 };
  }
}

function refused(body: RefusalBody, admitted?: Admitted): ClaimReply {
  const seconds = RETRY_AFTER[body.code];
  const retryAfter = seconds === undefined ? null : String(seconds);
  const outcome = outcomeOf(STATUS[body.code], body, retryAfter);
  return admitted ? { outcome, admitted } : { outcome };
}

function claimUrl(shopper: string, now: number, drawn: Drawn | undefined): string {
  const called = drawn ? `~${drawn.number}~${drawn.called}` : "";
  return `/claim/${shopper}~${Math.floor(now / 1000)}${called}`;
}

function readClaimUrl(url: string): { shopper: string; issuedAt: number; drawn?: Drawn } {
  const [shopper = "", issuedAt, number, called] = url.slice("/claim/".length).split("~");
  const token = { shopper, issuedAt: Number(issuedAt) };
  if (number === undefined) return token;
  return { ...token, drawn: { number: Number(number), called: Number(called) } };
}

function orderUrl({ sale, gate, shopper, slot }: OrderToken): string {
  return `/order/${sale}~${gate}~${shopper}~${slot}`;
}

export function readOrderUrl(url: string): OrderToken {
  const [sale = "", gate, shopper = "", slot = ""] = url.slice("/order/".length).split("~");
  return { sale, gate: Number(gate), shopper, slot };
}
