/**
 * Where the walk deploys to: a stand-in for Cloudflare's API, and behind one address the copy's own
 * site and Worker in the real runtime, brought up anew after each deployment.
 */

import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { request as ask, createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { StandIn } from "../deploy/stand-in.ts";
import type { ProjectCopy } from "../support/project-copy.ts";
import { type ServeOptions, type Serving, startServe } from "../support/serve.ts";

export class Shop {
  readonly #copy: ProjectCopy;
  readonly #cloudflare = new StandIn();
  /** What shoppers reach; in front of whatever is deployed now. */
  readonly #address: Server;
  #behind: Serving | undefined;
  #coming: Promise<void> = Promise.resolve();

  constructor(copy: ProjectCopy) {
    this.#copy = copy;
    this.#address = createServer((request, response) => {
      const { method, url, headers } = request;
      const there = { host: "127.0.0.1", port: this.#port(), method, path: url, headers };
      const onward = ask(there, (answer) => {
        response.writeHead(answer.statusCode ?? 500, answer.headers);
        answer.pipe(response);
      });
      onward.on("error", () => response.writeHead(502).end());
      request.pipe(onward);
    });
    this.#cloudflare.onDeployed = () => {
      this.#coming = this.serve();
    };
  }

  #port = () => (this.#behind ? Number(new URL(this.#behind.url).port) : 1);

  /** Deployed to one's own address: this one. wrangler would name its own, which nobody reaches here. */
  async open(): Promise<void> {
    await this.#cloudflare.start();
    await new Promise<void>((done) => this.#address.listen(0, "127.0.0.1", done));
    const { port } = this.#address.address() as AddressInfo;
    const toml = readFileSync(this.#copy.path("wrangler.toml"), "utf8");
    const own = toml.replace("workers_dev = true", "workers_dev = false");
    writeFileSync(this.#copy.path("wrangler.toml"), own);
    mkdirSync(this.#copy.path(".doorbuster"), { recursive: true, mode: 0o700 });
    const record = `WORKER=doorbuster\nURL=http://127.0.0.1:${port}\n`;
    writeFileSync(this.#copy.path(".doorbuster/deployed.env"), record, { mode: 0o600 });
  }

  get env(): Record<string, string> {
    return this.#cloudflare.env;
  }

  /** What is deployed, with the deployment's secrets and what its objects have kept. */
  async serve(options: ServeOptions = {}): Promise<void> {
    await this.#coming;
    await this.#behind?.stop();
    const { secrets } = this.#cloudflare;
    const env = this.#copy.path("deployed.vars");
    writeFileSync(
      env,
      Object.entries(secrets)
        .map(([name, value]) => `${name}=${value}\n`)
        .join(""),
    );
    const state = this.#copy.path("objects");
    this.#behind = await startServe({ env, state, ...options }, this.#copy.root);
  }

  /** As shoppers reach it. */
  get serving(): Serving {
    if (!this.#behind) throw new Error("nothing is deployed yet");
    return this.#behind;
  }

  async close(): Promise<void> {
    await this.#coming;
    await this.#behind?.stop();
    this.#cloudflare.stop();
    this.#address.close();
    this.#address.closeAllConnections();
  }
}
