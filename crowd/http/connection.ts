/**
 * HTTP/1.1 over one kept connection, one request at a time. A generator of our own, because the
 * usual ones are slower than what is measured here: autocannon itself is the bottleneck at 12,000
 * requests a second, while workerd idles a third of the time. This one knows only what workerd sends.
 */
import { once } from "node:events";
import { connect, type Socket } from "node:net";
import type { AnswerHeaders, HttpAnswer, HttpRequest } from "./transport.ts";

const STATUS_AT = "HTTP/1.1 ".length;
const HEAD_END = "\r\n\r\n";
const LAST_CHUNK = "0\r\n\r\n";
/** The length of an answer that says it chunk by chunk. */
const CHUNKED = -1;

export class Connection {
  readonly #port: number;
  readonly #socket: Socket;
  #text = "";
  /** Where the body begins; 0 until the head is there. */
  #bodyAt = 0;
  /** Of the body, or `CHUNKED`. */
  #length = 0;
  #resolve: (answer: HttpAnswer) => void = () => {};
  #reject: (error: Error) => void = () => {};

  constructor(port: number) {
    this.#port = port;
    this.#socket = connect({ port, host: "127.0.0.1", noDelay: true });
    this.#socket.setEncoding("latin1");
    this.#socket.on("data", (text: string) => this.#read(text));
    this.#socket.on("error", (error) => this.#reject(error));
    this.#socket.on("close", () => this.#reject(new Error("the connection was closed")));
  }

  async opened(): Promise<this> {
    await once(this.#socket, "connect");
    return this;
  }

  get closed(): boolean {
    return this.#socket.destroyed;
  }

  /** Another one to the same place. */
  again(): Promise<Connection> {
    return new Connection(this.#port).opened();
  }

  /** `request`: all of it, as `toWire` makes it. The answer's body is read as Latin-1. */
  ask(request: string): Promise<HttpAnswer> {
    return new Promise((resolve, reject) => {
      if (this.closed) return reject(new Error("the connection is closed"));
      this.#resolve = resolve;
      this.#reject = reject;
      this.#socket.write(request, "latin1");
    });
  }

  close(): void {
    this.#reject = () => {};
    this.#socket.destroy();
  }

  #read(text: string): void {
    this.#text += text;
    if (this.#bodyAt === 0) this.#readHead();
    const body = this.#bodyAt === 0 ? undefined : this.#body();
    if (body === undefined) return;
    const answer = {
      status: Number(this.#text.slice(STATUS_AT, STATUS_AT + 3)),
      headers: new RawHeaders(this.#text.slice(0, this.#bodyAt)),
      body,
    };
    this.#text = "";
    this.#bodyAt = 0;
    this.#resolve(answer);
  }

  #readHead(): void {
    const end = this.#text.indexOf(HEAD_END);
    if (end < 0) return;
    const head = this.#text.slice(0, end + 2);
    const length = /\r\ncontent-length: (\d+)/i.exec(head);
    if (!length && !/\r\ntransfer-encoding: chunked/i.test(head)) {
      this.#reject(new Error(`an answer without a length:\n${this.#text}`));
      return;
    }
    this.#bodyAt = end + HEAD_END.length;
    this.#length = length ? Number(length[1]) : CHUNKED;
  }

  /** Undefined until all of it is there. */
  #body(): string | undefined {
    if (this.#length === CHUNKED) {
      return this.#text.endsWith(LAST_CHUNK) ? unchunk(this.#text, this.#bodyAt) : undefined;
    }
    const end = this.#bodyAt + this.#length;
    return this.#text.length < end ? undefined : this.#text.slice(this.#bodyAt, end);
  }
}

/** Chunks as in RFC 9112, 7.1; undefined when the last one is not there, but only looked like it. */
function unchunk(text: string, from: number): string | undefined {
  let body = "";
  for (let at = from; ; ) {
    const begin = text.indexOf("\r\n", at) + 2;
    const size = Number.parseInt(text.slice(at, begin), 16);
    if (size === 0) return body;
    at = begin + size + 2;
    if (at >= text.length) return undefined;
    body += text.slice(begin, begin + size);
  }
}

/** Looked for only when asked: most answers of a crowd are counted by their status. */
class RawHeaders implements AnswerHeaders {
  readonly #head: string;

  constructor(head: string) {
    this.#head = head;
  }

  get(name: string): string | null {
    return new RegExp(`\\r\\n${name}: ([^\\r]*)`, "i").exec(this.#head)?.[1] ?? null;
  }

  getSetCookie(): string[] {
    if (!/\r\nset-cookie:/i.test(this.#head)) return [];
    return [...this.#head.matchAll(/\r\nset-cookie: ([^\r]*)/gi)].map(([, line = ""]) => line);
  }
}

/** A request as it goes over the wire, with the headers that every browser sends. */
export function toWire({ method, path, headers, body }: HttpRequest): string {
  const named = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  const head = `${method} ${path} HTTP/1.1\r\nhost: 127.0.0.1\r\nuser-agent: Mozilla/5.0 (load)\r\n${named.join("")}`;
  if (method === "GET") return `${head}\r\n`;
  const bytes = Buffer.from(body ?? "").toString("latin1");
  return `${head}content-length: ${bytes.length}\r\n\r\n${bytes}`;
}

export function openAll(port: number, count: number): Promise<Connection[]> {
  return Promise.all(Array.from({ length: count }, () => new Connection(port).opened()));
}
