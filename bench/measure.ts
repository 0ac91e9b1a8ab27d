/** Measures one row in short rounds: ours, baseline, ours, baseline. */

import { cpuOf } from "../scripts/lib/workerd/measures.ts";
import type { Runtime } from "../scripts/lib/workerd/workerd.ts";
import { compareLatency, openLoop } from "./latency.ts";
import {
  type Arrived,
  type Generator,
  type Saturated,
  type Target,
  withShoppersFor,
} from "./load/generator.ts";
import { CONNECTIONS, type Workload } from "./options.ts";
import { baselineExpects, type Row } from "./rows.ts";
import { OURS } from "./runtime/services.ts";
import { median } from "./stats.ts";

export interface RowSetup {
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

/**
 * Of the highest rate of ours, in the latency table. Nearer to it, a moment in which the machine is
 * slower makes a queue, and what is measured is the queue.
 */
const CALM = 0.1;

export async function measure(
  generator: Generator,
  setup: RowSetup,
  row: Row,
  workload: Workload,
): Promise<Measured> {
  const target = { ours: ourTarget(setup, row), baseline: baselineTarget(setup, row) };
  const rounds = { ours: [] as Round[], baseline: [] as Round[] };
  for (const side of ["ours", "baseline"] as const) {
    await saturate(generator, setup[side], target[side], workload.warmMs);
  }
  for (let i = 0; i < workload.rounds; i++) {
    for (const side of ["ours", "baseline"] as const) {
      rounds[side].push(await saturate(generator, setup[side], target[side], workload.roundMs));
    }
  }
  const [ours, baseline] = [sideOf(rounds.ours), sideOf(rounds.baseline)];
  const perSecond = ours.perSecond * CALM;
  const latency = {
    perSecond,
    ...(await compareLatency(generator, target, openLoop(workload, perSecond))),
  };
  const { name, unit } = row;
  return { name, unit, ours, baseline, latency, ...compare(row, ours, baseline) };
}

async function saturate(generator: Generator, runtime: Runtime, target: Target, ms: number) {
  const before = cpuOf(runtime.pid);
  const job = { do: "saturate", connections: CONNECTIONS, ms } as const;
  const saturated: Saturated = await generator.run({ ...job, ...withShoppersFor(target, ms) });
  const after = cpuOf(runtime.pid);
  const spent = before === undefined || after === undefined ? undefined : after - before;
  const { perSecond, busy, visits } = saturated;
  return { perSecond, busy, cpu: spent === undefined ? undefined : (spent * 1000) / visits };
}

export function ourTarget(
  { ours, signingKey, returning }: Omit<RowSetup, "baseline">,
  row: Row,
): Target {
  const { visiting, lapsed } = row;
  return { port: ours.ports[OURS] ?? 0, signingKey, visiting, lapsed, shoppers: returning };
}

/** The same requests to the byte, apart from who sends them. */
function baselineTarget(setup: RowSetup, row: Row): Target {
  const port = setup.baseline.ports[row.name] ?? 0;
  return { ...ourTarget(setup, row), port, visiting: baselineExpects(row) };
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
