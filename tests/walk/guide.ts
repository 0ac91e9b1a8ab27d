/** docs/first-sale.md as a person reads it: the commands, and the answers that it tells. */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const FILE = fileURLToPath(new URL("../../docs/first-sale.md", import.meta.url));

export interface Step {
  /** As it stands in a block that is marked `sh`. */
  command: string;
  /** The number of its chapter; 0 before the first. */
  chapter: number;
}

export interface Guide {
  /** In their order. */
  steps: Step[];
  /** Beginning of a question, and what the guide answers. */
  answers: [question: string, answer: string][];
}

export function readGuide(): Guide {
  const text = readFileSync(FILE, "utf8");
  const rows = [...text.matchAll(/^\| (.+?) \| (.*?) ?\|$/gm)];
  return {
    steps: text.split(/^## /m).flatMap(stepsOf),
    answers: rows
      .map(([, question = "", answer = ""]): [string, string] => [question, answer.trim()])
      .filter(([question]) => question !== "It asks"),
  };
}

function stepsOf(text: string, chapter: number): Step[] {
  const blocks = [...text.matchAll(/^```sh\n([\s\S]*?)^```$/gm)];
  const commands = blocks.flatMap(([, lines = ""]) => lines.trim().split("\n"));
  return commands.map((command) => ({ command, chapter }));
}
