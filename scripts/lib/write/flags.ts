/** The answers given as flags, all judged at once so that one refusal names every problem. */
import type { ArgsDef } from "citty";
import { UsageError } from "../refusal.ts";
import { type Draft, NAMES, type Name, QUESTIONS } from "./questions.ts";

const helpFor = (name: Name) => {
  const { help, example } = QUESTIONS[name];
  return example === undefined ? help : `${help}, like "${example}"`;
};
const flags = NAMES.filter((name) => name !== "name");

export const newArgs = {
  name: { type: "positional", description: QUESTIONS.name.help, required: false },
  ...(Object.fromEntries(
    flags.map((name) => [
      name,
      { type: "string", description: helpFor(name), valueHint: "answer" },
    ]),
  ) as Record<Exclude<Name, "name">, { type: "string"; description: string; valueHint: string }>),
  draft: { type: "boolean", description: "Not deployed until the file says draft: false" },
} satisfies ArgsDef;

export type NewArgs = Partial<Record<Name, string | undefined>> & { draft?: boolean | undefined };

export function draftOf(args: NewArgs): Draft {
  const draft: Draft = {};
  for (const name of NAMES) {
    const value = args[name]?.trim();
    if (value !== undefined) draft[name] = QUESTIONS[name].tidy?.(value, draft) ?? value;
  }
  return draft;
}

/** What has to be asked, or refused when nobody can be asked. */
export function missingIn(draft: Draft): Name[] {
  return NAMES.filter((name) => {
    const { optional, otherwise, onlyIf } = QUESTIONS[name];
    if (onlyIf?.(draft) === false) return false;
    // Without a title, that is what is missing.
    if (name === "name" && draft.title === undefined) return false;
    return draft[name] === undefined && !optional && otherwise?.(draft) === undefined;
  });
}

/** Fills in the defaults. */
export function completed(draft: Draft): Draft {
  const whole = { ...draft };
  for (const name of NAMES) {
    const value = whole[name] ?? QUESTIONS[name].otherwise?.(whole);
    if (value !== undefined) whole[name] = value;
  }
  return whole;
}

/** Throws a UsageError that names every flag that is wrong or, unless `mayAsk`, not there. */
export async function requireRight(draft: Draft, mayAsk: boolean): Promise<void> {
  const whole = completed(draft);
  const missing = mayAsk ? [] : missingIn(draft);
  const lines: string[] = [];
  for (const name of NAMES) {
    const value = whole[name];
    if (missing.includes(name)) lines.push(`  ${missingLine(name)}`);
    // A default is judged where it is used: without a terminal, here.
    if (value === undefined || (mayAsk && draft[name] === undefined)) continue;
    const problem = await QUESTIONS[name].problem(value, whole);
    if (problem === undefined) continue;
    lines.push(`  ${called(name)} ${value}: it ${problem}`);
    // In a zone that nobody knows, no time can be judged.
    if (name === "zone") delete whole.start;
  }
  if (lines.length === 0) return;
  const asked = missing.length > 0 ? "; without a terminal, nothing can be asked" : "";
  throw new UsageError(`no sale was made${asked}:\n${lines.join("\n")}`);
}

const called = (name: Name) => (name === "name" ? "the name" : `--${name}`);

function missingLine(name: Name): string {
  const help = helpFor(name);
  if (name === "name") return "the name is missing, and none can be made of the title: new <name>";
  return `--${name} is missing: ${help.charAt(0).toLowerCase()}${help.slice(1)}`;
}
