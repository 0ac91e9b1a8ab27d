/** Finds the command, shows help, turns errors into a few lines and a status. */
import { stripVTControlCharacters } from "node:util";
import { type ArgsDef, renderUsage, runCommand } from "citty";
import { nearest } from "../../site/build/nearest.ts";
import { type Command, commands } from "../commands/index.ts";
import { checkArguments } from "./options.ts";
import { UsageError } from "./refusal.ts";
import { report } from "./report.ts";

const root: Command = {
  meta: { name: "npm run sale --", description: "Flash sales, from a text file to the edge" },
  subCommands: commands,
};

/** Runs one command line; resolves to the exit status and never throws. */
export async function main(rawArgs: string[]): Promise<number> {
  try {
    const [name, ...rest] = rawArgs;
    if (name === undefined || asksHelp(name)) return await help(root);
    const command = await find(name);
    if (rest.some(asksHelp)) return await help(command);
    checkArguments(rest, (await resolve(command.args)) ?? {});
    const { result } = await runCommand(command, { rawArgs: rest });
    return typeof result === "number" ? result : 0;
  } catch (error) {
    return report(error);
  }
}

const asksHelp = (arg: string) => arg === "--help" || arg === "-h";

async function find(name: string): Promise<Command> {
  const load = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (load) return await load();
  const known = Object.keys(commands);
  const meant = nearest(name, known);
  const hint = meant ? `did you mean ${meant}?` : `the commands are ${known.join(", ")}`;
  throw new UsageError(`unknown command "${name}"; ${hint}`);
}

async function help(command: Command): Promise<number> {
  const usage = await renderUsage(command, command === root ? undefined : root);
  const text = process.stdout.isTTY ? usage : stripVTControlCharacters(usage);
  process.stdout.write(`${text.replace(/ +$/gm, "").trimEnd()}\n`);
  return 0;
}

async function resolve(args: Command["args"]): Promise<ArgsDef | undefined> {
  return typeof args === "function" ? await args() : await args;
}
