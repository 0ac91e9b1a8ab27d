/** One rehearsal, from the build to the verdicts. */

import { type CrowdOptions, scaledHold } from "../../../crowd/crowd.ts";
import type { FarmOptions } from "../../../crowd/farm.ts";
import { fittingScale, rehearsedArrivals } from "../../../crowd/rehearsed.ts";
import { type Sale, USUAL_WORK } from "../../../edge/contract.ts";
import { type RunningOrderSystem, startOrderSystem } from "../../order-system/server.ts";
import { type HelperProcess, startHelper } from "../helper-process.ts";
import { onStop } from "../interrupt.ts";
import { removeFolder } from "../serve/supervise.ts";
import { tell } from "../tell.ts";
import { cpuOf } from "../workerd/measures.ts";
import type { Job } from "./crowd-process.ts";
import { checkDraw } from "./draw-check.ts";
import {
  copyBuild,
  type Environment,
  makeFolder,
  openEnvironment,
  readSale,
} from "./environment.ts";
import { Monitor } from "./monitor.ts";
import type { RehearseOptions } from "./options.ts";
import type { Progress, Seen } from "./recorder.ts";
import { checkRecovery } from "./recovery-check.ts";
import { showProgress } from "./report-text.ts";
import { type Found, type Result, resultOf } from "./result.ts";
import { startVerifiers, type Verifiers } from "./verifiers.ts";

type Crowd = HelperProcess<Job, Seen, Progress>;

/** From the moment when the runtime listens to the first visitor, in ms. */
const ALLOWANCE = 700;
const INTERRUPTED = 130;
/** The least there is: a key or two to try, in ms of a phone. */
const EASY_WORK = 4;
export async function rehearse(options: RehearseOptions): Promise<Result> {
  const { gates } = await readSale(options.sale);
  const folder = await makeFolder(gates);
  process.once("exit", () => removeFolder(folder));
  // By `exit`, so that what was started is ended on the way out.
  onStop(() => process.exit(INTERRUPTED));
  const crowd: Crowd = startHelper(new URL("./crowd-process.ts", import.meta.url));
  crowd.trackFolder(folder);
  // Dead while the sale goes on: it takes connections and never answers.
  const orderSystem = await startOrderSystem({ behaviour: { hang: 1 } });
  const verifiers = await startVerifiers();
  try {
    return await perform(folder, options, { crowd, orderSystem, verifiers });
  } finally {
    crowd.stop();
    verifiers.stop();
    await orderSystem.stop();
  }
}

async function perform(folder: string, options: RehearseOptions, others: Others): Promise<Result> {
  const { crowd, orderSystem, verifiers } = others;
  const built = await copyBuild(folder, options.sale, { worker: options.worker, tell });
  const at = Date.now();
  const crowdOptions = crowdFor(built.sale, options);
  const real = atItsDoor(built.sale, options);
  const sale = rehearsed(real, crowdOptions);
  tell(introduction(real, crowdOptions, options.farm));
  const callbacks = { spawned: crowd.track, ended: crowd.untrack };
  const { settings } = verifiers;
  const environment = await openEnvironment(built, sale, { orderSystem, settings, ...callbacks });
  const { longest, farm } = options;
  const realWork = real.work ?? USUAL_WORK;
  const rehearsal = { ...others, environment, sale, realWork, crowdOptions, farm, longest };
  const found = await play(rehearsal);
  const how = { at, crowd: crowdOptions, ...(farm && { farm }), work: realWork };
  return resultOf(found, { ...how, took: Date.now() - at });
}

/** The sale with the door and the limit that are to be tried. */
function atItsDoor(sale: Sale, { door, onePer }: RehearseOptions): Sale {
  const { door: own, ...open } = sale;
  const tried = door ?? own ?? "open";
  return { ...open, ...(tried !== "open" && { door: tried }), ...(onePer && { onePer }) };
}

/** The crowd, made to fit. */
function crowdFor(sale: Sale, { seed, shoppers, scale, farm }: RehearseOptions): CrowdOptions {
  const arrivals = rehearsedArrivals(shoppers, farm?.bots);
  return { seed, shoppers, hold: sale.hold, scale: scale ?? fittingScale(sale), arrivals };
}

/** The start a few seconds ahead; what the sale is made of stays as it is in the file. */
function rehearsed(sale: Sale, crowdOptions: CrowdOptions): Sale {
  const startsAt = Math.ceil((Date.now() + ALLOWANCE + crowdOptions.arrivals.lead) / 1000) * 1000;
  const endsAt = startsAt + sale.endsAt - sale.startsAt;
  // One machine cannot be thousands of phones: challenges are real but easy, and their time is waited for.
  return { ...sale, startsAt, endsAt, hold: scaledHold(crowdOptions), work: EASY_WORK };
}

function introduction(
  sale: Sale,
  { seed, shoppers, scale, arrivals }: CrowdOptions,
  farm: FarmOptions | undefined,
): string {
  const faster = scale === 1 ? "" : `; forms and hold ${scale} times faster than in real life`;
  const start = `start in ${((arrivals.lead + ALLOWANCE) / 1000).toFixed(0)} s`;
  const bots = farm ? ` and a farm of ${farm.bots.toLocaleString("en")} bots` : "";
  const door = sale.door === undefined ? "" : `; door: ${sale.door}`;
  return `rehearsing ${sale.slug} with ${shoppers.toLocaleString("en")} shoppers${bots}, seed ${seed}; ${start}${faster}${door}`;
}

/** Beside the Worker. */
interface Others {
  crowd: Crowd;
  orderSystem: RunningOrderSystem;
  verifiers: Verifiers;
}

interface Rehearsal extends Others {
  environment: Environment;
  sale: Sale;
  /** Ms of a phone for a challenge, in real life. */
  realWork: number;
  crowdOptions: CrowdOptions;
  farm: FarmOptions | undefined;
  /** Ms after the start. */
  longest: number;
}

async function play(rehearsal: Rehearsal): Promise<Found> {
  const { environment, sale, orderSystem } = rehearsal;
  const monitor = new Monitor(environment, sale.slug, sale.startsAt);
  const seen = await sendCrowd(rehearsal);
  const open = Date.now() - sale.startsAt;
  const status = await monitor.end();
  const cpu = cpuOf(environment.runtime.pid);
  const attempts = orderSystem.stats().deliveries;
  const said = environment.runtime.complaints().split("\n");
  for (const line of said.filter(Boolean).slice(0, 5)) note(seen, `the runtime said: ${line}`);
  tell("the crowd has gone; looking for every order after a crash");
  orderSystem.behave({});
  const second = await environment.crash();
  try {
    const recovery = await checkRecovery({ ...rehearsal, environment: second }, seen.orders, open);
    const { samples } = monitor;
    const draw = await checkDraw(status, recovery.exported);
    return { evidence: { sale, seen, status, samples, recovery, draw, attempts, open }, cpu };
  } finally {
    await second.runtime.stop();
  }
}

async function sendCrowd({
  environment: { ports, signingKey },
  sale,
  realWork,
  crowdOptions,
  farm,
  crowd,
  verifiers: { memberKey },
  longest,
}: Rehearsal): Promise<Seen> {
  const progress = showProgress({
    ...sale,
    shoppers: crowdOptions.shoppers + (farm?.bots ?? 0),
  });
  const { slug, door, startsAt, hold, onePer = [] } = sale;
  const job = {
    ...{ crowd: crowdOptions, farm, realWork, work: realWork / crowdOptions.scale },
    proofs: door && { sale: slug, door, signingKey, memberKey },
    sale: slug,
    hold,
    onePer,
    startsAt,
    endsAt: startsAt + longest,
  };
  try {
    return await crowd.run({ ...job, ports }, progress.show);
  } finally {
    progress.end();
  }
}

function note({ troubles }: Seen, text: string): void {
  troubles.times += 1;
  troubles.first.push(text);
}
