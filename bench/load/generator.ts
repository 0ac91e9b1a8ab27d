/** The bench's side of the load process (`process.ts`): what it can be asked for, and what it answers. */
import { type HelperProcess, startHelper } from "../../scripts/lib/helper-process.ts";
import { CONNECTIONS } from "../options.ts";
import type { Visiting } from "./visits.ts";

export interface Target {
  port: number;
  signingKey: string;
  visiting: Visiting;
  /** How many shoppers to make; a "buy" needs one for each visit. */
  shoppers: number;
  /** Their cookies say that they hold a slot, which has lapsed. */
  lapsed: boolean;
}

/** More buyers than any machine serves, per ms. */
const BUYERS = 5;

/** Enough for so many ms: a buyer comes only once, and so does a shopper with a lapsed slot. */
export function withShoppersFor(target: Target, ms: number): Target {
  const once = target.visiting.kind === "buy" || target.lapsed;
  return once ? { ...target, shoppers: CONNECTIONS + Math.ceil(ms * BUYERS) } : target;
}

export type Job =
  | ({ do: "saturate"; connections: number; ms: number } & Target)
  | ({ do: "arrive"; perSecond: number; ms: number } & Target)
  | {
      do: "crowds";
      port: number;
      sizes: { sale: string; shoppers: number }[];
      /** Everybody arrives within this time. */
      ms: number;
      /** Ms for the form, and before coming back after a refusal; at most twice as long. */
      pause: number;
    };

export interface Saturated {
  perSecond: number;
  visits: number;
  /** How much of one core the load process itself needed, 0 to 1. */
  busy: number;
}
export interface Arrived {
  p50: number;
  p99: number;
}
export interface Crowd {
  sale: string;
  shoppers: number;
  bought: number;
  soldOut: number;
  requests: number;
  seconds: number;
}

export interface Results {
  saturate: Saturated;
  arrive: Arrived;
  crowds: Crowd[];
}

/** The load process, which answers each kind of job in its own way. */
export interface Generator extends Omit<HelperProcess<Job, unknown>, "run"> {
  run<Kind extends Job["do"]>(job: Extract<Job, { do: Kind }>): Promise<Results[Kind]>;
}

export const startGenerator = () =>
  startHelper(new URL("./process.ts", import.meta.url)) as Generator;
