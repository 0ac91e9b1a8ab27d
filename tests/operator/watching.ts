/** A `watch` that runs as a process, and what it has said so far. */
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { inTime, waitFor } from "../support/patience.ts";
import { type Spawned, spawnGroup } from "../support/process-group.ts";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));

export class Watching {
  readonly #child: Spawned;
  readonly #ended: Promise<unknown[]>;
  out = "";
  err = "";

  constructor(args: string[]) {
    const command = [process.execPath, "scripts/sale.ts", "watch", ...args];
    this.#child = spawnGroup(command, { cwd: ROOT });
    this.#ended = once(this.#child, "close");
    this.#child.stdout.setEncoding("utf8").on("data", (text) => {
      this.out += text;
    });
    this.#child.stderr.setEncoding("utf8").on("data", (text) => {
      this.err += text;
    });
  }

  async says(wanted: RegExp): Promise<void> {
    await waitFor(
      () => wanted.test(this.out + this.err),
      () => `${wanted} in\n${this.out}${this.err}`,
    );
  }

  /** Its exit status once it has ended by itself. */
  async end(): Promise<unknown> {
    return (await inTime(this.#ended, "the end of watch"))[0];
  }

  async stop(signal: NodeJS.Signals = "SIGINT"): Promise<unknown> {
    this.#child.kill(signal);
    return this.end();
  }

  hangUp(): void {
    this.#child.stdout.destroy();
  }
}
