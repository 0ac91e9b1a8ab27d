/** All that a rehearsal has found; `--json` prints it as it is. */

import type { CrowdOptions } from "../../../crowd/crowd.ts";
import type { Code } from "../../../edge/contract.ts";
import type { Calls } from "../workerd/counts.ts";
import type { Interval, Kind, Latency, Seen } from "./messages.ts";

export type Is = "held" | "broken" | "not tried";

export interface Verdict {
  /** As the README numbers them. */
  promise: number;
  /** What is promised. */
  text: string;
  is: Is;
  /** What was tried, and what broke it. */
  evidence: string;
}

export interface Result {
  sale: string;
  /** When it began: ms since 1970. Took: ms. */
  at: number;
  took: number;
  /** The crowd, with its seed: the same options make the same one. */
  crowd: CrowdOptions;
  /** What the sale was made of; `hold` as it was rehearsed, in ms. */
  made: { stock: number; gates: number; slots: number; reserve: boolean; hold: number };
  sold: number;
  /** S after the start; missing when units were left. */
  soldOutAfter?: number;
  /** What was asked of the Worker, and of the CDN. */
  requests: Record<Kind, number> & { all: number };
  pages: { loads: number; fetched: number };
  endings: Seen["endings"];
  refusals: Partial<Record<Code, number>>;
  /** By object, then by method; `operator`: what looking on has cost. */
  calls: { all: number; operator: number; methods: Record<string, number>; objects: Calls };
  hmacs: number;
  /** The runtime's, in ms; undefined where the system does not tell. */
  cpu?: number;
  latencies: Record<Kind, Latency>;
  intervals: Interval[];
  /** Calls to objects, by the s after the start until which they were made. */
  callsAt: [at: number, calls: number][];
  slots: { most: number; looks: [at: number, open: number][] };
  promises: Verdict[];
  /** What went wrong beside the promises: answers that never came or that nothing should get. */
  troubles: { times: number; first: string[] };
}
