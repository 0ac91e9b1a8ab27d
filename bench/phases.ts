/** The parts of a run: what is counted, what is timed, and what a hanging order system costs. */

import { memoryOf } from "../scripts/lib/workerd/measures.ts";
import type { Runtime } from "../scripts/lib/workerd/workerd.ts";
import { type Crowded, countCrowds } from "./crowds.ts";
import { compareOrderSystems, type Delivered } from "./deliveries.ts";
import { checkFairness } from "./fairness.ts";
import type { Generator } from "./load/generator.ts";
import { type Measured, measure } from "./measure.ts";
import type { Workload } from "./options.ts";
import type { Row } from "./rows.ts";
import { profileRow } from "./runtime/profile.ts";
import { OURS, type Setting, startBaseline, startCounting, startOurs } from "./runtime/services.ts";
import { prepareSales } from "./sales.ts";
import { measureWatching, type Watched } from "./watchers.ts";

export interface Bench {
  setting: Setting;
  generator: Generator;
  rows: Row[];
  /** Whether to count the crowds' calls as well. */
  crowds: boolean;
  workload: Workload;
  /** A folder for CPU profiles. */
  profile: string | undefined;
  tell: (line: string) => void;
}

interface Counted {
  /** Not when only some rows are wanted. */
  crowds: Crowded | undefined;
  /** Resident memory of workerd at the end, in MiB. */
  memory: number | undefined;
}

interface Timed {
  rows: Measured[];
  memory: { ours: number | undefined; baseline: number | undefined };
}

export async function countAll(bench: Bench): Promise<Counted> {
  const { setting, generator, rows, workload, tell } = bench;
  const counting = tracked(generator, await startCounting(setting));
  try {
    await prepareSales(counting.ports[OURS] ?? 0, setting.signingKey);
    for (const row of rows) {
      await checkFairness(generator, counting, setting.signingKey, row, workload.returning);
    }
    tell("each row needs what its baseline does");
    const crowds = bench.crowds ? await countCrowds(generator, counting, workload) : undefined;
    return { crowds, memory: memoryOf(counting.pid) };
  } finally {
    await counting.stop();
  }
}

export async function timeAll(bench: Bench): Promise<Timed> {
  const { setting, generator, profile } = bench;
  const ours = tracked(generator, await startOurs(setting, profile !== undefined));
  const baseline = tracked(generator, await startBaseline(setting));
  try {
    await prepareSales(ours.ports[OURS] ?? 0, setting.signingKey);
    const rows = await timeRows(bench, ours, baseline);
    return { rows, memory: { ours: memoryOf(ours.pid), baseline: memoryOf(baseline.pid) } };
  } finally {
    await Promise.all([ours.stop(), baseline.stop()]);
  }
}

async function timeRows(bench: Bench, ours: Runtime, baseline: Runtime): Promise<Measured[]> {
  const { generator, rows, workload, setting, tell } = bench;
  const measured: Measured[] = [];
  for (const row of rows) {
    const setup = { ours, baseline, signingKey: setting.signingKey, returning: workload.returning };
    const result = await measure(generator, setup, row, workload);
    checkComplaints(row, ours.complaints() + baseline.complaints(), tell);
    tell(`${row.name}: ${result.ratio.toFixed(2)}`);
    if (bench.profile !== undefined) await profileRow(generator, setup, row, bench.profile, tell);
    measured.push(result);
  }
  return measured;
}

/** Undefined when the row of claims and orders is not wanted. */
export async function compareDeliveries(bench: Bench): Promise<Delivered | undefined> {
  const { setting, generator, rows, workload, tell } = bench;
  const row = rows.find(({ visiting }) => visiting.kind === "buy");
  if (!row) return undefined;
  const compared = await compareOrderSystems(generator, setting, row, workload);
  tell(`hanging order system: ${compared.ratio.toFixed(2)}`);
  return compared;
}

/** Undefined when the row of claims and orders is not wanted. */
export async function compareWatched(bench: Bench): Promise<Watched | undefined> {
  const row = bench.rows.find(({ visiting }) => visiting.kind === "buy");
  if (!row) return undefined;
  const watched = await measureWatching(bench.generator, bench.setting, row, bench.workload);
  bench.tell(`watched by ${watched.watchers}: ${watched.ratio.toFixed(2)}`);
  return watched;
}

/** An object that did not answer is a polite "full": without this, it would count as one. */
function checkComplaints({ name }: Row, complaints: string, tell: (line: string) => void): void {
  if (complaints === "") return;
  const [first, ...rest] = complaints.split("\n");
  const message = `workerd complained during "${name}": ${first}\n${rest.slice(0, 9).join("\n")}`;
  if (complaints.includes("did not answer")) throw new Error(message);
  tell(message);
}

function tracked(generator: Generator, runtime: Runtime): Runtime {
  generator.track(runtime.pid);
  return runtime;
}
