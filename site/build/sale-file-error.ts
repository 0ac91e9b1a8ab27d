/** What is wrong in sales' files. Apart from their reading, so that who tells it need not load that. */

export interface SaleProblem {
  path: string;
  line?: number | undefined;
  key?: string | undefined;
  /** What is wrong, and what would be right. */
  text: string;
}

/** Every problem of every file. The message lists them, one a line. */
export class SaleFileError extends Error {
  readonly problems: SaleProblem[];
  constructor(problems: SaleProblem[]) {
    super(problems.map(asLine).join("\n"));
    this.name = "SaleFileError";
    this.problems = problems;
    this.stack = `${this.name}: ${this.message}`;
  }
}

function asLine({ path, line, key, text }: SaleProblem): string {
  const place = line === undefined ? path : `${path}:${line}`;
  return key === undefined ? `${place}: ${text}` : `${place}: ${key}: ${text}`;
}
