/** The options of `rehearse`: what they are called, and what they may be. */
import { statSync } from "node:fs";
import type { ArgsDef } from "citty";
import type { FarmOptions } from "../../../crowd/farm.ts";
import { type ContactField, DOORS, type Door, duration } from "../../../edge/contract.ts";
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
  door: {
    type: "string",
    description: "Try this door instead of the sale's own",
    valueHint: DOORS.join("|"),
  },
  "one-per": {
    type: "string",
    description: "Try this limit instead of the sale's own onePer",
    valueHint: "email",
  },
  bots: {
    type: "string",
    description: "A bot farm comes too, and wants to be so many shoppers",
    valueHint: "number",
  },
  "bot-proofs": {
    type: "string",
    description: "Codes, accounts or solved widgets that the farm has (default 20)",
    valueHint: "number",
  },
  "bot-processor": {
    type: "string",
    description: "Time of one server core that the farm spends on the door work (default 60s)",
    valueHint: "time",
  },
  "bot-emails": {
    type: "string",
    description: "Mailboxes that the farm has (default: one for each bot)",
    valueHint: "number",
  },
  "bot-networks": {
    type: "string",
    description: "Internet addresses that the farm comes from (default 1)",
    valueHint: "number",
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
  /** Undefined: as the sale's file says. */
  door: Door | "open" | undefined;
  onePer: ContactField[] | undefined;
  /** Undefined: none comes. */
  farm: FarmOptions | undefined;
  report: string | undefined;
  worker: string | undefined;
}

/** More are more than one machine can be. */
const MOST_SHOPPERS = 100_000;
const MOST_BOTS = 10_000;
/** A farm may have worked for an hour on a hundred cores, in ms. */
const MOST_PROCESSOR = 100 * 3_600_000;
/** The last number of an address. */
const MOST_NETWORKS = 254;

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
    door: readDoor(text("door")),
    onePer: readOnePer(text("one-per")),
    farm: readFarm(text),
    report: text("report"),
    worker: bundle(text("worker")),
  };
}

function readDoor(value: string | undefined): RehearseOptions["door"] {
  const door = DOORS.find((one) => one === value);
  if (value === undefined || door) return door;
  throw new UsageError(`--door ${value}: it must be one of ${DOORS.join(", ")}`);
}

function readOnePer(value: string | undefined): ContactField[] | undefined {
  if (value === undefined) return undefined;
  if (value === "email") return ["email"];
  throw new UsageError(
    `--one-per ${value}: only email can be tried here; name phone and address in the sale's file`,
  );
}

const FARM_OPTIONS = ["bot-proofs", "bot-processor", "bot-emails", "bot-networks"] as const;

function readFarm(text: (name: keyof Args) => string | undefined): FarmOptions | undefined {
  const bots = text("bots");
  const without = FARM_OPTIONS.find((name) => text(name) !== undefined);
  if (bots === undefined && without) throw new UsageError(`--${without} needs --bots as well`);
  if (bots === undefined) return undefined;
  const number = whole("bots", bots, 1, MOST_BOTS);
  return {
    bots: number,
    proofs: whole("bot-proofs", text("bot-proofs") ?? "20", 0, MOST_BOTS),
    processor: readProcessor(text("bot-processor") ?? "60s"),
    emails: whole("bot-emails", text("bot-emails") ?? bots, 1, MOST_BOTS),
    networks: whole("bot-networks", text("bot-networks") ?? "1", 1, MOST_NETWORKS),
  };
}

function readProcessor(value: string): number {
  const time = duration(value);
  if (time !== undefined && time >= 0 && time <= MOST_PROCESSOR) return time;
  throw new UsageError(`--bot-processor ${value}: it must be a duration up to 100h, like 60s`);
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
