/** Asks the person at the terminal before something that cannot be undone. */
import { createInterface } from "node:readline/promises";
import { Refusal } from "../refusal.ts";

interface Terminal {
  input: NodeJS.ReadableStream & { isTTY?: boolean };
  output: NodeJS.WritableStream;
}
/** Standard output is for results, so the question is asked on standard error. */
const HERE: Terminal = { input: process.stdin, output: process.stderr };

/** Returns if the answer is yes. Without a terminal nobody can answer: --yes says it beforehand. */
export async function confirm(question: string, terminal = HERE): Promise<void> {
  if (!terminal.input.isTTY) throw new Refusal(`${question} Say so with --yes`, 2);
  const asking = createInterface({ ...terminal, terminal: false });
  try {
    const closed = new Promise<string>((resolve) => asking.once("close", () => resolve("")));
    const answer = await Promise.race([asking.question(`${question} [y/N] `), closed]);
    if (!/^y(?:es)?$/i.test(answer.trim())) throw new Refusal("nothing was done");
  } finally {
    asking.close();
  }
}
