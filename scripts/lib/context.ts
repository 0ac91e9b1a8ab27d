/**
 * What a command gets from outside: where the project is, its terminal, its environment, the clock,
 * the tools it runs and the platform it deploys to. It travels with the call (AsyncLocalStorage), so
 * that many command lines can run side by side in one process: docs/decisions/a-command-gets-its-world.md.
 */
import { AsyncLocalStorage } from "node:async_hooks";
import type { Readable, Writable } from "node:stream";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import type { Platform } from "./platform.ts";
import type { RunTool } from "./tool.ts";

interface Output extends Writable {
  isTTY?: boolean;
  /** Of the terminal, if it is one. */
  columns?: number;
  rows?: number;
  /** Bits; 1 where it has none, or `env` has NO_COLOR. */
  getColorDepth?: (env?: object) => number;
}
interface Input extends Readable {
  isTTY?: boolean;
}

export interface Io {
  stdin: Input;
  /** For results only. */
  stdout: Output;
  /** For people. */
  stderr: Output;
  /** Aborted by Ctrl-C and its like. */
  interrupted: AbortSignal;
}

export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  /** Rejects when `signal` is aborted. */
  wait(milliseconds: number, signal?: AbortSignal): Promise<void>;
  /** The time zone of whoever reads it, as Europe/Berlin. */
  zone(): string;
}

export interface Context {
  /** The project's folder, absolute. */
  root: string;
  /** Where the paths in arguments start, absolute. */
  cwd: string;
  io: Io;
  env: NodeJS.Dict<string>;
  clock: Clock;
  /** Runs wrangler, astro and the like; default: as processes. */
  tools?: RunTool;
  /** Where sales are deployed to; default: Cloudflare, by wrangler. */
  platform?: Platform;
  /** What is undone at Ctrl-C, the last first (interrupt.ts). */
  undo: (() => void)[];
  /** The command ends by itself when it is interrupted. */
  endsItself: boolean;
}

export const REAL_CLOCK: Clock = {
  now: Date.now,
  wait: (milliseconds, signal) => sleep(milliseconds, undefined, signal ? { signal } : {}),
  zone: () => Intl.DateTimeFormat().resolvedOptions().timeZone,
};

const current = new AsyncLocalStorage<Context>();
let ofProcess: Context | undefined;

/** Outside of any command line (a server's own process, a benchmark): that of this process. */
export function context(): Context {
  ofProcess ??= contextWith({});
  return current.getStore() ?? ofProcess;
}

/** The process's own, but for what is given. */
export function contextWith(given: Partial<Context>): Context {
  const { stdin, stdout, stderr, env } = process;
  const root = fileURLToPath(new URL("../..", import.meta.url));
  const interrupted = new AbortController().signal;
  return {
    root,
    cwd: given.root ?? process.cwd(),
    io: { stdin, stdout, stderr, interrupted },
    env,
    clock: REAL_CLOCK,
    undo: [],
    endsItself: false,
    ...given,
  };
}

/** For what is called from elsewhere: a listener, a callback of a prompt. */
export const bound = AsyncLocalStorage.bind;

export const inContext = <Result>(given: Context, run: () => Result): Result =>
  current.run(given, run);
