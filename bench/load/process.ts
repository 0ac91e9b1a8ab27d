/** The load, in a process of its own, so that it does not share a thread with what commands it. */
import { workOnJobs } from "../../scripts/lib/helper-process.ts";
import { percentile } from "../stats.ts";
import { crowds } from "./crowd.ts";
import { arrive, saturate } from "./drive.ts";
import type { Arrived, Job, Results, Saturated, Target } from "./generator.ts";
import { makeShoppers, type Shopper, type Visit, visits } from "./visits.ts";

workOnJobs(work);

function work(job: Job): Promise<Results[keyof Results]> {
  if (job.do === "crowds") return crowds(job.port, job.sizes, job);
  return job.do === "saturate" ? measureRate(job) : measureTimes(job);
}

async function measureRate(job: Extract<Job, { do: "saturate" }>): Promise<Saturated> {
  const next = await nextVisit(job);
  const before = process.cpuUsage();
  const { visits: done, ms } = await saturate(job.port, job.connections, job.ms, next);
  const { user, system } = process.cpuUsage(before);
  return { perSecond: (done * 1000) / ms, visits: done, busy: (user + system) / 1000 / ms };
}

async function measureTimes(job: Extract<Job, { do: "arrive" }>): Promise<Arrived> {
  const times = await arrive(job.port, job.perSecond, job.ms, await nextVisit(job));
  return { p50: percentile(times, 50), p99: percentile(times, 99) };
}

async function nextVisit(target: Target): Promise<() => Visit> {
  return visits(target.visiting, await shoppersOf(target));
}

/** Those who come again and again are made once; a buyer comes once, and so does one whose slot has lapsed. */
const returning = new Map<string, Promise<Shopper[]>>();

function shoppersOf({ visiting, signingKey, lapsed, shoppers }: Target): Promise<Shopper[]> {
  const make = () => makeShoppers(shoppers, { ...visiting, signingKey, lapsed });
  if (visiting.kind === "buy" || lapsed) return make();
  const key = `${visiting.sale} ${lapsed}`;
  const made = returning.get(key) ?? make();
  returning.set(key, made);
  return made;
}
