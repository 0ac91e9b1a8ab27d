/** Standard error is for people; standard output for results only. */
import { SaleFileError } from "../../site/build/sale-file-error.ts";
import { Refusal } from "./refusal.ts";

export function tell(line: string): void {
  process.stderr.write(`${line}\n`);
}

/** Tells an error in a few lines and returns the exit status for it. */
export function report(error: unknown): number {
  const debug = (process.env.DEBUG ?? "").split(",").includes("doorbuster");
  if (debug) process.stderr.write(`${error instanceof Error ? error.stack : error}\n`);
  else tell(describe(error));
  return error instanceof Refusal ? error.status : 1;
}

function describe(error: unknown): string {
  if (error instanceof Refusal) return error.message;
  if (error instanceof SaleFileError) {
    const count = error.problems.length === 1 ? "a problem" : `${error.problems.length} problems`;
    return `${count} in the sales' files:\n${error.message}`;
  }
  const message = error instanceof Error ? error.message : String(error);
  return `this should not have happened: ${message}\nDEBUG=doorbuster shows where; please report it.`;
}
