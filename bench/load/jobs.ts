/** What the bench asks of the load process, and what it gets. */
import type { Visiting } from "./visits.ts";

export interface Target {
  port: number;
  signingKey: string;
  visiting: Visiting;
  /** Shoppers to make; a "buy" needs one for each visit. */
  shoppers: number;
  /** They bear the cookie of a lapsed slot. */
  lapsed: boolean;
}

export type Job =
  | ({ do: "saturate"; connections: number; ms: number } & Target)
  | ({ do: "arrive"; perSecond: number; ms: number } & Target)
  | {
      do: "crowds";
      port: number;
      sizes: { sale: string; shoppers: number }[];
      /** In which all arrive. */
      ms: number;
      /** For the form, and before coming back after a refusal, in ms; at most twice as long. */
      pause: number;
    };

export interface Saturated {
  perSecond: number;
  visits: number;
  /** How much of one core the generator itself needed, 0 to 1. */
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
