/** The crowd, in a process of its own, so that it does not share a thread with what watches it. */
import { makeCrowd } from "../../../crowd/crowd.ts";
import { ConnectionPool } from "../../../crowd/http/connection-pool.ts";
import { visit } from "../../../crowd/visit.ts";
import { exitWithParent, trackFolder, trackProcess, untrackProcess } from "../child-processes.ts";
import type { CrowdCommand, CrowdEvent, Job } from "./crowd.ts";
import { StolenUrls } from "./forgery.ts";
import { NetworkShop } from "./network-shop.ts";
import { Recorder, type Seen } from "./recorder.ts";

const CONNECTIONS = { buyers: 24, others: 72, site: 4 };
const PROGRESS_EVERY = 500;

exitWithParent();
process.on("message", (command: CrowdCommand) => {
  if ("folder" in command) trackFolder(command.folder);
  if ("track" in command) trackProcess(command.track);
  if ("untrack" in command) untrackProcess(command.untrack);
  if ("job" in command) {
    rehearse(command.job).then(
      (seen) => tell({ seen }),
      (error) => tell({ failed: error instanceof Error ? error.message : String(error) }),
    );
  }
});

function tell(event: CrowdEvent): void {
  process.send?.(event);
}

async function rehearse(job: Job): Promise<Seen> {
  const { worker, site } = job.ports;
  const pools = {
    buyers: await ConnectionPool.open(worker, CONNECTIONS.buyers),
    others: await ConnectionPool.open(worker, CONNECTIONS.others),
    site: await ConnectionPool.open(site, CONNECTIONS.site),
  };
  const visitors = makeCrowd(job.crowd);
  const recorder = new Recorder(job.startsAt, visitors.length);
  const shared = { job, pools, recorder, stolen: new StolenUrls() };
  const progress = setInterval(() => tell({ progress: recorder.progress }), PROGRESS_EVERY);
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
