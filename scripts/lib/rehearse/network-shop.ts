import type { ConnectionPool } from "../../../crowd/http/connection-pool.ts";
import { type Entered, enter } from "../../../crowd/http/door.ts";
import { Shopper } from "../../../crowd/http/shopper.ts";
import type { HttpAnswer, Transport } from "../../../crowd/http/transport.ts";
import { type Placed, type Shop, wait } from "../../../crowd/shop.ts";
import { readStart } from "../../../crowd/start-script.ts";
import type { Code, StartMessage } from "../../../edge/contract.ts";
import { type Outcome, outcomeOf } from "../../../site/client/claim.ts";
import { ConsistencyCheck } from "./consistency-check.ts";
import { contactsOf, emailOf, farmEmailOf } from "./contacts.ts";
import type { Job } from "./crowd-process.ts";
import { type Attempt, forgeries, madeUpClaims, type StolenUrls } from "./forgery.ts";
import type { Prove } from "./proofs.ts";
import type { Anybody, Recorder, RequestKind } from "./recorder.ts";

/** What all visitors share. */
export interface Shared {
  job: Job;
  /**
   * Connections to the Worker for those who have a slot, to it for everybody else, and to the site. At
   * the edge a buyer does not wait behind ten thousand who are refused elsewhere, and must not do so
   * here, where one machine is all of it.
   */
  pools: Record<"buyers" | "others" | "site" | "farm", ConnectionPool>;
  recorder: Recorder;
  stolen: StolenUrls;
  /** Undefined for a sale without a door. */
  prove: Prove | undefined;
}

/** The CDN serves pages: of so many loads, one is really fetched and looked at. */
const SAMPLED = 50;

/** The real site and Worker as one visitor's browser reaches them. Every answer is recorded. */
export class NetworkShop implements Shop {
  readonly startsAt: number;
  readonly #shared: Shared;
  readonly #visitor: Anybody;
  readonly #transport: Transport;
  readonly #shopper: Shopper;
  readonly #given: ConsistencyCheck;
  readonly #email: string;
  /** False for a farm's identity that it has no proof for. */
  readonly #equipped: boolean;
  #inside = false;
  #entering: Promise<boolean> | undefined;

  constructor(shared: Shared, visitor: Anybody, equipped = true) {
    const { job, pools, recorder } = shared;
    this.startsAt = job.startsAt;
    this.#shared = shared;
    this.#visitor = visitor;
    this.#equipped = equipped;
    const address = addressOf(visitor, job.farm?.networks ?? 1);
    this.#transport = (request) => {
      const headers = { ...request.headers, "cf-connecting-ip": address };
      return pools[poolFor(visitor, request.path)].send({ ...request, headers });
    };
    this.#shopper = new Shopper(this.#transport, job.sale);
    this.#given = new ConsistencyCheck(visitor, job.hold, recorder);
    const { id, kind } = visitor;
    this.#email = kind === "farm" ? farmEmailOf(id, job.farm?.emails ?? 1) : emailOf(id);
  }

  now(): number {
    return Date.now();
  }

  after(ms: number, call: () => void): () => void {
    const timer = setTimeout(call, ms);
    return () => clearTimeout(timer);
  }

  loadPage(): Promise<void> {
    const { sale } = this.#shared.job;
    return this.#load(`/sales/${sale}`, `data-sale="${sale}"`);
  }

  async startScript(): Promise<StartMessage | undefined> {
    const { recorder, stolen } = this.#shared;
    const answer = await this.#ask("start", () => this.#shopper.askStart());
    const message = answer?.status === 200 ? readStart(answer.body) : undefined;
    if (!message) {
      if (answer) recorder.trouble(`a start script was ${answer.status} ${answer.body}`);
      return undefined;
    }
    if (message.claim !== undefined) stolen.claim(message.claim, this.#visitor.id);
    if (message.reason === "sold_out") recorder.toldSoldOut();
    this.#checkEarly(message);
    this.#checkDoor(message);
    return message;
  }

  /** Once, however many pages this visitor opens: a page goes on where the one before it was. */
  enter(): Promise<boolean> {
    if (this.#shopper.pass !== undefined) return Promise.resolve(true);
    this.#entering ??= this.#enter().finally(() => {
      this.#entering = undefined;
    });
    return this.#entering;
  }

  async #enter(): Promise<boolean> {
    const { prove, job } = this.#shared;
    if (!prove || !this.#equipped) return false;
    // Only some doors are asked anything beforehand.
    const asks = job.proofs?.door === "work" || job.proofs?.door === "turnstile";
    const make = () => prove(this.#visitor.id, this.#shopper);
    const proofs = asks ? await this.#ask("door", make) : await make();
    // A farm's processor has worked before the sale; a phone works while its page waits.
    if (this.#visitor.kind !== "farm") await wait(this, this.#visitor.effort * job.work);
    const entered = proofs && (await this.#ask("door", () => enter(this.#shopper, proofs)));
    if (entered?.status === 200) return true;
    if (entered) this.#notEntered(entered);
    return false;
  }

  #notEntered({ status, body }: Entered): void {
    const { recorder } = this.#shared;
    if (status === 429) recorder.refused("too_many");
    else recorder.trouble(`a proof was answered ${status} ${JSON.stringify(body)}`);
  }

  async claim(url: string): Promise<Outcome> {
    const answer = await this.#ask("claim", () => this.#shopper.click(url));
    if (!answer) return { kind: "network" };
    const body = parse(answer.body);
    const outcome = outcomeOf(answer.status, body, answer.headers.get("retry-after"));
    if (outcome.kind === "go") this.#granted(outcome.url, body);
    else this.#refused(answer, body);
    return outcome;
  }

  async openForm(url: string): Promise<boolean> {
    const answer = await this.#ask("form", () => this.#shopper.open(url));
    const isForm = answer?.status === 200 && answer.body.includes("data-order-form");
    const isReceipt = answer?.status === 200 && RECEIPT.test(answer.body);
    const { recorder } = this.#shared;
    if (answer && !isForm && !isReceipt && answer.status !== 410) {
      recorder.trouble(`an order form was ${answer.status} ${answer.body.slice(0, 200)}`);
    }
    if (answer?.status === 410) recorder.refused("slot_expired");
    return isForm;
  }

  async order(url: string): Promise<Placed> {
    const contacts = contactsOf(this.#visitor.id, this.#email, this.#shared.job.onePer);
    const fields = { ...contacts, note: "a rehearsal" };
    const sentAt = Date.now();
    const answer = await this.#ask("order", () => this.#shopper.submit(url, fields));
    if (!answer) return "failed";
    const location = answer.headers.get("location") ?? "";
    if (answer.status === 303 && location === url) return this.#placed(url, sentAt);
    return this.#notPlaced(answer, location);
  }

  async jump(): Promise<void> {
    const token = this.#shopper.pass ?? this.#shopper.jar.get("shopper");
    for (const attempt of madeUpClaims(this.#shopper.sale, token)) await this.#try(1, attempt);
  }

  async forge(claim: string | undefined): Promise<void> {
    const { stolen } = this.#shared;
    const { id } = this.#visitor;
    // Whoever is nobody yet may use any URL: it is taken at its word, as for a program without cookies.
    const isSomebody = this.#inside;
    const attempts = forgeries({
      claim,
      othersClaim: isSomebody ? stolen.claimOfAnother(id) : undefined,
      othersOrder: isSomebody ? stolen.orderOfAnother(id) : undefined,
      lapsed: stolen.lapsed(Date.now()),
    });
    for (const attempt of attempts) await this.#try(2, attempt);
  }

  async #try(promise: 1 | 2, { what, request, cookies, code }: Attempt): Promise<void> {
    const { recorder } = this.#shared;
    const send = cookies ? () => this.#shopper.send(request) : () => this.#transport(request);
    const answer = await this.#ask("bot", send);
    if (!answer) return;
    recorder.tried(promise);
    const refusal = fieldsOf(parse(answer.body)).code as Code | undefined;
    if (refusal !== undefined) recorder.refused(refusal);
    if (refusal !== code)
      recorder.broke(promise, `${what}: ${answer.status} ${refusal ?? answer.body.slice(0, 60)}`);
  }

  /** Before the start, a start script bears neither a claim URL nor an order URL. */
  #checkEarly(message: StartMessage): void {
    // By either clock, so that it is not the Worker's word alone that says when it was.
    const now = Math.min(message.now, Date.now());
    if (now >= this.startsAt) return;
    const { recorder } = this.#shared;
    recorder.tried(1);
    if (message.claim === undefined && message.order === undefined) return;
    recorder.broke(1, `a start script ${this.startsAt - now} ms before the start bore a URL`);
  }

  /** Behind a door, a start script bears a claim URL only for those who have come in. */
  #checkDoor(message: StartMessage): void {
    const { recorder, prove } = this.#shared;
    if (message.door !== undefined) recorder.tried(11);
    if (message.retryAfter !== undefined) recorder.refused("too_many");
    else if (message.door === undefined && !this.#inside && message.state !== "ended") {
      this.#inside = true;
      recorder.cameIn(this.#visitor);
    }
    if (!prove || this.#shopper.pass !== undefined) return;
    if (message.claim === undefined && message.order === undefined) return;
    recorder.broke(11, `shopper ${this.#visitor.id} had no pass, and was given a URL`);
  }

  #granted(url: string, body: unknown): void {
    const { stolen, recorder } = this.#shared;
    const { id, kind } = this.#visitor;
    const { expiresAt, orderId } = fieldsOf(body);
    recorder.granted();
    if (Date.now() < this.startsAt) recorder.broke(1, `an order URL before the start: ${url}`);
    if (typeof expiresAt === "number") {
      this.#given.granted(url, expiresAt);
      if (kind === "leaver") stolen.leave(url, expiresAt);
    } else this.#given.again(url, String(orderId));
    stolen.order(url, id);
  }

  #refused(answer: HttpAnswer, body: unknown): void {
    const { recorder } = this.#shared;
    const code = fieldsOf(body).code as Code | undefined;
    if (code === undefined || code === "internal") {
      recorder.trouble(`a claim was ${answer.status} ${answer.body.slice(0, 200)}`);
    } else recorder.refused(code);
  }

  /** The browser follows the redirect to the receipt. */
  async #placed(url: string, sentAt: number): Promise<Placed> {
    const receipt = await this.#ask("receipt", () => this.#shopper.open(url));
    const orderId = RECEIPT.exec(receipt?.body ?? "")?.[1];
    if (orderId === undefined) {
      const said = `${receipt?.status ?? "nothing"} ${receipt?.body.slice(0, 200) ?? ""}`;
      this.#shared.recorder.trouble(`a receipt was ${said}`);
    }
    this.#given.placed({ url, orderId, email: this.#email }, sentAt);
    return "placed";
  }

  async #notPlaced({ status, body }: HttpAnswer, location: string): Promise<Placed> {
    const { recorder, job } = this.#shared;
    const reason = /\/ended\?reason=(\w+)$/.exec(location)?.[1];
    if (reason !== undefined) {
      recorder.refused(reason as Code);
      await this.#load(`/sales/${job.sale}/ended`, "data-ended-reason");
      return reason === "sold_out" || reason === "closed" ? reason : "full";
    }
    if (status === 503) recorder.refused("full");
    if (status === 503) return "full";
    if (status === 409) recorder.refused("contact_used");
    if (status === 409) return "taken";
    if (status === 410) recorder.refused("slot_expired");
    if (status === 410) return "expired";
    recorder.trouble(`an order was answered ${status} ${body.slice(0, 200)}`);
    return "failed";
  }

  async #load(path: string, mark: string): Promise<void> {
    const { recorder, pools } = this.#shared;
    if (recorder.pageLoaded() % SAMPLED !== 1) return;
    try {
      const { status, body } = await new Shopper(pools.site.send, this.#shopper.sale).open(path);
      recorder.pageFetched();
      if (status !== 200 || !body.includes(mark))
        recorder.trouble(`the page ${path} was ${status}`);
    } catch (error) {
      recorder.trouble(`the page ${path}: ${(error as Error).message}`);
    }
  }

  /** Timed from when the visitor asks, so the wait for a connection counts. */
  async #ask<Answer>(kind: RequestKind, send: () => Promise<Answer>): Promise<Answer | undefined> {
    const { recorder } = this.#shared;
    const asked = performance.now();
    try {
      const answer = await send();
      recorder.answered(kind, performance.now() - asked);
      return answer;
    } catch (error) {
      recorder.trouble(`no answer: ${(error as Error).message}`);
      return undefined;
    }
  }
}

/** Each of the crowd has an address of their own, and a farm few. All are kept for examples (RFC 2544, RFC 5737). */
function addressOf({ id, kind }: Anybody, networks: number): string {
  if (kind === "farm") return `203.0.113.${id % networks}`;
  return `198.${18 + (id >> 16)}.${(id >> 8) & 255}.${id & 255}`;
}

function poolFor({ kind }: Anybody, path: string): "buyers" | "others" | "farm" {
  if (kind === "farm") return "farm";
  return kind !== "forger" && path.startsWith("/order/") ? "buyers" : "others";
}

const RECEIPT = /data-fill="orderId"[^>]*>([^<]+)</;

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function fieldsOf(body: unknown): { code?: unknown; expiresAt?: unknown; orderId?: unknown } {
  return typeof body === "object" && body !== null ? body : {};
}
