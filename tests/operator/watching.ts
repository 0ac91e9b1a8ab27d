/** A `watch` that runs, and what it has said so far. */
import { type ChildProcessByStdio, spawn } from "node:child_process";
import { once } from "node:events";
import type { Readable } from "node:stream";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";

const SALE = fileURLToPath(new URL("../../scripts/sale.ts", import.meta.url));
const PATIENCE = 8_000;

export class Watching {
  readonly #child: ChildProcessByStdio<null, Readable, Readable>;
  readonly #ended: Promise<unknown[]>;
  out = "";
  err = "";

  constructor(args: string[]) {
    const command = [SALE, "watch", ...args];
    this.#child = spawn(process.execPath, command, { stdio: ["ignore", "pipe", "pipe"] });
    this.#ended = once(this.#child, "close");
    this.#child.stdout.setEncoding("utf8").on("data", (text) => {
      this.out += text;
    });
    this.#child.stderr.setEncoding("utf8").on("data", (text) => {
      this.err += text;
    });
  }

  async says(wanted: RegExp): Promise<void> {
    const late = Date.now() + PATIENCE;
    while (!wanted.test(this.out + this.err)) {
      if (Date.now() > late) {
        await this.stop();
        throw new Error(`it never said ${wanted} but\n${this.out}${this.err}`);
      }
      await sleep(20);
    }
  }

  /** Its exit status once it has ended by itself. */
  async end(): Promise<unknown> {
    return (await this.#ended)[0];
  }

  async stop(signal: NodeJS.Signals = "SIGINT"): Promise<unknown> {
    this.#child.kill(signal);
    return this.end();
  }

  hangUp(): void {
    this.#child.stdout.destroy();
  }
}
