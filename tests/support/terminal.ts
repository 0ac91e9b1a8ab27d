/** A command at a real terminal: what it shows is read, what a person types is typed. */
import { stripVTControlCharacters } from "node:util";
import { type IPty, spawn } from "@lydell/node-pty";
import { inTime, PATIENCE, waitFor } from "./patience.ts";

/** Astro serves no page where it finds itself in a test of Vitest's. */
const { VITEST: _, NODE_ENV: __, ...ENVIRONMENT } = process.env;

export const KEYS = { enter: "\r", ctrlC: "\u0003" };

export class Terminal {
  readonly #pty: IPty;
  readonly #ended: Promise<number>;
  /** All that was shown, with what steers the terminal. */
  raw = "";
  /** Up to where `sees` has read. */
  #read = 0;

  constructor(cwd: string, [program = "", ...args]: string[], env: NodeJS.ProcessEnv) {
    this.#pty = spawn(program, args, {
      cwd,
      cols: 120,
      rows: 40,
      name: "xterm-256color",
      env: { ...ENVIRONMENT, ...env },
    });
    this.#pty.onData((text) => {
      this.raw += text;
    });
    this.#ended = new Promise((done) => this.#pty.onExit(({ exitCode }) => done(exitCode)));
  }

  /** Waits until `wanted` is shown after what was waited for before. */
  async sees(wanted: string): Promise<void> {
    const found = await waitFor(
      () => [this.text.indexOf(wanted, this.#read)].find((at) => at >= 0)?.toString(),
      () => `"${wanted}" in\n${this.text}`,
    );
    this.#read = Number(found) + wanted.length;
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
    return inTime(this.#ended, () => `the end, after\n${this.text}`, 3 * PATIENCE);
  }

  kill(): void {
    this.#pty.kill();
  }
}
