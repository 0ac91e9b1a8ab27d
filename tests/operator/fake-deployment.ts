/** Tells a fixed status and a fixed start script; can go away and come back at the same address. */
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { SaleStatus } from "../../scripts/lib/operator/sale-status.ts";

export class FakeDeployment {
  readonly #server: Server;
  /** What the start script says, whatever the operator does. */
  shown = "open";
  status: SaleStatus;
  /** Bearers of the key, by path. */
  readonly keyed: string[] = [];
  #port = 0;

  constructor(status: SaleStatus) {
    this.status = status;
    this.#server = createServer(({ url = "", headers }, response) => {
      if (headers.authorization) this.keyed.push(url);
      const start = `saleStart(${JSON.stringify({ state: this.shown })});`;
      response.setHeader("connection", "close");
      response.end(url.startsWith("/start/") ? start : JSON.stringify(this.status));
    });
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
