/** The options of `plan`: what they are called, what they may be, and which crowd they mean. */
import type { ArgsDef } from "citty";
import {
  type Arrivals,
  type CrowdOptions,
  REAL_ARRIVALS,
  scaledHold,
} from "../../../crowd/crowd.ts";
import { fittingScale, rehearsedArrivals } from "../../../crowd/rehearsed.ts";
import type { Sale } from "../../../edge/contract.ts";
import type { SaleShape } from "../../../sim/world.ts";
import { readCount } from "../amounts.ts";
import { MOST_SEED, readFor, readScale } from "../crowd-options.ts";
import { UsageError } from "../refusal.ts";
import { requireSale } from "../sale-file/sales.ts";

export const planArgs = {
  sale: { type: "positional", description: "The sale's name", required: false },
  shoppers: { type: "string", description: "How many come (bots too)", valueHint: "number" },
  seed: {
    type: "string",
    description: "The same seed makes the same crowd (default 1)",
    valueHint: "number",
  },
  isolates: {
    type: "string",
    description: "Isolates of the Worker that share the crowd (default: one for 200 shoppers)",
    valueHint: "number",
  },
  peak: {
    type: "string",
    description: "Of those who come at the start, the share of its first 10 s (default 0.86)",
    valueHint: "share",
  },
  "as-rehearsed": {
    type: "boolean",
    description: "The crowd as rehearse plays it: it comes faster, forms and hold are shorter",
  },
  scale: {
    type: "string",
    description: "As rehearsed: how much faster forms and hold are (default: what fits)",
    valueHint: "number",
  },
  for: {
    type: "string",
    description: "As rehearsed: so long after the start all are sent home (default 75s)",
    valueHint: "time",
  },
  details: {
    type: "boolean",
    description: "Also what is asked, the first seconds, loads, prices and assumptions",
  },
  json: { type: "boolean", description: "For programs: all figures as JSON" },
} satisfies ArgsDef;

type Args = { [Name in keyof typeof planArgs]?: string | boolean | undefined };

export interface PlanOptions {
  sale: string;
  shoppers: number;
  seed: number;
  isolates: number;
  /** False: one for `SHOPPERS_PER_ISOLATE`. */
  isolatesGiven: boolean;
  /** Undefined: the crowd's own. */
  peak: number | undefined;
  asRehearsed: boolean;
  /** Undefined: what fits; only as rehearsed. */
  scale: number | undefined;
  /** Ms after the start; only as rehearsed. */
  until: number | undefined;
}

const MOST_SHOPPERS = 10_000_000;
const MOST_ISOLATES = 100_000;
const LEAST_PEAK = 0.05;

/** An assumption: the platform starts isolates where and when they are needed, and tells nobody. */
export const SHOPPERS_PER_ISOLATE = 200;
/** A crowd from many places meets many data centres, and each has its own. */
const LEAST_ISOLATES = 10;
const USUAL_MOST = 5_000;

function usualIsolates(shoppers: number): number {
  const wanted = Math.ceil(shoppers / SHOPPERS_PER_ISOLATE);
  return Math.min(USUAL_MOST, Math.max(LEAST_ISOLATES, wanted));
}

export function readOptions(args: Args): PlanOptions {
  const text = (name: keyof Args) => args[name] as string | undefined;
  const sale = requireSale("plan", text("sale"));
  const given = text("shoppers");
  if (given === undefined) {
    throw new UsageError(`how large is the crowd? npm run sale -- plan ${sale} --shoppers 100000`);
  }
  const shoppers = whole("shoppers", given, 1, MOST_SHOPPERS);
  const isolates = text("isolates");
  const usual = usualIsolates(shoppers);
  return {
    sale,
    shoppers,
    seed: whole("seed", text("seed") ?? "1", 0, MOST_SEED),
    isolates: isolates === undefined ? usual : whole("isolates", isolates, 1, MOST_ISOLATES),
    isolatesGiven: isolates !== undefined,
    peak: share(text("peak"), args["as-rehearsed"] === true),
    asRehearsed: args["as-rehearsed"] === true,
    ...rehearsalOf(text("scale"), text("for"), args["as-rehearsed"] === true),
  };
}

function whole(name: string, value: string, least: number, most: number): number {
  const number = readCount(value);
  if (number !== undefined && number >= least && number <= most) return number;
  const range = `${least} to ${most.toLocaleString("en")}`;
  throw new UsageError(`--${name} ${value}: it must be a whole number from ${range}, like 100000`);
}

function rehearsalOf(
  scale: string | undefined,
  length: string | undefined,
  asRehearsed: boolean,
): Pick<PlanOptions, "scale" | "until"> {
  if (asRehearsed) return { scale: readScale(scale), until: readFor(length) };
  if (scale !== undefined) {
    throw new UsageError("--scale is for --as-rehearsed: a real crowd takes its time");
  }
  if (length !== undefined) {
    throw new UsageError("--for is for --as-rehearsed: a real crowd is not sent home");
  }
  return { scale: undefined, until: undefined };
}

function share(value: string | undefined, asRehearsed: boolean): number | undefined {
  if (value === undefined) return undefined;
  if (asRehearsed) {
    throw new UsageError("--peak and --as-rehearsed exclude each other: a rehearsal has its own");
  }
  const number = Number(value.replace(/%$/, "")) / (value.endsWith("%") ? 100 : 1);
  if (/^\d*\.?\d+%?$/.test(value) && number >= LEAST_PEAK && number <= 1) return number;
  throw new UsageError(
    `--peak ${value}: it must be a share from ${LEAST_PEAK} to 1, like 0.9 or 90%`,
  );
}

/** What `--peak` is the share of: ms after the start. */
const PEAK = 10_000;
/** Nobody of the surge comes later than so many times `rush` (`crowd.ts`). */
const LAST = 4;

export function crowdOf(sale: Sale, options: PlanOptions): CrowdOptions {
  const { seed, shoppers, asRehearsed, scale, peak } = options;
  const crowd = { seed, shoppers, hold: sale.hold };
  if (asRehearsed) {
    const arrivals = rehearsedArrivals(shoppers);
    return { ...crowd, scale: scale ?? fittingScale(sale), arrivals };
  }
  return { ...crowd, scale: 1, arrivals: arrivalsOf(peak) };
}

function arrivalsOf(peak: number | undefined): Arrivals {
  return peak === undefined ? REAL_ARRIVALS : { ...REAL_ARRIVALS, rush: rushOf(peak) };
}

/** Arrivals are exponential and cut off, so all are there by then, or that share is. */
export function rushOf(peak: number): number {
  const all = PEAK / LAST;
  return peak >= 1 - Math.exp(-LAST) ? all : Math.round(-PEAK / Math.log(1 - peak));
}

/** Of the surge, the share that is there after ten seconds. */
export function peakShare({ rush }: Arrivals): number {
  return LAST * rush <= PEAK ? 1 : 1 - Math.exp(-PEAK / rush);
}

export function shapeOf(sale: Sale, crowd: CrowdOptions): SaleShape {
  const { gates, slots, stock, reserve, startsAt, endsAt, onePer, admission, expected } = sale;
  const draw = admission === "draw" ? { draw: expected === undefined ? {} : { expected } } : {};
  const made = { gates, slots, stock, reserve, onePer, ...draw };
  return { ...made, hold: scaledHold(crowd), lasts: endsAt - startsAt };
}
