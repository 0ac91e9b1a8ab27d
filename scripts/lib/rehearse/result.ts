/** Everything a rehearsal has found; `--json` prints it as it is. */

import type { CrowdOptions } from "../../../crowd/crowd.ts";
import type { FarmOptions } from "../../../crowd/farm.ts";
import type { Code, ContactField, Door, Sale } from "../../../edge/contract.ts";
import { type Calls, sum } from "../workerd/measures.ts";
import type { Samples } from "./monitor.ts";
import { type Evidence, judge, mostOpen, type Verdict } from "./promises.ts";
import type { Interval, Latency, RequestKind, Seen } from "./recorder.ts";

export interface Result {
  sale: string;
  /** When it began: ms since 1970. Took: ms. */
  at: number;
  took: number;
  /** The crowd, with its seed: the same options make the same one. */
  crowd: CrowdOptions;
  /** What the sale was made of; `hold` as rehearsed, in ms. */
  made: Pick<Sale, "stock" | "gates" | "slots" | "reserve" | "hold"> & {
    door: Door | "open";
    onePer: ContactField[];
  };
  /** Ms that the door `work` takes a phone. */
  work: number;
  /** The bots that came beside the crowd. */
  farm?: FarmOptions;
  /** Who got what. */
  groups: Seen["groups"];
  sold: number;
  /** S after the start; missing when units were left. */
  soldOutAfter?: number;
  /** What was asked of the Worker, and of the CDN. */
  requests: Record<RequestKind, number> & { all: number };
  pages: { loads: number; fetched: number };
  endings: Seen["endings"];
  refusals: Partial<Record<Code, number>>;
  /** By object, then by method; `operator`: what sampling has cost. */
  calls: { all: number; operator: number; methods: Record<string, number>; objects: Calls };
  hmacs: number;
  /** The runtime's, in ms; undefined where the system does not tell. */
  cpu?: number;
  latencies: Record<RequestKind, Latency>;
  intervals: Interval[];
  /** Calls to objects, by the s after the start until which they were made. */
  callsAt: [at: number, calls: number][];
  slots: { most: number; looks: [at: number, open: number][] };
  promises: Verdict[];
  /** What went wrong besides the promises: answers that never came, or that nobody should get. */
  troubles: { times: number; first: string[] };
}

export interface Found {
  evidence: Evidence;
  cpu: number | undefined;
}

/** `how`: what is known without the evidence. */
export function resultOf(
  { evidence, cpu }: Found,
  how: Pick<Result, "at" | "took" | "crowd" | "work" | "farm">,
): Result {
  const { sale, seen, samples, recovery } = evidence;
  const { slug, stock, gates, slots, reserve, hold, startsAt } = sale;
  const { door = "open", onePer = [] } = sale;
  const { requests, pageLoads, pagesFetched, endings, refusals, latencies, intervals } = seen;
  const placed = recovery.exported.map(({ placedAt }) => placedAt).sort((a, b) => a - b);
  const last = placed[stock - 1];
  return {
    sale: slug,
    ...how,
    made: { stock, gates, slots, reserve, hold, door, onePer },
    groups: seen.groups,
    sold: placed.length,
    ...(last !== undefined && { soldOutAfter: (last - startsAt) / 1000 }),
    requests: { ...requests, all: Object.values(requests).reduce((total, one) => total + one, 0) },
    pages: { loads: pageLoads, fetched: pagesFetched },
    endings,
    refusals,
    latencies,
    intervals,
    calls: callsOf(samples),
    hmacs: samples.hmacs,
    ...(cpu !== undefined && { cpu }),
    callsAt: samples.callsAt,
    slots: {
      most: mostOpen(seen.slots),
      looks: samples.looks.map(({ at, slotsOpen }) => [at, slotsOpen]),
    },
    promises: judge(evidence),
    troubles: seen.troubles,
  };
}

function callsOf({ calls, operatorCalls }: Samples): Result["calls"] {
  const methods: Record<string, number> = {};
  for (const [object, own] of Object.entries(calls)) {
    const kind = object.split(" ")[0];
    for (const [method, count] of Object.entries(own)) {
      const name = `${kind}.${method}`;
      methods[name] = (methods[name] ?? 0) + count;
    }
  }
  return { all: sum(calls), operator: operatorCalls, methods, objects: calls };
}
