/** docs/first-sale.md as a person reads it: the commands, and the answers that it tells. */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const FILE = fileURLToPath(new URL("../../docs/first-sale.md", import.meta.url));

export interface Guide {
  /** In their order, each as it stands in a block that is marked `sh`. */
  commands: string[];
  /** Beginning of a question, and what the guide answers. */
  answers: [question: string, answer: string][];
}

export function readGuide(): Guide {
  const text = readFileSync(FILE, "utf8");
  const blocks = [...text.matchAll(/^```sh\n([\s\S]*?)^```$/gm)];
  const rows = [...text.matchAll(/^\| (.+?) \| (.*?) ?\|$/gm)];
  return {
    commands: blocks.flatMap(([, lines = ""]) => lines.trim().split("\n")),
    answers: rows
      .map(([, question = "", answer = ""]): [string, string] => [question, answer.trim()])
      .filter(([question]) => question !== "It asks"),
  };
}
