/** One visitor's way to the real site and Worker, as a browser goes it. */

import type { Visitor } from "../../../crowd/crowd.ts";
import type { Answer } from "../../../crowd/http/connection.ts";
import type { ConnectionPool } from "../../../crowd/http/connection-pool.ts";
import { get, PAGE, post, postForm } from "../../../crowd/http/request.ts";
import type { Placed, Shop } from "../../../crowd/shop.ts";
import type { Code, StartMessage } from "../../../edge/contract.ts";
import { type Outcome, outcomeOf } from "../../../site/client/claim.ts";
import { readStart } from "../start-script.ts";
import { type Attempt, forgeries, madeUpClaims } from "./forgery.ts";
import { Jar } from "./jar.ts";
import type { Leaks } from "./leaks.ts";
import { Memory } from "./memory.ts";
import type { Job, Kind } from "./messages.ts";
import type { Recorder } from "./recorder.ts";

/** What all visitors share. */
export interface Ground {
  job: Job;
  /**
   * Connections: to the Worker for those who have a slot, to it for everybody else, and to the site.
   * At the edge a buyer does not wait behind ten thousand who are refused elsewhere; he must not do so
   * here, where one machine is all of it.
   */
  buyers: ConnectionPool;
  others: ConnectionPool;
  site: ConnectionPool;
  recorder: Recorder;
  leaks: Leaks;
}

/** The CDN serves pages: of so many loads, one is really fetched and looked at. */
const SAMPLED = 50;

export class NetworkShop implements Shop {
  readonly startsAt: number;
  readonly #ground: Ground;
  readonly #visitor: Visitor;
  readonly #jar = new Jar();
  readonly #memory: Memory;

  constructor(ground: Ground, visitor: Visitor) {
    this.startsAt = ground.job.startsAt;
    this.#ground = ground;
    this.#visitor = visitor;
    this.#memory = new Memory(visitor.id, ground.job.hold, ground.recorder);
  }

  now(): number {
    return Date.now();
  }

  after(ms: number, call: () => void): () => void {
    const timer = setTimeout(call, ms);
    return () => clearTimeout(timer);
  }

  loadPage(): Promise<void> {
    const { sale } = this.#ground.job;
    return this.#load(`/sales/${sale}`, `data-sale="${sale}"`);
  }

  async startScript(): Promise<StartMessage | undefined> {
    const { recorder, leaks, job } = this.#ground;
    const path = `/start/${job.sale}.js?v=${Math.random().toString(36).slice(2)}`;
    const answer = await this.#ask("start", get(path, this.#jar.header, "*/*"));
    const message = answer?.status === 200 ? readStart(answer.body) : undefined;
    if (!message) {
      if (answer) recorder.trouble(`a start script was ${answer.status} ${answer.body}`);
      return undefined;
    }
    if (message.claim !== undefined) leaks.claim(message.claim, this.#visitor.id);
    if (message.reason === "sold_out") recorder.toldSoldOut();
    this.#checkEarly(message);
    return message;
  }

  async claim(url: string): Promise<Outcome> {
    const answer = await this.#ask("claim", post(url, this.#jar.header));
    if (!answer) return { kind: "network" };
    const body = parse(answer.body);
    const retryAfter = /\r\nretry-after: ([^\r]+)/i.exec(answer.head)?.[1] ?? null;
    const outcome = outcomeOf(answer.status, body, retryAfter);
    if (outcome.kind === "go") this.#granted(outcome.url, body);
    else this.#refused(answer, body);
    return outcome;
  }

  async openForm(url: string): Promise<boolean> {
    const answer = await this.#ask("form", get(url, this.#jar.header, PAGE));
    const isForm = answer?.status === 200 && answer.body.includes("data-order-form");
    const isReceipt = answer?.status === 200 && RECEIPT.test(answer.body);
    const { recorder } = this.#ground;
    if (answer && !isForm && !isReceipt && answer.status !== 410) {
      recorder.trouble(`an order form was ${answer.status} ${answer.body.slice(0, 200)}`);
    }
    if (answer?.status === 410) recorder.refused("slot_expired");
    return isForm;
  }

  async order(url: string): Promise<Placed> {
    const { id } = this.#visitor;
    const fields = { name: `Shopper ${id}`, email: emailOf(id), note: "a rehearsal" };
    const sentAt = Date.now();
    const answer = await this.#ask("order", postForm(url, this.#jar.header, fields));
    if (!answer) return "failed";
    const location = /\r\nlocation: ([^\r]+)/i.exec(answer.head)?.[1] ?? "";
    if (answer.status === 303 && location === url) return this.#placed(url, sentAt);
    return this.#notPlaced(answer, location);
  }

  async jump(): Promise<void> {
    const token = this.#jar.value("shopper") ?? "";
    const { sale } = this.#ground.job;
    for (const attempt of madeUpClaims(sale, this.#jar.header, token)) await this.#try(1, attempt);
  }

  async forge(claim: string | undefined): Promise<void> {
    const { leaks } = this.#ground;
    const { id } = this.#visitor;
    const attempts = forgeries({
      ...{ cookie: this.#jar.header, claim },
      othersClaim: leaks.claimOfAnother(id),
      othersOrder: leaks.orderOfAnother(id),
      lapsed: leaks.lapsed(Date.now()),
    });
    for (const attempt of attempts) await this.#try(2, attempt);
  }

  async #try(promise: 1 | 2, { what, request, code }: Attempt): Promise<void> {
    const { recorder } = this.#ground;
    const answer = await this.#ask("bot", request);
    if (!answer) return;
    recorder.tried(promise);
    const told = fieldsOf(parse(answer.body)).code as Code | undefined;
    if (told !== undefined) recorder.refused(told);
    if (told !== code)
      recorder.broke(promise, `${what}: ${answer.status} ${told ?? answer.body.slice(0, 60)}`);
  }

  /** Before the start, a start script bears neither a claim URL nor an order URL. */
  #checkEarly(message: StartMessage): void {
    // By either clock, so that it is not the Worker's word alone that says when it was.
    const now = Math.min(message.now, Date.now());
    if (now >= this.startsAt) return;
    const { recorder } = this.#ground;
    recorder.tried(1);
    if (message.claim === undefined && message.order === undefined) return;
    recorder.broke(1, `a start script ${this.startsAt - now} ms before the start bore a URL`);
  }

  #granted(url: string, body: unknown): void {
    const { leaks, recorder } = this.#ground;
    const { id, kind } = this.#visitor;
    const { expiresAt, orderId } = fieldsOf(body);
    recorder.granted();
    if (Date.now() < this.startsAt) recorder.broke(1, `an order URL before the start: ${url}`);
    if (typeof expiresAt === "number") {
      this.#memory.granted(url, expiresAt);
      if (kind === "leaver") leaks.leave(url, expiresAt);
    } else this.#memory.again(url, String(orderId));
    leaks.order(url, id);
  }

  #refused(answer: Answer, body: unknown): void {
    const { recorder } = this.#ground;
    const code = fieldsOf(body).code as Code | undefined;
    if (code === undefined || code === "internal") {
      recorder.trouble(`a claim was ${answer.status} ${answer.body.slice(0, 200)}`);
    } else recorder.refused(code);
  }

  /** The browser follows the redirect to the receipt. */
  async #placed(url: string, sentAt: number): Promise<Placed> {
    const receipt = await this.#ask("receipt", get(url, this.#jar.header, PAGE));
    const orderId = RECEIPT.exec(receipt?.body ?? "")?.[1];
    if (orderId === undefined) {
      const said = `${receipt?.status ?? "nothing"} ${receipt?.body.slice(0, 200) ?? ""}`;
      this.#ground.recorder.trouble(`a receipt was ${said}`);
    }
    this.#memory.placed(url, orderId, sentAt);
    return "placed";
  }

  async #notPlaced({ status, body }: Answer, location: string): Promise<Placed> {
    const { recorder, job } = this.#ground;
    const reason = /\/ended\?reason=(\w+)$/.exec(location)?.[1];
    if (reason !== undefined) {
      recorder.refused(reason as Code);
      await this.#load(`/sales/${job.sale}/ended`, "data-ended-reason");
      return reason === "sold_out" || reason === "closed" ? reason : "full";
    }
    if (status === 503) recorder.refused("full");
    if (status === 503) return "full";
    if (status === 410) recorder.refused("slot_expired");
    if (status === 410) return "expired";
    recorder.trouble(`an order was answered ${status} ${body.slice(0, 200)}`);
    return "failed";
  }

  async #load(path: string, mark: string): Promise<void> {
    const { recorder, site } = this.#ground;
    if (recorder.pageLoaded() % SAMPLED !== 1) return;
    try {
      const { status, body } = await site.ask(get(path, "", PAGE));
      recorder.pageFetched();
      if (status !== 200 || !body.includes(mark))
        recorder.trouble(`the page ${path} was ${status}`);
    } catch (error) {
      recorder.trouble(`the page ${path}: ${(error as Error).message}`);
    }
  }

  /** Timed from when the visitor asks, so the wait for a connection counts. */
  async #ask(kind: Kind, request: string): Promise<Answer | undefined> {
    const { recorder, buyers, others } = this.#ground;
    const line = BUYING.has(kind) ? buyers : others;
    const asked = performance.now();
    try {
      const answer = await line.ask(request);
      recorder.answered(kind, performance.now() - asked);
      this.#jar.keep(answer.head);
      return answer;
    } catch (error) {
      recorder.trouble(`no answer: ${(error as Error).message}`);
      return undefined;
    }
  }
}

export const emailOf = (visitor: number) => `shopper-${visitor}@rehearsal.example`;

const BUYING = new Set<Kind>(["form", "order", "receipt"]);
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
