/** The crowd, in a process of its own, so that it does not share a thread with what watches. */
import { makeCrowd } from "../crowd/crowd.ts";
import { visit } from "../crowd/visit.ts";
import { openAll } from "../load/connection.ts";
import { Line } from "../load/line.ts";
import { endWithParent, forget, guard } from "../load/wards.ts";
import { Leaks } from "./leaks.ts";
import type { Job, News, Order, Seen } from "./messages.ts";
import { NetworkShop } from "./network-shop.ts";
import { Witness } from "./witness.ts";

const CONNECTIONS = { buyers: 24, others: 72, site: 4 };
const PROGRESS_EVERY = 500;

endWithParent();
process.on("message", (order: Order) => {
  if ("guard" in order) guard(order.guard, [order.folder]);
  if ("forget" in order) forget(order.forget);
  if ("job" in order) {
    rehearse(order.job).then(
      (seen) => tell({ seen }),
      (error) => tell({ failed: error instanceof Error ? error.message : String(error) }),
    );
  }
});

function tell(news: News): void {
  process.send?.(news);
}

async function rehearse(job: Job): Promise<Seen> {
  const line = async (port: number, count: number) => new Line(await openAll(port, count));
  const buyers = await line(job.ports.worker, CONNECTIONS.buyers);
  const others = await line(job.ports.worker, CONNECTIONS.others);
  const site = await line(job.ports.site, CONNECTIONS.site);
  const visitors = makeCrowd(job.crowd);
  const witness = new Witness(job.startsAt, visitors.length);
  const ground = { job, buyers, others, site, witness, leaks: new Leaks() };
  const progress = setInterval(() => tell({ progress: witness.progress }), PROGRESS_EVERY);
  const all = visitors.map(async (visitor) => {
    witness.ended(await visit(visitor, new NetworkShop(ground, visitor)));
  });
  await Promise.race([Promise.all(all), until(job.endsAt)]);
  clearInterval(progress);
  return witness.seen();
}

function until(moment: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, moment - Date.now()));
}
