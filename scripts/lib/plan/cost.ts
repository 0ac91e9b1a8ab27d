/**
 * What is used, in dollars, and what Cloudflare publishes: prices in US dollars, without tax, and limits. All of it stands here,
 * with the page that it is from; whoever finds a newer figure changes this file and the date.
 */

/** When these pages were read. */
export const READ_ON = "2026-11-22";

export const SOURCES = {
  workers: "https://developers.cloudflare.com/workers/platform/pricing/",
  assets: "https://developers.cloudflare.com/workers/static-assets/billing-and-limitations/",
  objects: "https://developers.cloudflare.com/durable-objects/platform/pricing/",
  objectLimits: "https://developers.cloudflare.com/durable-objects/platform/limits/",
  queues: "https://developers.cloudflare.com/queues/platform/pricing/",
  logs: "https://developers.cloudflare.com/observability/pricing/",
} as const;
export type Source = keyof typeof SOURCES;

/** What is metered: how much a month the paid plan includes, what comes then, and the free plan's day. */
export interface Meter {
  name: string;
  unit: string;
  source: Source;
  includedPerMonth: number;
  /** Dollars for each `per` beyond what is included. */
  price: number;
  per: number;
  /** Undefined where the free plan has no such allowance, or one that is no number a day. */
  freePerDay?: number;
}

const MILLION = 1_000_000;

/** The paid plan's charge for an account and month, whatever is used. */
const SUBSCRIPTION = 5;

export const METERS = {
  workerRequests: {
    name: "Worker requests",
    unit: "requests",
    source: "workers",
    includedPerMonth: 10 * MILLION,
    price: 0.3,
    per: MILLION,
    freePerDay: 100_000,
  },
  workerCpu: {
    name: "Worker and object CPU",
    unit: "ms",
    source: "workers",
    includedPerMonth: 30 * MILLION,
    price: 0.02,
    per: MILLION,
  },
  objectRequests: {
    name: "Object requests",
    unit: "requests",
    source: "objects",
    includedPerMonth: MILLION,
    price: 0.15,
    per: MILLION,
    freePerDay: 100_000,
  },
  objectDuration: {
    name: "Object duration",
    unit: "GB-s",
    source: "objects",
    includedPerMonth: 400_000,
    price: 12.5,
    per: MILLION,
    freePerDay: 13_000,
  },
  rowsRead: {
    name: "Rows read",
    unit: "rows",
    source: "objects",
    includedPerMonth: 25_000 * MILLION,
    price: 0.001,
    per: MILLION,
    freePerDay: 5 * MILLION,
  },
  rowsWritten: {
    name: "Rows written",
    unit: "rows",
    source: "objects",
    includedPerMonth: 50 * MILLION,
    price: 1,
    per: MILLION,
    freePerDay: 100_000,
  },
  storedData: {
    name: "Stored data",
    unit: "GB-month",
    source: "objects",
    includedPerMonth: 5,
    price: 0.2,
    per: 1,
  },
  /** From 1 December 2026; before that, by the event. This Worker logs only what goes wrong. */
  logs: {
    name: "Logs",
    unit: "GB",
    source: "logs",
    includedPerMonth: 50,
    price: 0.25,
    per: 1,
    freePerDay: 0.5,
  },
  /** Only where orders go out by a Cloudflare Queue. */
  queueOperations: {
    name: "Queue operations",
    unit: "operations",
    source: "queues",
    includedPerMonth: MILLION,
    price: 0.4,
    per: MILLION,
    freePerDay: 10_000,
  },
} as const satisfies Record<string, Meter>;
export type MeterName = keyof typeof METERS;

/** What one order is in a queue: a write, a read and a delete. */
export const OPERATIONS_PER_MESSAGE = 3;

/** An object is billed for this memory, whatever it uses. GB. */
export const OBJECT_MEMORY = 0.128;

export const LIMITS = {
  /** Soft: above it an object queues its callers, then refuses them as overloaded. */
  requestsPerObject: 1_000,
  /** Bytes. */
  storagePerObject: 10_000_000_000,
} as const;

// ── What a sale costs ────────────────────────────────────────────────────────────────────────

interface CostLine {
  meter: MeterName;
  used: number;
  /** In a month in which nothing else runs: the included amounts are there for this sale alone. */
  cost: number;
  /** In a month in which all that is included is used up already. */
  most: number;
}

export interface Cost {
  lines: CostLine[];
  subscription: number;
  /** With the subscription. */
  total: number;
  /** Without it: what this sale adds, at the most. */
  most: number;
  /** What the free plan's day has too little of; empty when the free plan would do. */
  beyondFree: MeterName[];
}

export function costOf(metered: Partial<Record<MeterName, number>>): Cost {
  const used = Object.entries(metered) as [MeterName, number][];
  const lines = used.map(([meter, amount]) => ({
    meter,
    used: amount,
    cost: price(METERS[meter], Math.max(0, amount - METERS[meter].includedPerMonth)),
    most: price(METERS[meter], amount),
  }));
  return {
    lines,
    subscription: SUBSCRIPTION,
    total: SUBSCRIPTION + sum(lines.map(({ cost }) => cost)),
    most: sum(lines.map(({ most }) => most)),
    beyondFree: lines
      .filter(({ meter, used }) => used > freeOf(METERS[meter]))
      .map(({ meter }) => meter),
  };
}

function price({ price, per }: Meter, amount: number): number {
  return (amount / per) * price;
}

function freeOf({ freePerDay }: Meter): number {
  return freePerDay ?? Number.POSITIVE_INFINITY;
}

function sum(amounts: number[]): number {
  return amounts.reduce((all, one) => all + one, 0);
}
