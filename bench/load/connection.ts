/**
 * HTTP/1.1 over one kept connection, one request at a time. A generator of our own, because the
 * usual ones are slower than what is measured here: autocannon itself is the bottleneck at 12,000
 * requests a second, while workerd idles a third of the time. This one knows only what workerd sends.
 */
import { once } from "node:events";
import { connect, type Socket } from "node:net";

export interface Answer {
  status: number;
  head: string;
  body: string;
}

const STATUS_AT = "HTTP/1.1 ".length;
const HEAD_END = "\r\n\r\n";

export class Connection {
  readonly #socket: Socket;
  #text = "";
  /** Where the body begins and the answer ends; 0 until the head is there. */
  #bodyAt = 0;
  #endAt = 0;
  #resolve: (answer: Answer) => void = () => {};
  #reject: (error: Error) => void = () => {};

  constructor(port: number) {
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

  /** `request`: all of it, as it goes over the wire. */
  ask(request: string): Promise<Answer> {
    return new Promise((resolve, reject) => {
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
    if (this.#endAt === 0) this.#readHead();
    if (this.#endAt === 0 || this.#text.length < this.#endAt) return;
    const whole = this.#text;
    const answer = {
      status: Number(whole.slice(STATUS_AT, STATUS_AT + 3)),
      head: whole.slice(0, this.#bodyAt),
      body: whole.slice(this.#bodyAt, this.#endAt),
    };
    this.#text = "";
    this.#endAt = 0;
    this.#resolve(answer);
  }

  #readHead(): void {
    const end = this.#text.indexOf(HEAD_END);
    if (end < 0) return;
    const length = /\r\ncontent-length: (\d+)/i.exec(this.#text.slice(0, end + 2));
    if (!length) {
      this.#reject(new Error(`an answer without a length:\n${this.#text}`));
      return;
    }
    this.#bodyAt = end + HEAD_END.length;
    this.#endAt = this.#bodyAt + Number(length[1]);
  }
}

export function openAll(port: number, count: number): Promise<Connection[]> {
  return Promise.all(Array.from({ length: count }, () => new Connection(port).opened()));
}
