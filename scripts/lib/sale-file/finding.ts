/** What a check finds, and how it is told. */
import type { Paint } from "../tell.ts";
import { count } from "../words.ts";

/** Something that is or may be wrong with a sale: what, where, and what to do about it. */
export interface Finding {
  /** An error stops a deployment; a warning is for a person to judge. */
  level: "error" | "warning";
  /** The sale's name; without it, the finding is about all that is deployed. */
  sale?: string;
  /** file:line, or another place. */
  where?: string;
  text: string;
  /** What to do. */
  todo: string;
}

export const hasErrors = (findings: Finding[]) => findings.some(({ level }) => level === "error");

/** Sorted by sale: sales with errors first, findings about no sale in particular last; errors before warnings. */
export function sorted(findings: Finding[]): Finding[] {
  const wrong = new Set(findings.filter(({ level }) => level === "error").map(({ sale }) => sale));
  const rank = ({ sale, level }: Finding) =>
    [wrong.has(sale) ? 0 : 1, sale === undefined ? 1 : 0, sale ?? "", level].join(" ");
  return findings.toSorted((a, b) => (rank(a) < rank(b) ? -1 : rank(a) > rank(b) ? 1 : 0));
}

// ── As text ────────────────────────────────────────────────────────────────────────────────────
const COLOURS = { error: "red", warning: "yellow" } as const;

/** Lines, the last without its end; empty without findings. */
export function asText(findings: Finding[], paint: Paint = (_colour, text) => text): string {
  const sales = [...new Set(findings.map(({ sale }) => sale))];
  return sales.map((sale) => group(sale, findings, paint)).join("\n\n");
}

function group(sale: string | undefined, findings: Finding[], paint: Paint): string {
  const own = findings.filter((finding) => finding.sale === sale);
  return [sale ?? "all sales", ...own.map((finding) => one(finding, paint))].join("\n");
}

function one({ level, where, text, todo }: Finding, paint: Paint): string {
  const [first = "", ...more] = text.split("\n");
  return [
    `  ${paint(COLOURS[level], level)} ${first}`,
    ...more.map((line) => `    ${line}`),
    ...(where === undefined ? [] : [`    ${paint("dim", `at ${where}`)}`]),
    `    → ${todo}`,
  ].join("\n");
}

/** "2 errors, 1 warning"; "nothing wrong". */
export function summary(findings: Finding[]): string {
  const parts = (["error", "warning"] as const).flatMap((level) => {
    const number = findings.filter((finding) => finding.level === level).length;
    return number === 0 ? [] : [count(number, level)];
  });
  return parts.join(", ") || "nothing wrong";
}
