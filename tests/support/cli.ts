/** Runs a command line inside the test's process: `main` with a terminal that the test holds. */
import { PassThrough, Writable } from "node:stream";
import { stripVTControlCharacters } from "node:util";
import type { Clock, Context } from "../../scripts/lib/context.ts";
import { main } from "../../scripts/main.ts";
import { PATIENCE } from "./patience.ts";

export interface Ended {
  status: number | null;
  stdout: string;
  stderr: string;
}

export interface Given extends Partial<Omit<Context, "io">> {
  /** Somebody sits at a terminal, with so many columns; `colours`: it shows them. */
  terminal?: { columns: number; colours?: true } | undefined;
  /** Whoever reads standard output has gone already, as `head` after its ten lines. */
  readerGone?: true;
}

/** Without a terminal, and nothing of the process's environment. */
export function runCli(args: string[], given: Given = {}): Promise<Ended> {
  return startCli(args, given).ended;
}

export function startCli(args: string[], given: Given = {}): Cli {
  return new Cli(args, given);
}

export const KEYS = { enter: "\r", ctrlC: "\u0003", erase: "\u0015" };

export class Cli {
  /** Both outputs as a terminal shows them, one after the other. */
  raw = "";
  readonly ended: Promise<Ended>;
  readonly #stdin = Object.assign(new PassThrough(), { isTTY: false, setRawMode: () => {} });
  readonly #interrupt = new AbortController();
  #stdout = "";
  #stderr = "";
  /** Up to where `sees` has read. */
  #read = 0;
  #hear: () => void = () => {};

  constructor(args: string[], { terminal, readerGone, ...given }: Given) {
    const isTTY = terminal !== undefined;
    const depth = terminal?.colours ? 8 : 1;
    const getColorDepth = (env: NodeJS.Dict<string> = {}) => (env.NO_COLOR ? 1 : depth);
    const about = { isTTY, ...terminal, rows: 40, getColorDepth };
    const stdout = this.#output(about, (text) => {
      if (readerGone) throw Object.assign(new Error("write EPIPE"), { code: "EPIPE" });
      this.#stdout += text;
    });
    const stderr = this.#output(about, (text) => {
      this.#stderr += text;
    });
    this.#stdin.isTTY = isTTY;
    const io = { stdin: this.#stdin, stdout, stderr, interrupted: this.#interrupt.signal };
    this.ended = main(args, { clock: new TestClock(), env: {}, ...given, io }).then((status) => {
      this.#hear();
      return { status, stdout: this.#stdout, stderr: this.#stderr };
    });
  }

  #output(about: object, keep: (text: string) => void): Writable {
    const write = (chunk: unknown, _: unknown, done: (error?: Error) => void) => {
      try {
        keep(String(chunk));
      } catch (error) {
        done(error as Error);
        return;
      }
      this.raw += String(chunk);
      this.#hear();
      done();
    };
    return Object.assign(new Writable({ write, decodeStrings: false }), about);
  }

  get stdout(): string {
    return this.#stdout;
  }
  get stderr(): string {
    return this.#stderr;
  }

  /** Waits until `wanted` is shown after what was waited for before. */
  async sees(wanted: string | RegExp): Promise<void> {
    const late = Date.now() + PATIENCE;
    for (;;) {
      const text = stripVTControlCharacters(this.raw);
      const rest = text.slice(this.#read);
      const found = typeof wanted === "string" ? rest.indexOf(wanted) : rest.search(wanted);
      if (found >= 0) {
        this.#read += found + (typeof wanted === "string" ? wanted.length : 1);
        return;
      }
      if (!(await this.#says(late))) throw new Error(`"${wanted}" is never shown, but\n${rest}`);
    }
  }

  /** False once it has ended, or patience is over. */
  async #says(late: number): Promise<boolean> {
    let timer: NodeJS.Timeout | undefined;
    const more = new Promise<boolean>((resolve) => {
      this.#hear = () => resolve(true);
      timer = setTimeout(() => resolve(false), late - Date.now());
    });
    // What it says at its very end is shown before it has ended.
    const over = this.ended.then(() => false);
    return Promise.race([more, over]).finally(() => clearTimeout(timer));
  }

  type(keys: string): void {
    // Once whoever asks listens: keys struck before that would be lost.
    setImmediate(() => this.#stdin.write(keys));
  }

  /** Types the answer to a question, once it is asked, and Enter. */
  async answers(question: string, answer: string): Promise<void> {
    await this.sees(question);
    this.type(answer + KEYS.enter);
  }

  /** Ctrl-C, as the process hears of it. */
  interrupt(): void {
    this.#interrupt.abort();
  }
}

/** A clock on which nobody waits: `wait` moves it, and so does time. */
export class TestClock implements Clock {
  readonly #zone: string;
  /** Milliseconds before the real one. */
  #ahead: number;

  constructor({ now = Date.now(), zone = "UTC" } = {}) {
    this.#ahead = now - Date.now();
    this.#zone = zone;
  }

  now = () => Date.now() + this.#ahead;
  zone = () => this.#zone;

  async wait(milliseconds: number, signal?: AbortSignal): Promise<void> {
    this.#ahead += milliseconds;
    await new Promise((resolve) => setImmediate(resolve));
    signal?.throwIfAborted();
  }
}
