/** Starts Astro's development server for the pages, with the Worker behind it. */
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { loadSaleFiles } from "../../../../site/build/sale-files.ts";
import type { WorkerConfig } from "../../build/worker-config.ts";
import { keepLocal } from "../../local-record.ts";
import { project } from "../../project.ts";
import { tell } from "../../tell.ts";
import type { ServeOptions } from "../options.ts";
import { pickSale, takeState } from "../serve.ts";
import type { ServeCommand } from "../supervise.ts";
import { readyMoment } from "../times.ts";
import { type Followers, follow, LiveSales, readBrand, readWhenRight } from "./follow.ts";
import { type Pages, passTo, servePages } from "./pages.ts";
import { Backend, findBundle } from "./worker.ts";

/** How long booting the Worker may take, so that `--starts-in 20s` is 20 s after the ready line. */
const ALLOWANCE = 1500;

export async function dev(
  command: ServeCommand,
  atEnd: (step: () => unknown) => void,
): Promise<string> {
  const { options, temporary } = command;
  const { state, secrets } = await takeState(command, atEnd);
  const [files, bundle] = [await readWhenRight(), await findBundle()];
  const sales = new LiveSales(files, await readBrand());
  const { slug } = pickSale(files, options.sale);

  let pages: Pages | undefined;
  const backend = new Backend({
    ...bundle,
    secrets,
    objects: state.objects,
    temporary: join(temporary, "runtime"),
    // The order form and what else the Worker sends is edited as any other page.
    site: (request, response) => pages?.handle(request, response),
  });
  atEnd(() => backend.end());
  const followers: Followers = {
    sales,
    serve: (now) => backend.serve(now),
    reload: async () => pages?.reload(),
    showError: (message) => pages?.showError(message),
  };
  pages = await servePages({
    port: options.port,
    live: sales.live,
    changed: follow(followers),
    worker: passTo(() => backend.port, workersPaths(bundle.config)),
  });
  atEnd(() => pages?.end());
  const origin = `http://127.0.0.1:${pages.port}`;
  const url = `${origin}/sales/${slug}`;
  // The first look compiles the page, and nobody should wait for that.
  await fetch(url).then((page) => page.text());
  // What was edited while Astro began.
  const now = await loadSaleFiles(project.sales, project.root).catch(() => files);
  sales.read(now, await readBrand().catch(() => sales.live.brand));
  await beginInTime(options, slug, sales, backend);
  tell(`secrets: ${options.env ? `${options.env}, and ` : ""}${state.secrets}`);
  atEnd(keepLocal(origin, secrets));
  return url;
}

/** Without the pages that the Worker fills in: who edits them may look at them as they are. */
function workersPaths({ assets }: WorkerConfig): string[] {
  const first = Array.isArray(assets.runWorkerFirst) ? assets.runWorkerFirst : [];
  return first.filter((pattern) => !pattern.startsWith("/shell"));
}

async function beginInTime(
  options: ServeOptions,
  slug: string,
  sales: LiveSales,
  backend: Backend,
): Promise<void> {
  const waits = options.startsIn !== undefined && options.startsIn > 0;
  const ready = readyMoment(Date.now() + (waits ? ALLOWANCE : 0), options);
  sales.move(slug, options, ready);
  await backend.serve({ ...sales.live.sales });
  await sleep(Math.max(0, ready - Date.now()));
}
