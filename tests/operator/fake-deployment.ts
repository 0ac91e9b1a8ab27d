/** One sale as the operator meets it, in memory; can go away and come back at the same address. */
import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { json } from "node:stream/consumers";
import type { SaleStatus } from "../../scripts/lib/operate/sale-status.ts";

const STATES = { pause: "paused", resume: "open", end: "ended" } as const;

export class FakeDeployment {
  readonly #server: Server;
  status: SaleStatus;
  /** What the start script says, whatever the operator does; default: as the status. */
  stuck: SaleStatus["state"] | undefined;
  /** Requests with the key, by path. */
  readonly keyed: string[] = [];
  #port = 0;

  constructor(status: SaleStatus) {
    this.status = status;
    this.#server = createServer(async (request, response) => {
      response.setHeader("connection", "close");
      const { code = 200, body } = await this.#answer(request);
      response.writeHead(code).end(typeof body === "string" ? body : JSON.stringify(body));
    });
  }

  async #answer(request: IncomingMessage): Promise<{ code?: number; body: unknown }> {
    const { url = "", method, headers } = request;
    if (url.startsWith("/start/")) {
      return { body: `saleStart(${JSON.stringify({ state: this.stuck ?? this.status.state })});` };
    }
    if (headers.authorization) this.keyed.push(url);
    const [, sale, action] = /^\/admin\/sales\/([^/]+)(?:\/(\w+))?$/.exec(url) ?? [];
    if (sale !== this.status.sale) return { code: 404, body: { code: "not_found" } };
    if (method === "POST" && action) {
      this.#act(action, action === "restock" ? await json(request) : undefined);
    }
    return { body: this.status };
  }

  #act(action: string, body: unknown): void {
    const { stock = null } = (body ?? {}) as { stock?: number | null };
    const known = action as SaleStatus["events"][number]["action"];
    const events = [...this.status.events, { at: Date.now(), action: known, stock }];
    this.status = { ...this.status, events };
    const { sold, startsAt = 0 } = this.status;
    if (stock !== null) this.status = { ...this.status, stock, left: stock - sold };
    else if (startsAt <= Date.now()) this.status.state = STATES[known as keyof typeof STATES];
  }

  get url(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  async come(): Promise<this> {
    await new Promise<void>((done) => this.#server.listen(this.#port, "127.0.0.1", done));
    this.#port = (this.#server.address() as AddressInfo).port;
    return this;
  }

  async go(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((done) => this.#server.close(done));
  }
}
