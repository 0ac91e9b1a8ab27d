import type {
  ClaimBody,
  ReceiptBody,
  RefusalBody,
  SlotBody,
  StartMessage,
} from "../../edge/contract.ts";
import { readStart } from "../start-script.ts";
import { CookieJar } from "./cookie-jar.ts";
import type { AnswerHeaders, HttpAnswer, HttpRequest, Transport } from "./transport.ts";

/** `body`: what the contract promises; which of its fields are there, the status says. */
export interface Reply<Body> {
  status: number;
  headers: AnswerHeaders;
  body: Body & Required<RefusalBody>;
}

const JSON_ONLY = { accept: "application/json" };
/** What a browser asks with when it goes to a page. */
const PAGE = { accept: "text/html,application/xhtml+xml,*/*;q=0.8" };
const FORM = "application/x-www-form-urlencoded";

/**
 * One shopper of one sale over HTTP: either a program, which asks for JSON, or a browser, which asks
 * for pages and sends forms. Remembers nothing but cookies. Rejects when no answer came.
 */
export class Shopper {
  /** Tabs of one browser share it. */
  jar = new CookieJar();
  readonly sale: string;
  /** From the sale's door (`door.ts`): without cookies it goes along with each start script. */
  pass: string | undefined;
  readonly #transport: Transport;
  readonly #cookies: boolean;

  /** `cookies: false` keeps none and sends none, as an app may do. */
  constructor(transport: Transport, sale: string, { cookies = true } = {}) {
    this.#transport = transport;
    this.sale = sale;
    this.#cookies = cookies;
  }

  /** `GET /start/…`, as it came. */
  askStart(): Promise<HttpAnswer> {
    const pass = this.#cookies || this.pass === undefined ? "" : `&pass=${this.pass}`;
    const path = `/start/${this.sale}.js?v=${Math.random().toString(36).slice(2)}${pass}`;
    return this.send({ method: "GET", path, headers: { accept: "*/*" } });
  }

  /** What the start script says. Throws when it is none. */
  async start(): Promise<StartMessage> {
    const { status, body } = await this.askStart();
    const message = readStart(body);
    if (!message) throw new Error(`not a start script: ${status} ${body}`);
    return message;
  }

  /** The claim URL of this moment. Throws when there is none: the sale must be open. */
  async claimUrl(): Promise<string> {
    const { claim, state } = await this.start();
    if (claim === undefined) throw new Error(`the start script has no claim URL: it is ${state}`);
    return claim;
  }

  /** Without a URL, that of a fresh start script. */
  async claim(url?: string): Promise<Reply<ClaimBody>> {
    return parsed(await this.click(url ?? (await this.claimUrl())));
  }

  async order(url: string, form: object): Promise<Reply<ReceiptBody>> {
    const headers = { ...JSON_ONLY, "content-type": JSON_ONLY.accept };
    return parsed(
      await this.send({ method: "POST", path: url, headers, body: JSON.stringify(form) }),
    );
  }

  /** An order URL: the slot, or the receipt. */
  async get(url: string): Promise<Reply<SlotBody & ReceiptBody>> {
    return parsed(await this.send({ method: "GET", path: url, headers: JSON_ONLY }));
  }

  release(url: string): Promise<HttpAnswer> {
    return this.click(`${url}/release`);
  }

  /** As the page's script posts, and the answer as it came. */
  click(path: string): Promise<HttpAnswer> {
    return this.send({ method: "POST", path, headers: JSON_ONLY });
  }

  /** As a browser goes to a page. */
  open(path: string): Promise<HttpAnswer> {
    return this.send({ method: "GET", path, headers: PAGE });
  }

  /** As a browser sends a form. */
  submit(path: string, fields: Record<string, string>): Promise<HttpAnswer> {
    const body = new URLSearchParams(fields).toString();
    return this.send({ method: "POST", path, headers: { ...PAGE, "content-type": FORM }, body });
  }

  /** Any request, with this shopper's cookies. */
  async send(request: HttpRequest): Promise<HttpAnswer> {
    const answer = await this.#transport({
      ...request,
      headers: this.withCookies(request.headers),
    });
    if (this.#cookies) this.jar.keep(answer.headers);
    return answer;
  }

  withCookies(headers: Record<string, string>): Record<string, string> {
    const cookie = this.jar.header;
    return cookie === "" ? headers : { ...headers, cookie };
  }
}

function parsed<Body>({ status, headers, body }: HttpAnswer): Reply<Body> {
  return { status, headers, body: JSON.parse(body) };
}
