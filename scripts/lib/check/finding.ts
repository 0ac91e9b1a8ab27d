/** One thing that is wrong, or may be, before a sale: what it is, where, and what to do about it. */
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

/** By sale, those of no sale last; errors first, both in the sale and among the sales. */
export function sorted(findings: Finding[]): Finding[] {
  const wrong = new Set(findings.filter(({ level }) => level === "error").map(({ sale }) => sale));
  const rank = ({ sale, level }: Finding) =>
    [wrong.has(sale) ? 0 : 1, sale === undefined ? 1 : 0, sale ?? "", level].join(" ");
  return findings.toSorted((a, b) => (rank(a) < rank(b) ? -1 : rank(a) > rank(b) ? 1 : 0));
}
