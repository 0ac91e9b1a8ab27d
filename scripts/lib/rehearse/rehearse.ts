/** One rehearsal, from the build to the verdicts. */

import { type CrowdOptions, scaledHold } from "../../../crowd/crowd.ts";
import { fittingScale, rehearsedArrivals } from "../../../crowd/rehearsed.ts";
import type { Sale } from "../../../edge/contract.ts";
import { onStop } from "../interrupt.ts";
import { tell } from "../report.ts";
import { removeFolder } from "../serve/supervise.ts";
import { sum } from "../workerd/counts.ts";
import { cpuOf } from "../workerd/usage.ts";
import { type Crowd, startCrowd } from "./crowd.ts";
import { type DeadOrderSystem, startDeadOrderSystem } from "./dead-order-system.ts";
import { makeFolder } from "./folder.ts";
import type { Seen } from "./messages.ts";
import type { RehearseOptions } from "./options.ts";
import { mostOpen } from "./overlap.ts";
import { showProgress } from "./progress.ts";
import { type Evidence, judge } from "./promises.ts";
import { lookAfter, type RecoveryCheck } from "./recovery-check.ts";
import type { Result } from "./result.ts";
import { copySet, openStage, readSale, type Stage } from "./stage.ts";
import { Watch, type Watched } from "./watch.ts";

/** From the moment when the runtime listens to the first visitor, in ms. */
const ALLOWANCE = 700;
const INTERRUPTED = 130;
/** What workerd itself says beside errors, like an alarm that was set anew while it rang. */
const HARMLESS = /: (?:info|warning): /;

export async function rehearse(options: RehearseOptions): Promise<Result> {
  const { gates } = await readSale(options.sale);
  const folder = await makeFolder(gates);
  process.once("exit", () => removeFolder(folder));
  // By `exit`, so that what was started is ended on the way out.
  onStop(() => process.exit(INTERRUPTED));
  const crowd = startCrowd(folder);
  const orderSystem = await startDeadOrderSystem();
  try {
    return await perform(folder, options, crowd, orderSystem);
  } finally {
    orderSystem.stop();
    crowd.stop();
  }
}

async function perform(
  folder: string,
  options: RehearseOptions,
  crowd: Crowd,
  orderSystem: DeadOrderSystem,
): Promise<Result> {
  const set = await copySet(folder, options.sale, { worker: options.worker, tell });
  const at = Date.now();
  const plan = planOf(set.sale, options);
  const sale = rehearsed(set.sale, plan);
  tell(introduction(set.sale, plan));
  const heard = { spawned: crowd.guard, ended: crowd.forget };
  const stage = await openStage(set, sale, { orderSystem: orderSystem.url, ...heard });
  const scene = { stage, sale, plan, crowd, orderSystem, longest: options.longest };
  const found = await play(scene);
  return resultOf({ at, took: Date.now() - at, plan, sale, ...found });
}

/** The crowd, made to fit. */
function planOf(sale: Sale, { seed, shoppers, scale }: RehearseOptions): CrowdOptions {
  const arrivals = rehearsedArrivals(shoppers);
  return { seed, shoppers, hold: sale.hold, scale: scale ?? fittingScale(sale), arrivals };
}

/** The start a few seconds ahead; what the sale is made of stays as it is in the file. */
function rehearsed(sale: Sale, plan: CrowdOptions): Sale {
  const startsAt = Math.ceil((Date.now() + ALLOWANCE + plan.arrivals.lead) / 1000) * 1000;
  const endsAt = startsAt + sale.endsAt - sale.startsAt;
  return { ...sale, startsAt, endsAt, hold: scaledHold(plan) };
}

function introduction(sale: Sale, { seed, shoppers, scale, arrivals }: CrowdOptions): string {
  const faster = scale === 1 ? "" : `; forms and hold ${scale} times faster than in real life`;
  const start = `start in ${((arrivals.lead + ALLOWANCE) / 1000).toFixed(0)} s`;
  return `rehearsing ${sale.slug} with ${shoppers.toLocaleString("en")} shoppers, seed ${seed}; ${start}${faster}`;
}

interface Scene {
  stage: Stage;
  sale: Sale;
  plan: CrowdOptions;
  crowd: Crowd;
  orderSystem: DeadOrderSystem;
  /** Ms after the start. */
  longest: number;
}

interface Found {
  seen: Seen;
  watched: Watched;
  evidence: Evidence;
  recovery: RecoveryCheck;
  cpu: number | undefined;
}

async function play(scene: Scene): Promise<Found> {
  const { stage, sale, orderSystem } = scene;
  const watch = new Watch(stage, sale.slug, sale.startsAt);
  const seen = await sendCrowd(scene);
  const open = Date.now() - sale.startsAt;
  const status = await watch.end();
  const cpu = cpuOf(stage.runtime.pid);
  const attempts = orderSystem.attempts();
  for (const line of stage.runtime.complaints().split("\n").slice(0, 5)) {
    if (line !== "" && !HARMLESS.test(line)) note(seen, `the runtime said: ${line}`);
  }
  tell("the crowd has gone; looking for every order after a crash");
  const second = await stage.crash();
  try {
    const recovery = await lookAfter(second, sale, seen.orders, orderSystem);
    const { watched } = watch;
    const evidence = { sale, seen, status, watched, recovery, attempts, open };
    return { seen, watched, evidence, recovery, cpu };
  } finally {
    await second.runtime.stop();
  }
}

async function sendCrowd({ stage, sale, plan, crowd, longest }: Scene): Promise<Seen> {
  const progress = showProgress({ ...sale, shoppers: plan.shoppers });
  const { slug, startsAt, hold } = sale;
  const job = { crowd: plan, sale: slug, hold, startsAt, endsAt: startsAt + longest };
  try {
    return await crowd.send({ ...job, ports: stage.ports }, progress.show);
  } finally {
    progress.end();
  }
}

function note({ troubles }: Seen, text: string): void {
  troubles.times += 1;
  troubles.first.push(text);
}

function resultOf({
  at,
  took,
  plan,
  sale,
  seen,
  watched,
  evidence,
  recovery,
  cpu,
}: Found & { at: number; took: number; plan: CrowdOptions; sale: Sale }): Result {
  const { stock, gates, slots, reserve, hold, startsAt } = sale;
  const { requests, pageLoads, pagesFetched, endings, refusals, latencies, intervals } = seen;
  const sold = recovery.exported.length;
  const last = recovery.exported.map(({ placedAt }) => placedAt).sort((a, b) => a - b)[stock - 1];
  return {
    ...{
      sale: sale.slug,
      at,
      took,
      crowd: plan,
      made: { stock, gates, slots, reserve, hold },
      sold,
    },
    ...(last !== undefined && { soldOutAfter: (last - startsAt) / 1000 }),
    requests: { ...requests, all: Object.values(requests).reduce((total, one) => total + one, 0) },
    pages: { loads: pageLoads, fetched: pagesFetched },
    ...{ endings, refusals, hmacs: watched.hmacs, latencies, intervals },
    calls: callsOf(watched),
    ...(cpu !== undefined && { cpu }),
    callsAt: watched.callsAt,
    slots: {
      most: mostOpen(seen.slots),
      looks: watched.looks.map(({ at: moment, slotsOpen }) => [moment, slotsOpen]),
    },
    promises: judge(evidence),
    troubles: seen.troubles,
  };
}

function callsOf({ calls, operatorCalls }: Watched): Result["calls"] {
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
