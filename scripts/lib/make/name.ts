/** A sale's name: what its title makes of it, and whether it is free. */
import { existsSync } from "node:fs";
import { join, relative } from "node:path";
import { SLUG, SLUG_MAX } from "../../../edge/contract.ts";
import { project } from "../project.ts";

const LETTERS: Record<string, string> = { ß: "ss", æ: "ae", œ: "oe", ø: "o", ł: "l", đ: "d" };

/** "Grüße & Söhne" becomes "grusse-sohne"; "" when no letter is left, as of a Chinese title. */
export function nameOf(title: string): string {
  const plain = title
    .toLowerCase()
    .replace(/[ßæœøłđ]/g, (letter) => LETTERS[letter] ?? "")
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .replace(/['’]/g, "")
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-|-$/g, "");
  return shorten(plain);
}

/** Whole words, as many as fit. */
function shorten(name: string): string {
  if (name.length <= SLUG_MAX) return name;
  const cut = name.slice(0, SLUG_MAX + 1);
  const words = cut.slice(0, cut.lastIndexOf("-"));
  return cut.includes("-") ? words : name.slice(0, SLUG_MAX);
}

/** "must …", or nothing when a new sale may have this name. */
export function nameProblem(name: string): string | undefined {
  if (!SLUG.test(name)) {
    const better = nameOf(name);
    const hint = better ? `, like ${better}` : ", like walnut-bowl";
    return `must be small letters, digits and single hyphens${hint}`;
  }
  if (name.length > SLUG_MAX) return `must be at most ${SLUG_MAX} characters, like ${nameOf(name)}`;
  const there = [join(project.sales, name), join(project.sales, `${name}.md`)].find(existsSync);
  if (there === undefined) return undefined;
  return `must be another: there is ${relative(project.root, there)} already, and nothing is overwritten`;
}
