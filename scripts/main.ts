/** The command line: finds the command, shows help, turns errors into a few lines and a status. */
import { readFileSync } from "node:fs";
import type { Writable } from "node:stream";
import { stripVTControlCharacters } from "node:util";
import { type ArgsDef, renderUsage, runCommand } from "citty";
import { nearest } from "../site/build/nearest.ts";
import { checkArguments } from "./arguments.ts";
import { type Command, commands } from "./commands/index.ts";
import { type Context, context, contextWith, type Io, inContext } from "./lib/context.ts";
import { INTERRUPTED, interruption } from "./lib/interrupt.ts";
import { UsageError } from "./lib/refusal.ts";
import { hasColours, print, report } from "./lib/tell.ts";

const root: Command = {
  meta: { name: "npm run sale --", description: "Flash sales, from a text file to the edge" },
  subCommands: commands,
};

/**
 * Runs one command line. What is not given is the process's own. Resolves to the exit status; never
 * throws, and never ends the process.
 */
export function main(args: string[], given: Partial<Context> = {}): Promise<number> {
  const whole = contextWith(given);
  for (const stream of [whole.io.stdout, whole.io.stderr]) forgiveClosedPipe(stream);
  return inContext(whole, () => Promise.race([run(args), interruption()]));
}

/** A reader that has had enough, as `head` after ten lines, is no failure; a full disk is one. */
function forgiveClosedPipe(stream: Writable): void {
  if (stream.listeners("error").includes(onWriteError)) return;
  stream.on("error", onWriteError);
}

function onWriteError(error: NodeJS.ErrnoException): void {
  if (error.code !== "EPIPE" && error.code !== "ERR_STREAM_DESTROYED") throw error;
}

async function run(args: string[]): Promise<number> {
  try {
    const [name, ...rest] = args;
    if (args.some(asksVersion)) return version();
    if (name === undefined || asksHelp(name)) return await help(root);
    if (name === "help") return await helpWith(rest);
    const command = await find(name);
    if (rest.some(asksHelp)) return await help(command);
    checkArguments(rest, (await resolve(command.args)) ?? {});
    const { result } = await runCommand(command, { rawArgs: rest });
    return typeof result === "number" ? result : 0;
  } catch (error) {
    // Whoever was interrupted has been told, and what broke because of it is no news.
    const { interrupted } = context().io;
    return interrupted.aborted && !context().endsItself ? INTERRUPTED : report(error);
  }
}

const asksHelp = (arg: string) => arg === "--help" || arg === "-h";
const asksVersion = (arg: string) => arg === "--version" || arg === "-v";

/** Of this kit, whichever project it works on. */
function version(): number {
  const manifest = readFileSync(new URL("../package.json", import.meta.url), "utf8");
  print(JSON.parse(manifest).version);
  return 0;
}

/** Throws a UsageError when there is no such command. */
export async function find(name: string): Promise<Command> {
  const load = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (load) return await load();
  const known = Object.keys(commands);
  const meant = nearest(name, known);
  const hint = meant ? `did you mean ${meant}?` : `the commands are ${known.join(", ")}`;
  throw new UsageError(`unknown command "${name}"; ${hint}`);
}

/** `help`, `help plan` */
async function helpWith([name, surplus]: string[]): Promise<number> {
  if (surplus !== undefined) throw new UsageError(`"${surplus}" is one argument too many`);
  return help(name === undefined || asksHelp(name) ? root : await find(name));
}

async function help(command: Command): Promise<number> {
  const usage = await renderUsage(command, command === root ? undefined : root);
  const text = hasColours("stdout") ? usage : stripVTControlCharacters(usage);
  print(text.replace(/ +$/gm, "").trimEnd());
  return 0;
}

async function resolve(args: Command["args"]): Promise<ArgsDef | undefined> {
  return typeof args === "function" ? await args() : await args;
}

/** Ctrl-C under npm arrives twice: from the terminal, and passed on by npm. Milliseconds. */
const ECHO = 1_000;

/** Of this process. A second Ctrl-C, later, ends it at once. */
export function processIo(): Io {
  const { stdin, stdout, stderr } = process;
  const controller = new AbortController();
  let since: number | undefined;
  const hear = () => {
    if (since !== undefined && Date.now() - since > ECHO) process.exit(INTERRUPTED);
    since ??= Date.now();
    controller.abort();
  };
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, hear);
  return { stdin, stdout, stderr, interrupted: controller.signal };
}
