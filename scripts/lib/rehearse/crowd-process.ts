/** The crowd, in a process of its own, so that it does not share a thread with what watches. */
import { makeCrowd } from "../../../crowd/crowd.ts";
import { openAll } from "../../../crowd/http/connection.ts";
import { ConnectionPool } from "../../../crowd/http/connection-pool.ts";
import { visit } from "../../../crowd/visit.ts";
import { endWithParent, forget, guard } from "../child-processes.ts";
import { Leaks } from "./leaks.ts";
import type { CrowdCommand, CrowdEvent, Job, Seen } from "./messages.ts";
import { NetworkShop } from "./network-shop.ts";
import { Recorder } from "./recorder.ts";

const CONNECTIONS = { buyers: 24, others: 72, site: 4 };
const PROGRESS_EVERY = 500;

endWithParent();
process.on("message", (order: CrowdCommand) => {
  if ("guard" in order) guard(order.guard, [order.folder]);
  if ("forget" in order) forget(order.forget);
  if ("job" in order) {
    rehearse(order.job).then(
      (seen) => tell({ seen }),
      (error) => tell({ failed: error instanceof Error ? error.message : String(error) }),
    );
  }
});

function tell(news: CrowdEvent): void {
  process.send?.(news);
}

async function rehearse(job: Job): Promise<Seen> {
  const line = async (port: number, count: number) =>
    new ConnectionPool(await openAll(port, count));
  const buyers = await line(job.ports.worker, CONNECTIONS.buyers);
  const others = await line(job.ports.worker, CONNECTIONS.others);
  const site = await line(job.ports.site, CONNECTIONS.site);
  const visitors = makeCrowd(job.crowd);
  const recorder = new Recorder(job.startsAt, visitors.length);
  const ground = { job, buyers, others, site, recorder, leaks: new Leaks() };
  const progress = setInterval(() => tell({ progress: recorder.progress }), PROGRESS_EVERY);
  const all = visitors.map(async (visitor) => {
    recorder.ended(await visit(visitor, new NetworkShop(ground, visitor)));
  });
  await Promise.race([Promise.all(all), until(job.endsAt)]);
  clearInterval(progress);
  return recorder.seen();
}

function until(moment: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, moment - Date.now()));
}
