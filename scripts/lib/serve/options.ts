/** The options of `serve`: what they are called, and what they may be. */
import type { ArgsDef } from "citty";
import * as z from "zod/mini";
import { duration, SLUG, saleSchema } from "../../../edge/contract.ts";
import { readCount } from "../amounts.ts";
import { UsageError } from "../refusal.ts";

export const serveArgs = {
  port: { type: "string", description: "0 picks a free one (default 8787)", valueHint: "port" },
  sale: { type: "string", description: "The sale that the options change", valueHint: "name" },
  "starts-in": {
    type: "string",
    description: "Move its start to this long after it is ready: 20s, 0s, -1m for long open",
    valueHint: "time",
  },
  "ends-in": { type: "string", description: "Move its end: 1h", valueHint: "time" },
  stock: { type: "string", description: "Units", valueHint: "number" },
  gates: { type: "string", description: "Gates", valueHint: "number" },
  slots: { type: "string", description: "Slots of each gate", valueHint: "number" },
  hold: { type: "string", description: "How long a slot is kept: 120s", valueHint: "time" },
  "pay-within": {
    type: "string",
    description: "Cancel an order that is not paid in this time: 30s",
    valueHint: "time",
  },
  reserve: { type: "boolean", description: "A slot keeps a unit for its shopper" },
  state: {
    type: "string",
    description: "Where the data is kept; the same folder again goes on with the same sale",
    valueHint: "folder",
  },
  "order-system": { type: "string", description: "Forward orders there", valueHint: "url" },
  env: { type: "string", description: "Secrets, as in .dev.vars", valueHint: "file" },
} satisfies ArgsDef;

export type ServeArgs = { [Name in keyof typeof serveArgs]?: string | boolean | undefined };

/** Milliseconds, whole numbers; what is not given is undefined. */
export interface ServeOptions {
  port: number;
  sale?: string | undefined;
  startsIn?: number | undefined;
  endsIn?: number | undefined;
  hold?: number | undefined;
  payWithin?: number | undefined;
  made: Made;
  state?: string | undefined;
  orderSystem?: string | undefined;
  env?: string | undefined;
}
/** What a sale is made of, and is frozen at first contact. */
export interface Made {
  stock?: number;
  gates?: number;
  slots?: number;
  reserve?: boolean;
}

/** Throws a UsageError that names the option, its value and what would be right. */
export function readOptions(args: ServeArgs): ServeOptions {
  const given = (name: keyof ServeArgs) => args[name] as string | undefined;
  const options: ServeOptions = {
    port: port(given("port") ?? "8787"),
    sale: slug(given("sale")),
    startsIn: time("starts-in", given("starts-in")),
    endsIn: time("ends-in", given("ends-in")),
    hold: hold(args),
    payWithin: payWithin(given("pay-within")),
    made: made(args),
    state: given("state"),
    orderSystem: link(given("order-system")),
    env: given("env"),
  };
  const { startsIn, endsIn } = options;
  if (startsIn !== undefined && endsIn !== undefined && endsIn <= startsIn) {
    refuse("ends-in", given("ends-in"), `must be longer than --starts-in ${given("starts-in")}`);
  }
  return options;
}

function refuse(name: string, value: unknown, right: string): never {
  throw new UsageError(`--${name} ${value}: it ${right}`);
}

function port(value: string): number {
  const number = Number(value);
  if (/^\d+$/.test(value) && number <= 65_535) return number;
  return refuse("port", value, "must be a whole number from 0 to 65535 (0 picks a free one)");
}

function slug(value: string | undefined): string | undefined {
  if (value === undefined || SLUG.test(value)) return value;
  return refuse("sale", value, "must be a sale's name: its file without .md");
}

function time(name: string, value: string | undefined): number | undefined {
  const length = value === undefined ? undefined : duration(value);
  if (value === undefined || length !== undefined) return length;
  return refuse(name, value, "must be a duration, like 20s, 5m, 1h or -1m");
}

function link(value: string | undefined): string | undefined {
  if (value === undefined || /^https?:$/.test(URL.parse(value)?.protocol ?? "")) return value;
  return refuse("order-system", value, "must be a URL that begins with http:// or https://");
}

function made(args: ServeArgs): Made {
  const result: Made = {};
  for (const name of ["stock", "gates", "slots"] as const) {
    if (args[name] !== undefined)
      result[name] = Number(judge(name, args, readCount(String(args[name])) ?? args[name]));
  }
  if (args.reserve !== undefined) result.reserve = args.reserve === true;
  return result;
}

function hold(args: ServeArgs): number | undefined {
  return args.hold === undefined ? undefined : duration(String(judge("hold", args, args.hold)));
}

/** Shorter than a sale's file may say, so that nobody has to wait to see an order cancelled. */
const SHORTEST_TO_PAY = 5_000;

function payWithin(value: string | undefined): number | undefined {
  const length = time("pay-within", value);
  if (length === undefined || length >= SHORTEST_TO_PAY) return length;
  return refuse("pay-within", value, "must be at least 5s");
}

/** The bounds are those of a sale's file: the same schema judges both. */
function judge(name: "stock" | "gates" | "slots" | "hold", args: ServeArgs, value: unknown) {
  const judged = saleSchema(z.string()).def.shape[name].safeParse(value);
  if (judged.success) return judged.data;
  return refuse(name, args[name], judged.error.issues[0]?.message ?? "is not right");
}
