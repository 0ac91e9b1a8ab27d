/** Standard error is for people; standard output for results only. */
import { styleText } from "node:util";
import { SaleFileError } from "../../site/build/sale-file-error.ts";
import { context } from "./context.ts";
import { Refusal } from "./refusal.ts";

/** A line for people. */
export function tell(line: string): void {
  context().io.stderr.write(`${line}\n`);
}

/** A line of result. */
export function print(line: string): void {
  context().io.stdout.write(`${line}\n`);
}

export type Colour = "green" | "yellow" | "cyan" | "magenta" | "red" | "dim";
export type Paint = (colour: Colour, text: string) => string;

/** Colours on standard output, where the terminal has them and nobody has said NO_COLOR. */
export const paint: Paint = (colour, text) => painted(colour, text, "stdout");
/** The same on standard error. */
export const paintTold: Paint = (colour, text) => painted(colour, text, "stderr");

const painted = (colour: Colour, text: string, name: "stdout" | "stderr") =>
  hasColours(name) ? styleText(colour, text, { validateStream: false }) : text;

/** A terminal knows best: by TERM, NO_COLOR and the like it says how many colours it has. */
export function hasColours(name: "stdout" | "stderr"): boolean {
  const { io, env } = context();
  const { isTTY = false, getColorDepth } = io[name];
  return isTTY && (getColorDepth?.call(io[name], env) ?? 1) > 2;
}

/** Tells an error in a few lines and returns the exit status for it. */
export function report(error: unknown): number {
  const debug = (context().env.DEBUG ?? "").split(",").includes("doorbuster");
  if (debug) tell(String(error instanceof Error ? error.stack : error));
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
