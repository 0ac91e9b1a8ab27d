/** What is used, in dollars, by the platform's published prices. Pure. */
import { METERS, type Meter, type MeterName, SUBSCRIPTION } from "./platform.ts";

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
    ...{ meter, used: amount },
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
