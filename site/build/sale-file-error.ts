/**
 * Problems in sales' files; a module of its own, so that printing them does not load the reader.
 */

export interface SaleProblem {
  path: string;
  line?: number | undefined;
  key?: string | undefined;
  /** What is wrong, and what would be right. */
  text: string;
}

/** All problems of all files. The message lists them, one per line. */
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
