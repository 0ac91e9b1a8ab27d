/** Asks the person at the terminal before something that cannot be undone. */
import type { Readable, Writable } from "node:stream";
import { confirm as prompt } from "@clack/prompts";
import { Refusal } from "../refusal.ts";

interface Terminal {
  input: Readable & { isTTY?: boolean };
  output: Writable;
}
/** Standard output is for results, so the question is asked on standard error. */
const HERE: Terminal = { input: process.stdin, output: process.stderr };

/** Returns if the answer is yes. Without a terminal nobody can answer: --yes says it beforehand. */
export async function confirm(question: string, { input, output } = HERE): Promise<void> {
  if (!input.isTTY) throw new Refusal(`${question} Say so with --yes`, 2);
  const gone = new AbortController();
  const hangUp = () => gone.abort();
  input.once("end", hangUp);
  try {
    const { signal } = gone;
    const answer = await prompt({ message: question, initialValue: false, input, output, signal });
    // Anything but a yes, Ctrl-C too.
    if (answer !== true) throw new Refusal("nothing was done");
  } finally {
    input.off("end", hangUp);
  }
}
