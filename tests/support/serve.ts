/** Runs the real command, as a person would, and waits for its ready line. */
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { inTime, LONG_PATIENCE } from "./patience.ts";
import { type Spawned, spawnGroup } from "./process-group.ts";

/** As on the command line; `true` for an option without a value. */
export interface ServeOptions {
  port?: number;
  sale?: string;
  "starts-in"?: string;
  "ends-in"?: string;
  stock?: number;
  gates?: number;
  slots?: number;
  hold?: string;
  "pay-within"?: string;
  reserve?: true;
  state?: string;
  "order-system"?: string;
  env?: string;
}

export interface Serving {
  /** Of the sale's page. */
  url: string;
  origin: string;
  sale: string;
  /** The clock when the ready line was read, milliseconds since 1970. */
  readyAt: number;
  pid: number;
  stdout: () => string;
  stderr: () => string;
  /** Ends it; resolves to its exit status, null if a signal ended it. */
  stop: (signal?: NodeJS.Signals) => Promise<number | null>;
}

export interface Ended {
  status: number | null;
  stdout: string;
  stderr: string;
}

const ROOT = fileURLToPath(new URL("../..", import.meta.url));

/** On a free port unless told otherwise. Throws with what it said if it does not get ready. */
export function startServe(options: ServeOptions = {}, root = ROOT): Promise<Serving> {
  return whenReady(run(["serve", ...asArguments({ port: 0, ...options })], root));
}

/** The same by `npm start`; `pid` and `stop` are npm's. */
export function startByNpm(options: ServeOptions = {}): Promise<Serving> {
  const args = ["--silent", "start", "--", ...asArguments({ port: 0, ...options })];
  return whenReady(follow(["npm", ...args], ROOT));
}

async function whenReady(command: Command): Promise<Serving> {
  const url = await readyLine(command);
  const readyAt = Date.now();
  const { origin, pathname } = new URL(url);
  return {
    url,
    origin,
    readyAt,
    sale: pathname.slice("/sales/".length),
    pid: command.child.pid ?? 0,
    stdout: () => command.stdout,
    stderr: () => command.stderr,
    stop: async (signal = "SIGTERM") => {
      command.child.kill(signal);
      return (await inTime(command.ended, `the end by ${signal}`)).status;
    },
  };
}

/** Runs a command line that ends by itself, however much it has to do. */
export function runSale(args: string[]): Promise<Ended> {
  return inTime(run(args).ended, `the end of ${args.join(" ")}`, LONG_PATIENCE);
}

interface Command {
  child: Spawned;
  stdout: string;
  stderr: string;
  ended: Promise<Ended>;
}

function run(args: string[], root = ROOT): Command {
  // This very Node: the one that npm has put first, and not what the machine may have.
  return follow([process.execPath, "scripts/sale.ts", ...args], root);
}

function follow(line: string[], cwd: string): Command {
  const child = spawnGroup(line, { cwd });
  const command: Command = { child, stdout: "", stderr: "", ended: end() };
  child.stdout.setEncoding("utf8").on("data", (text) => {
    command.stdout += text;
  });
  child.stderr.setEncoding("utf8").on("data", (text) => {
    command.stderr += text;
  });
  async function end(): Promise<Ended> {
    // "exit", not "close": a process that is left behind would keep the pipes open.
    const [status] = await once(child, "exit");
    await new Promise((resolve) => setImmediate(resolve));
    return { status, stdout: command.stdout, stderr: command.stderr };
  }
  return command;
}

async function readyLine(command: Command): Promise<string> {
  const ready = new Promise<string>((resolve) => {
    command.child.stdout.on("data", () => {
      const url = /^ready (\S+)\n/m.exec(command.stdout)?.[1];
      if (url) resolve(url);
    });
  });
  const over = command.ended.then(({ status }) => Promise.reject(new Error(`status ${status}`)));
  try {
    return await inTime(Promise.race([ready, over]), "the ready line");
  } catch (error) {
    command.child.kill();
    throw new Error(`serve: ${(error as Error).message}\n${command.stderr}`);
  }
}

function asArguments(options: ServeOptions): string[] {
  return Object.entries(options).flatMap(([name, value]) =>
    value === undefined ? [] : [value === true ? `--${name}` : `--${name}=${value}`],
  );
}
