/** What the rehearsal and its crowd, a process of its own, say to each other. */

import type { CrowdOptions } from "../../../crowd/crowd.ts";
import type { Ending } from "../../../crowd/visit.ts";
import type { Code } from "../../../edge/contract.ts";

export interface Job {
  crowd: CrowdOptions;
  sale: string;
  /** The hold of the sale as it is rehearsed, in ms. */
  hold: number;
  /** Ms since 1970. */
  startsAt: number;
  /** When who is still there is sent home, ms since 1970. */
  endsAt: number;
  /** The Worker's, and the site's. */
  ports: { worker: number; site: number };
}

export type CrowdCommand = { job: Job } | { guard: number[]; folder: string } | { forget: number };
export type CrowdEvent = { progress: Progress } | { seen: Seen } | { failed: string };

export interface Progress {
  requests: number;
  orders: number;
  refused: number;
  /** Visitors who are still to come or still there. */
  left: number;
}

/** What is asked of the Worker, by what asks it. */
export const KINDS = ["start", "claim", "form", "order", "receipt", "bot"] as const;
export type Kind = (typeof KINDS)[number];

export interface SeenOrder {
  visitor: number;
  url: string;
  /** Undefined when the receipt did not come. */
  orderId: string | undefined;
}

/** All intervals are ms since 1970 unless they say otherwise. */
export interface Seen {
  /** Requests to the Worker. */
  requests: Record<Kind, number>;
  /** At the CDN, and how many of them were really fetched and looked at. */
  pageLoads: number;
  pagesFetched: number;
  /** `stayed`: sent home at the end of the rehearsal. */
  endings: Partial<Record<Ending | "stayed", number>>;
  /** Of claims and orders, bots' too. */
  refusals: Partial<Record<Code, number>>;
  /** Claims that were answered with a slot or an order: those that reach an object by right. */
  granted: number;
  orders: SeenOrder[];
  /** From when to when a slot was open for sure: after it was answered, before its order was sent. */
  slots: [from: number, to: number][];
  /** First and last answers of that kind. */
  firstGrantAt: number | undefined;
  soldOutAt: number | undefined;
  lastOrderAt: number | undefined;
  /** Shoppers who were still told "full" at the very end. */
  lastFullAt: number | undefined;
  /** By promise: how often it was put to the test, and what broke it, the first few times. */
  tried: Record<number, number>;
  broken: Record<number, { times: number; first: string[] }>;
  intervals: Interval[];
  latencies: Record<Kind, Latency>;
  /** Answers that never came, and answers that nothing should get. */
  troubles: { times: number; first: string[] };
}

/** In ms. Undefined without any. */
export interface Latency {
  p50: number | undefined;
  p95: number | undefined;
  p99: number | undefined;
  most: number | undefined;
}

/** What was answered in half a second; `at` is its begin, in s after the start. */
export interface Interval extends Latency {
  at: number;
  requests: number;
  refused: number;
  orders: number;
}
/** The length of an interval, in ms. */
export const INTERVAL = 500;
