/** Refuses what citty lets through: unknown options, missing and surplus values. */
import { parseArgs } from "node:util";
import type { ArgsDef } from "citty";
import { nearest } from "../site/build/nearest.ts";
import { UsageError } from "./lib/refusal.ts";

type Tokens = NonNullable<ReturnType<typeof parseArgs>["tokens"]>;
type Option = Extract<Tokens[number], { kind: "option" }>;

/** Throws a UsageError at the first argument that `definition` has no place for. */
export function checkArguments(rawArgs: string[], definition: ArgsDef): void {
  const names = Object.keys(definition).filter((name) => definition[name]?.type !== "positional");
  const options = Object.fromEntries(
    names.map((name) => [
      name,
      { type: definition[name]?.type === "boolean" ? "boolean" : "string" },
    ]),
  ) as Record<string, { type: "boolean" | "string" }>;
  const { tokens } = parseArgs({ args: rawArgs, options, strict: false, tokens: true });
  const seen = new Set<string>();
  for (const token of tokens) {
    if (token.kind !== "option") continue;
    checkOption(token, options);
    if (seen.has(token.name)) throw new UsageError(`${token.rawName} is given twice; give it once`);
    seen.add(token.name);
  }
  checkPositionals(tokens, Object.keys(definition).length - names.length);
}

function checkOption(
  { name, rawName, value, inlineValue }: Option,
  options: Record<string, { type: string }>,
): void {
  const option = Object.hasOwn(options, name) ? options[name] : undefined;
  if (!option) throw new UsageError(unknownOption(name, rawName, Object.keys(options)));
  if (option.type === "boolean") {
    if (inlineValue) throw new UsageError(`${rawName} takes no value; write only ${rawName}`);
    return;
  }
  // `--port --sale x` has forgotten a value; `--starts-in -1m` has one.
  const forgotten = value === undefined || value === "" || (!inlineValue && value.startsWith("--"));
  if (forgotten) throw new UsageError(`${rawName} needs a value`);
}

function unknownOption(name: string, rawName: string, known: string[]): string {
  const meant = nearest(name, known);
  const hint = meant
    ? `did you mean --${meant}?`
    : `the options are ${known.map((option) => `--${option}`).join(", ")}`;
  return `unknown option ${rawName}; ${hint}`;
}

function checkPositionals(tokens: Tokens, allowed: number): void {
  const positionals = tokens.filter((token) => token.kind === "positional");
  const surplus = positionals[allowed];
  if (surplus) throw new UsageError(`"${surplus.value}" is one argument too many`);
}
