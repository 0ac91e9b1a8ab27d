/** The options of `rehearse`: what they are called, and what they may be. */
import { statSync } from "node:fs";
import type { ArgsDef } from "citty";
import { readCount } from "../amounts.ts";
import { MOST_SEED, readFor, readScale } from "../crowd-options.ts";
import { UsageError } from "../refusal.ts";
import { requireSale } from "../sale-file/sales.ts";

export const rehearseArgs = {
  sale: { type: "positional", description: "The sale's name", required: false },
  shoppers: { type: "string", description: "How many come (bots too)", valueHint: "number" },
  seed: {
    type: "string",
    description: "The same seed makes the same crowd (default: a new one)",
    valueHint: "number",
  },
  scale: {
    type: "string",
    description: "How much faster forms and hold are than in real life (default: what fits)",
    valueHint: "number",
  },
  for: {
    type: "string",
    description: "So long after the start all are sent home (default 75s)",
    valueHint: "time",
  },
  report: {
    type: "string",
    description: "The report's file (default build/rehearsals/<sale>.html)",
    valueHint: "file",
  },
  worker: {
    type: "string",
    description: "Rehearse this bundle instead of the built Worker",
    valueHint: "file",
  },
  json: { type: "boolean", description: "For programs: all figures as JSON" },
} satisfies ArgsDef;

type Args = { [Name in keyof typeof rehearseArgs]?: string | boolean | undefined };

export interface RehearseOptions {
  sale: string;
  shoppers: number;
  seed: number;
  /** Undefined: what fits. */
  scale: number | undefined;
  /** Ms after the start. */
  longest: number;
  report: string | undefined;
  worker: string | undefined;
}

/** More are more than one machine can be. */
const MOST_SHOPPERS = 100_000;

export function readOptions(args: Args): RehearseOptions {
  const text = (name: keyof Args) => args[name] as string | undefined;
  const sale = requireSale("rehearse", text("sale"));
  const shoppers = text("shoppers");
  if (shoppers === undefined) {
    throw new UsageError(
      `how large is the crowd? npm run sale -- rehearse ${sale} --shoppers 20000`,
    );
  }
  return {
    sale,
    shoppers: whole("shoppers", shoppers, 1, MOST_SHOPPERS),
    seed: whole("seed", text("seed") ?? String(newSeed()), 0, MOST_SEED),
    scale: readScale(text("scale")),
    longest: readFor(text("for")),
    report: text("report"),
    worker: bundle(text("worker")),
  };
}

const newSeed = () => Math.floor(Math.random() * 1_000_000);

function whole(name: string, value: string, least: number, most: number): number {
  const number = readCount(value);
  if (number !== undefined && number >= least && number <= most) return number;
  throw new UsageError(`--${name} ${value}: it must be a whole number from ${least} to ${most}`);
}

function bundle(file: string | undefined): string | undefined {
  if (file === undefined || statSync(file, { throwIfNoEntry: false })?.isFile()) return file;
  throw new UsageError(`--worker ${file}: there is no such file`);
}
