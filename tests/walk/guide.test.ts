import { expect, it } from "vitest";
import { checkArguments } from "../../scripts/arguments.ts";
import { QUESTIONS } from "../../scripts/lib/write/questions.ts";
import { find } from "../../scripts/main.ts";
import { readGuide } from "./guide.ts";

const guide = readGuide();
/** The words of a command line, without quotes and where its output goes. */
const wordsOf = (command: string) =>
  [...command.replace(/ > .*$/, "").matchAll(/"([^"]*)"|(\S+)/g)].map(([, a, b]) => a ?? b ?? "");

/** `npm ci` is npm's own. */
const ours = guide.steps.map(({ command }) => command).filter((command) => command !== "npm ci");

it.each(ours)("docs/first-sale.md: the command line knows `%s`", async (command) => {
  const [npm, ...rest] = wordsOf(command);
  expect(npm).toBe("npm");
  const at = rest.indexOf("--");
  const args = rest[0] === "start" ? ["serve", ...rest.slice(at + 1)] : rest.slice(at + 1);
  const [name = "", ...given] = args;
  checkArguments(given, ((await find(name)).args ?? {}) as Record<string, object>);
});

it("docs/first-sale.md answers the questions of `new`, in their order", () => {
  // Nobody is asked about a draw who does not want one.
  const always = Object.values(QUESTIONS).filter(({ onlyIf }) => onlyIf === undefined);
  const asked = always.map(({ ask }) => ask);
  expect(guide.answers).toHaveLength(asked.length);
  for (const [index, [question]] of guide.answers.entries())
    expect(asked[index]).toContain(question);
});
