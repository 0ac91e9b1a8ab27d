/** What it costs that a sale is watched at the console: calls to objects, and what shoppers notice. */
import { setTimeout as sleep } from "node:timers/promises";
import { makeSecret } from "../scripts/lib/secrets.ts";
import { type Calls, readCounts } from "../scripts/lib/workerd/measures.ts";
import type { Runtime } from "../scripts/lib/workerd/workerd.ts";
import { compareLatency, openLoop } from "./latency.ts";
import type { Arrived, Generator } from "./load/generator.ts";
import { ourTarget } from "./measure.ts";
import type { Workload } from "./options.ts";
import type { Row } from "./rows.ts";
import { OURS, type Setting, startWatchable } from "./runtime/services.ts";
import { WATCHED } from "./sales.ts";
import { signIn } from "./sign-in.ts";

export interface Watched {
  watchers: number;
  shoppers: number;
  /** Calls to objects that only watching makes, while the crowd came. */
  calls: number;
  seconds: number;
  perSecond: number;
  allowed: number;
  passed: boolean;
  /** Pairs of a claim and an order in a second, for the latencies. */
  load: number;
  rounds: number;
  alone: Arrived;
  watched: Arrived;
  /** Of the medians of p50, watched to alone. */
  ratio: number;
}

/** Calls to objects a second. */
const ALLOWED = 2;
/** Far from saturation: what is looked for is waiting, not load. */
const PER_SECOND = 60;
/** What nobody would ask an object for if nobody watched. */
const WATCHING = ["watch", "glance", "survey", "placements", "gates", "isLive"];
/** The first survey asks every gate; ms after which only the lasting cost is left. */
const SETTLED = 3_000;

export async function measureWatching(
  generator: Generator,
  setting: Setting,
  row: Row,
  workload: Workload,
): Promise<Watched> {
  const key = makeSecret("ADMIN_KEY");
  const runtimes: Runtime[] = [];
  const start = async (name: string) => {
    const runtime = await startWatchable(setting, name, key);
    runtimes.push(runtime);
    return runtime;
  };
  const leaving = new AbortController();
  try {
    const [alone, watched] = [await start("alone"), await start("watched")];
    const origin = `http://127.0.0.1:${watched.ports[OURS]}`;
    const cookie = await signIn(origin, key);
    const watch = (sale: string) => openStreams(origin, { cookie, sale, leaving, workload });
    await watch(WATCHED);
    const crowd = await countCalls(generator, watched, workload);
    await watch(row.visiting.sale);
    const target = (ours: Runtime) =>
      ourTarget({ ours, signingKey: setting.signingKey, returning: workload.returning }, row);
    const load = openLoop(workload, PER_SECOND);
    const targets = { alone: target(alone), watched: target(watched) };
    const times = await compareLatency(generator, targets, load);
    const ratio = times.watched.p50 / times.alone.p50;
    return { ...crowd, load: PER_SECOND, rounds: load.rounds, ...times, ratio };
  } finally {
    leaving.abort();
    await Promise.all(runtimes.map((runtime) => runtime.stop()));
  }
}

async function countCalls(generator: Generator, watched: Runtime, workload: Workload) {
  const port = watched.ports[OURS] ?? 0;
  const { watchers, watchedCrowd: shoppers, crowdMs: ms, crowdPause: pause } = workload;
  await sleep(SETTLED);
  await readCounts(port);
  const begun = performance.now();
  const sizes = [{ sale: WATCHED, shoppers }];
  await generator.run({ do: "crowds", port, sizes, ms, pause });
  const { sales } = await readCounts(port);
  const seconds = (performance.now() - begun) / 1000;
  const calls = Object.values(sales).reduce((sum, objects) => sum + ofWatching(objects), 0);
  const perSecond = calls / seconds;
  const judged = { perSecond, allowed: ALLOWED, passed: perSecond < ALLOWED };
  return { watchers, shoppers, calls, seconds, ...judged };
}

function ofWatching(objects: Calls): number {
  const methods = Object.values(objects).flatMap((counts) => Object.entries(counts));
  return methods.reduce((sum, [name, n]) => sum + (WATCHING.includes(name) ? n : 0), 0);
}

interface Watching {
  cookie: string;
  sale: string;
  leaving: AbortController;
  workload: Workload;
}

/** Resolves when all of them are open; what they say is read and dropped. */
async function openStreams(origin: string, { cookie, sale, leaving, workload }: Watching) {
  const url = `${origin}/admin/stream?sale=${sale}`;
  const headers = { accept: "text/event-stream", cookie };
  const streams = Array.from({ length: workload.watchers }, async () => {
    const answer = await fetch(url, { headers, signal: leaving.signal });
    if (!answer.ok || !answer.body) throw new Error(`no stream: ${answer.status}`);
    answer.body.pipeTo(new WritableStream(), { signal: leaving.signal }).catch(() => {});
  });
  await Promise.all(streams);
}
