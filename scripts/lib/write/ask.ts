/** Asks at the terminal what no flag has said. */
import { type CANCEL_SYMBOL, confirm, isCancel, log, text } from "@clack/prompts";
import { bound, context } from "../context.ts";
import { INTERRUPTED } from "../interrupt.ts";
import { Refusal } from "../refusal.ts";
import { type Draft, NAMES, type Name, QUESTIONS } from "./questions.ts";

/** Standard output is for results. */
const terminal = () => ({ input: context().io.stdin, output: context().io.stderr });

export function canAsk(): boolean {
  const { input, output } = terminal();
  return input.isTTY === true && output.isTTY === true;
}

/** Returns the complete draft. `habits` are earlier answers, proposed as defaults. */
export async function askFor(given: Draft, habits: Draft): Promise<Draft> {
  const draft = { ...given };
  for (const name of NAMES) {
    const { settled, onlyIf } = QUESTIONS[name];
    if (draft[name] !== undefined || settled?.() || onlyIf?.(draft) === false) continue;
    const value = await askOne(name, draft, habits);
    if (value !== "") draft[name] = value;
  }
  return draft;
}

/** Asks again until the person confirms what was understood. */
async function askOne(name: Name, draft: Draft, habits: Draft): Promise<string> {
  const { understood } = QUESTIONS[name];
  for (let first = habits[name]; ; ) {
    const value = await askText(name, draft, first);
    const said = value === "" ? undefined : understood?.(value, draft);
    if (said === undefined) return value;
    const isMeant = await confirm({ message: `${said}. Is that right?`, ...terminal() });
    if (answered(isMeant)) return value;
    first = value;
  }
}

/** Enter accepts what is proposed; typing replaces it. */
async function askText(name: Name, draft: Draft, habit: string | undefined): Promise<string> {
  const { ask, example, optional, otherwise, problem, tidy } = QUESTIONS[name];
  const proposed = otherwise?.(draft) ?? habit;
  const placeholder = proposed ?? (example && `like ${example}`);
  const typedIn = (typed = "") => typed.trim() || (proposed ?? "");
  const meant = (typed?: string) => tidy?.(typedIn(typed), draft) ?? typedIn(typed);
  const value = await text({
    message: ask,
    ...terminal(),
    ...(placeholder !== undefined && { placeholder }),
    // What was proposed is shown as the answer once it is taken.
    ...(proposed !== undefined && { defaultValue: proposed }),
    validate: bound(async (typed: string | undefined) => {
      const answer = meant(typed);
      if (answer === "") return optional ? undefined : "This is needed.";
      const wrong = await problem(answer, draft);
      return wrong === undefined ? undefined : `It ${wrong}.`;
    }),
  });
  const typed = answered<string | undefined>(value);
  if (meant(typed) !== typedIn(typed)) tellTaken(meant(typed));
  return meant(typed);
}

const tellTaken = (value: string) => log.message(`taken as ${value}`, terminal());

/** Ctrl-C, Escape: nothing has been written yet. */
function answered<Value>(value: Value | typeof CANCEL_SYMBOL): Value {
  if (!isCancel(value)) return value as Value;
  log.message("", { output: context().io.stderr });
  throw new Refusal("no sale was made", INTERRUPTED);
}
