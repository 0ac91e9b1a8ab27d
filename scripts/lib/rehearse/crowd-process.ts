/** The crowd, in a process of its own, so that it does not share a thread with what watches it. */
import { type CrowdOptions, makeCrowd } from "../../../crowd/crowd.ts";
import { ConnectionPool } from "../../../crowd/http/connection-pool.ts";
import { visit } from "../../../crowd/visit.ts";
import type { ContactField } from "../../../edge/contract.ts";
import { workOnJobs } from "../helper-process.ts";
import { StolenUrls } from "./forgery.ts";
import { NetworkShop } from "./network-shop.ts";
import { type Progress, Recorder, type Seen } from "./recorder.ts";

const CONNECTIONS = { buyers: 24, others: 72, site: 4 };
const PROGRESS_EVERY = 500;

export interface Job {
  crowd: CrowdOptions;
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
  const { worker, site } = job.ports;
  const pools = {
    buyers: await ConnectionPool.open(worker, CONNECTIONS.buyers),
    others: await ConnectionPool.open(worker, CONNECTIONS.others),
    site: await ConnectionPool.open(site, CONNECTIONS.site),
  };
  const visitors = makeCrowd(job.crowd);
  const recorder = new Recorder(job.startsAt, visitors.length);
  const shared = { job, pools, recorder, stolen: new StolenUrls() };
  const progress = setInterval(() => tell(recorder.progress), PROGRESS_EVERY);
  const all = visitors.map(async (visitor) => {
    recorder.ended(await visit(visitor, new NetworkShop(shared, visitor)));
  });
  await Promise.race([Promise.all(all), until(job.endsAt)]);
  clearInterval(progress);
  return recorder.seen();
}

function until(moment: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, moment - Date.now()));
}
