/** A command at a real terminal: what it shows is read, what a person types is typed. */

import { setTimeout as sleep } from "node:timers/promises";
import { stripVTControlCharacters } from "node:util";
import { type IPty, spawn } from "@lydell/node-pty";
import { PATIENCE } from "./patience.ts";

/** Astro serves no page where it finds itself in a test of Vitest's. */
const { VITEST: _, NODE_ENV: __, ...ENVIRONMENT } = process.env;

export const KEYS = { enter: "\r", ctrlC: "\u0003", erase: "\u0015", right: "\u001B[C" };

export class Terminal {
  readonly #pty: IPty;
  readonly #ended: Promise<number>;
  /** All that was shown, with what steers the terminal. */
  raw = "";
  /** Up to where `sees` has read. */
  #read = 0;

  constructor(cwd: string, [program = "", ...args]: string[], env: NodeJS.ProcessEnv) {
    this.#pty = spawn(program, args, {
      ...{ cwd, cols: 120, rows: 40, name: "xterm-256color" },
      env: { ...ENVIRONMENT, ...env },
    });
    this.#pty.onData((text) => {
      this.raw += text;
    });
    this.#ended = new Promise((done) => this.#pty.onExit(({ exitCode }) => done(exitCode)));
  }

  /** Waits until `wanted` is shown after what was waited for before. */
  async sees(wanted: string): Promise<void> {
    for (const late = Date.now() + PATIENCE; ; await sleep(5)) {
      const at = this.text.indexOf(wanted, this.#read);
      if (at >= 0) {
        this.#read = at + wanted.length;
        return;
      }
      if (Date.now() > late) throw new Error(`never shown: ${wanted}\n${this.text}`);
    }
  }

  type(keys: string): void {
    this.#pty.write(keys);
  }

  /** Waits for a question and answers it. */
  async answers(question: string, answer: string): Promise<void> {
    await this.sees(question);
    this.type(`${answer}${KEYS.enter}`);
  }

  get text(): string {
    return stripVTControlCharacters(this.raw);
  }

  end(): Promise<number> {
    return this.#ended;
  }

  kill(): void {
    this.#pty.kill();
  }
}
