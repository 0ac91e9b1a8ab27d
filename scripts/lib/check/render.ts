/** Findings as a list for people: by sale, errors first, each with what to do. */
import type { Paint } from "../report.ts";
import { count } from "../status/words.ts";
import type { Finding } from "./finding.ts";

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
