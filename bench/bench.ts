/** `npm run bench`: measures the built Worker beside a baseline, in the runtime itself. */
import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { removeFolder } from "../scripts/lib/serve/supervise.ts";
import { report, tell } from "../scripts/lib/tell.ts";
import { measurePages } from "./lighthouse.ts";
import { startGenerator } from "./load/generator.ts";
import { HELP, type Options, readOptions } from "./options.ts";
import { compareDeliveries, compareWatched, countAll, timeAll } from "./phases.ts";
import { describeMachine, markdown, misses, pagesText, type Results } from "./results.ts";
import { rows } from "./rows.ts";
import { builtWorker, newKey } from "./runtime/services.ts";
import { salesAt } from "./sales.ts";

const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** Resolves to the exit status. */
async function main(args: string[]): Promise<number> {
  const options = readOptions(args);
  if (options.help) {
    process.stdout.write(HELP);
    return 0;
  }
  if (options.only === "pages") return onlyPages(options);
  const folder = await mkdtemp(join(tmpdir(), "doorbuster-bench-"));
  process.once("exit", () => removeFolder(folder));
  // By `exit`, so that what was started is ended on the way out.
  for (const signal of SIGNALS) process.once(signal, () => process.exit(1));
  const results = await run(folder, options);
  const text = markdown(results);
  process.stdout.write(text);
  if (!options.quick && options.only === undefined) await keep(results, text);
  const missed = misses(results);
  if (missed.length > 0) tell(`missed: ${missed.join("; ")}`);
  return options.strict && missed.length > 0 ? 1 : 0;
}

/** Without the Worker's rows: `npm run bench -- --only pages`. */
async function onlyPages(options: Options): Promise<number> {
  const pages = await measurePages(options);
  process.stdout.write(pagesText(pages));
  return options.strict && pages.some(({ passed }) => !passed) ? 1 : 0;
}

async function run(folder: string, options: Options): Promise<Results> {
  const { workload, profile, only = "" } = options;
  const worker = await builtWorker(folder, { bundle: options.worker, tell });
  const sales = salesAt(Date.now(), workload.crowdSizes);
  const setting = { folder, worker, sales, signingKey: newKey() };
  const generator = startGenerator();
  const wanted = rows.filter(({ name }) => name.includes(only));
  const crowds = options.only === undefined;
  const bench = { setting, generator, rows: wanted, crowds, workload, profile, tell };
  try {
    const counted = await countAll(bench);
    const timed = await timeAll(bench);
    const deliveries = await compareDeliveries(bench);
    const watched = await compareWatched(bench);
    const memory = { ...timed.memory, crowds: counted.memory };
    const { rounds, roundMs, latencyRounds } = workload;
    const pages = crowds ? await measurePages(options) : undefined;
    const how = { machine: describeMachine(), rounds, roundMs, latencyRounds };
    return { ...how, rows: timed.rows, deliveries, watched, crowds: counted.crowds, memory, pages };
  } finally {
    generator.stop();
  }
}

async function keep(results: Results, text: string): Promise<void> {
  const at = (name: string) => fileURLToPath(new URL(name, import.meta.url));
  await writeFile(at("results.md"), text);
  await writeFile(at("results.json"), `${JSON.stringify(results, null, 2)}\n`);
}

process.exitCode = await main(process.argv.slice(2)).catch(report);
