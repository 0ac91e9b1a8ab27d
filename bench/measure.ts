/** The rounds of one row: ours, baseline, ours, baseline. */

import { cpuOf } from "../scripts/lib/workerd/usage.ts";
import type { Runtime } from "../scripts/lib/workerd/workerd.ts";
import type { Generator } from "./load/generator.ts";
import type { Arrived, Saturated, Target } from "./load/jobs.ts";
import { CONNECTIONS, type Plan } from "./options.ts";
import { baselineExpects, type Row } from "./rows.ts";
import { OURS } from "./runtime/services.ts";
import { median } from "./stats.ts";

export interface Pair {
  ours: Runtime;
  baseline: Runtime;
  signingKey: string;
  /** Shoppers who come again and again. */
  returning: number;
}

interface Round {
  perSecond: number;
  busy: number;
  /** CPU time of workerd for one visit, in microseconds. */
  cpu: number | undefined;
}

export interface Side {
  rounds: number[];
  perSecond: number;
  least: number;
  most: number;
  /** Medians, as `Round` has them. */
  cpu: number | undefined;
  busy: number;
}

export interface Measured {
  name: string;
  unit: Row["unit"];
  ours: Side;
  baseline: Side;
  /** Of the medians. */
  ratio: number;
  /** Of each round of ours to the one of the baseline after it. */
  pairs: { median: number; least: number; most: number };
  needed: number;
  passed: boolean;
  latency: { perSecond: number; ours: Arrived; baseline: Arrived };
}

/** More buyers than any machine serves, per ms. */
const BUYERS = 5;

export async function measure(
  generator: Generator,
  pair: Pair,
  row: Row,
  plan: Plan,
): Promise<Measured> {
  const target = { ours: ourTarget(pair, row), baseline: baselineTarget(pair, row) };
  const rounds = { ours: [] as Round[], baseline: [] as Round[] };
  for (const side of ["ours", "baseline"] as const) {
    await saturate(generator, pair[side], target[side], plan.warmMs);
  }
  for (let i = 0; i < plan.rounds; i++) {
    for (const side of ["ours", "baseline"] as const) {
      rounds[side].push(await saturate(generator, pair[side], target[side], plan.roundMs));
    }
  }
  const [ours, baseline] = [sideOf(rounds.ours), sideOf(rounds.baseline)];
  const perSecond = ours.perSecond / 2;
  const job = { do: "arrive", perSecond, ms: plan.latencyMs } as const;
  const latency = {
    perSecond,
    ours: await generator.run({ ...job, ...crew(target.ours, plan.latencyMs) }),
    baseline: await generator.run({ ...job, ...crew(target.baseline, plan.latencyMs) }),
  };
  return {
    name: row.name,
    unit: row.unit,
    ours,
    baseline,
    latency,
    ...compare(row, ours, baseline),
  };
}

async function saturate(generator: Generator, runtime: Runtime, target: Target, ms: number) {
  const before = cpuOf(runtime.pid);
  const job = { do: "saturate", connections: CONNECTIONS, ms } as const;
  const told: Saturated = await generator.run({ ...job, ...crew(target, ms) });
  const after = cpuOf(runtime.pid);
  const spent = before === undefined || after === undefined ? undefined : after - before;
  const { perSecond, busy, visits } = told;
  return { perSecond, busy, cpu: spent === undefined ? undefined : (spent * 1000) / visits };
}

export function ourTarget({ ours, signingKey, returning }: Pair, row: Row): Target {
  const { visiting, lapsed } = row;
  return { port: ours.ports[OURS] ?? 0, signingKey, visiting, lapsed, shoppers: returning };
}

/** The same requests to the byte, apart from who sends them. */
function baselineTarget(pair: Pair, row: Row): Target {
  const port = pair.baseline.ports[row.name] ?? 0;
  return { ...ourTarget(pair, row), port, visiting: baselineExpects(row) };
}

/** For so many ms: a buyer comes only once, and a lapsed slot is a way to the gate only once. */
export function crew(target: Target, ms: number): Target {
  const once = target.visiting.kind === "buy" || target.lapsed;
  return once ? { ...target, shoppers: CONNECTIONS + Math.ceil(ms * BUYERS) } : target;
}

function sideOf(rounds: Round[]): Side {
  const rates = rounds.map(({ perSecond }) => perSecond);
  const cpus = rounds.map(({ cpu }) => cpu).filter((cpu) => cpu !== undefined);
  return {
    rounds: rates,
    perSecond: median(rates),
    least: Math.min(...rates),
    most: Math.max(...rates),
    cpu: cpus.length > 0 ? median(cpus) : undefined,
    busy: median(rounds.map(({ busy }) => busy)),
  };
}

function compare({ least: needed }: Row, ours: Side, baseline: Side) {
  const each = ours.rounds.map((rate, i) => rate / (baseline.rounds[i] ?? Number.NaN));
  const pairs = { median: median(each), least: Math.min(...each), most: Math.max(...each) };
  const ratio = ours.perSecond / baseline.perSecond;
  return { ratio, pairs, needed, passed: ratio >= needed };
}
