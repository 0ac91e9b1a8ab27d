/** Asks the person at the terminal before something that cannot be undone. */
import { confirm as prompt } from "@clack/prompts";
import { context } from "./context.ts";
import { Refusal } from "./refusal.ts";

/** Returns if the answer is yes; throws a Refusal otherwise. Without a terminal, --yes has to say it beforehand. */
export async function confirm(question: string): Promise<void> {
  // Standard output is for results, so the question is asked on standard error.
  const { stdin: input, stderr: output } = context().io;
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
