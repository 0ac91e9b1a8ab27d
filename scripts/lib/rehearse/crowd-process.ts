/** The crowd, in a process of its own, so that it does not share a thread with what watches it. */
import { type CrowdOptions, makeCrowd } from "../../../crowd/crowd.ts";
import {
  type Bot,
  equipped,
  CONNECTIONS as FARM,
  type FarmOptions,
  makeFarm,
  runFarm,
} from "../../../crowd/farm.ts";
import { ConnectionPool } from "../../../crowd/http/connection-pool.ts";
import { visit } from "../../../crowd/visit.ts";
import type { ContactField } from "../../../edge/contract.ts";
import { workOnJobs } from "../helper-process.ts";
import { StolenUrls } from "./forgery.ts";
import { NetworkShop, type Shared } from "./network-shop.ts";
import { type ProofMaking, proofsFor } from "./proofs.ts";
import { type Progress, Recorder, type Seen } from "./recorder.ts";

const CONNECTIONS = { buyers: 24, others: 72, site: 4, farm: FARM };
const PROGRESS_EVERY = 500;

export interface Job {
  crowd: CrowdOptions;
  /** Comes beside the crowd. */
  farm: FarmOptions | undefined;
  /** Undefined without a door. */
  proofs: Omit<ProofMaking, "visitors"> | undefined;
  /** What a challenge takes a phone on average, in ms, as it is rehearsed; and in real life. */
  work: number;
  realWork: number;
  sale: string;
  /** The hold of the sale as it is rehearsed, in ms. */
  hold: number;
  /** What a form must have besides the e-mail address. */
  onePer: ContactField[];
  /** Ms since 1970. */
  startsAt: number;
  /** When whoever is still there is sent home, ms since 1970. */
  endsAt: number;
  /** The Worker's, and the site's. */
  ports: { worker: number; site: number };
}

workOnJobs(rehearse);

async function rehearse(job: Job, tell: (progress: Progress) => void): Promise<Seen> {
  const crowd = makeCrowd(job.crowd);
  const farm = job.farm ? makeFarm(job.farm, job.crowd.seed, crowd.length) : [];
  const visitors = [...crowd, ...farm];
  const recorder = new Recorder(job.startsAt, visitors);
  const prove = job.proofs && (await proofsFor({ ...job.proofs, visitors: visitors.length }));
  const shared = { job, pools: await openPools(job), recorder, stolen: new StolenUrls(), prove };
  const progress = setInterval(() => tell(recorder.progress), PROGRESS_EVERY);
  const all = crowd.map(async (visitor) => {
    recorder.ended(await visit(visitor, new NetworkShop(shared, visitor)));
  });
  await Promise.race([Promise.all([...all, sendFarm(shared, farm)]), until(job.endsAt)]);
  clearInterval(progress);
  return recorder.seen();
}

async function openPools({ ports: { worker, site } }: Job): Promise<Shared["pools"]> {
  const { buyers, others, farm } = CONNECTIONS;
  return {
    buyers: await ConnectionPool.open(worker, buyers),
    others: await ConnectionPool.open(worker, others),
    farm: await ConnectionPool.open(worker, farm),
    site: await ConnectionPool.open(site, CONNECTIONS.site),
  };
}

async function sendFarm(shared: Shared, farm: Bot[]): Promise<void> {
  const { job, recorder } = shared;
  if (!job.farm) return;
  const ready = equipped(farm, job.farm, { door: job.proofs?.door, work: job.realWork });
  const identities = farm.map((visitor, index) => ({
    shop: new NetworkShop(shared, visitor, index < ready),
    ended: recorder.ended.bind(recorder),
  }));
  await runFarm(identities);
}

function until(moment: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, moment - Date.now()));
}
