/** Builds the site and the Worker, once for all who need them. */
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { isHeavy, table, tooHeavy, type Weighed } from "../../../site/build/budget.ts";
import { SaleFileError } from "../../../site/build/sale-file-error.ts";
import { readSaleFiles, type SaleFile } from "../../../site/build/sale-files.ts";
import { context } from "../context.ts";
import { lock } from "../lock.ts";
import { project } from "../project.ts";
import { Refusal } from "../refusal.ts";
import { requireBuildable } from "../sale-file/sales.ts";
import { runTool } from "../tool.ts";
import { readWorkerConfig, type WorkerConfig } from "./worker-config.ts";

export interface BuildOptions {
  /** Also the sales that are drafts. */
  drafts?: boolean | undefined;
  /** Also what is up to date. */
  force?: boolean | undefined;
  /** Pages over their budget too; `weighed` tells. Otherwise they are refused. */
  heavy?: boolean | undefined;
  tell: (line: string) => void;
}
export interface Built {
  sales: SaleFile[];
  site: string;
  marked: string;
  /** The sales that are built into it may be others: whoever runs it here tells it of its sales. */
  worker: string;
  config: WorkerConfig;
  weighed: Weighed[];
  /** The fingerprint of everything that the build depended on. */
  fingerprint: string;
}

const PATIENCE = 300_000;
const files = () => ({
  stamp: join(project.build, "fingerprint"),
  worker: join(project.worker, "worker.js"),
  config: join(project.worker, "config.json"),
});

/** Builds what is out of date; while `use` runs, nobody else builds over it. */
export async function withBuild<T>(
  options: BuildOptions,
  use: (built: Built) => Promise<T>,
): Promise<T> {
  const sales = await wantedSales(options);
  const release = await lock(join(project.build, "lock"), PATIENCE, isBuilding);
  try {
    const fingerprints = [await buildSite(options, sales), await buildWorker(options)];
    const weighed = await readJson<Weighed[]>(project.weights);
    const refusal = options.heavy ? undefined : tooHeavy(weighed);
    if (refusal !== undefined) throw new Refusal(refusal);
    const { site, marked } = project;
    const config = await readJson<WorkerConfig>(files().config);
    const fingerprint = fingerprints.join(" ");
    const { worker } = files();
    return await use({ sales, site, marked, worker, config, weighed, fingerprint });
  } finally {
    release();
  }
}

const isBuilding = (pid: number) =>
  `process ${pid} has been building for five minutes; end it, then try again`;

async function readJson<Content>(file: string): Promise<Content> {
  return JSON.parse(await readFile(file, "utf8")) as Content;
}

// ── The site ────────────────────────────────────────────────────────────────────────────────

/** Throws a SaleFileError where one is wrong; tells what was left out, since nobody may notice else. */
async function wantedSales({ drafts, tell }: BuildOptions): Promise<SaleFile[]> {
  const { files, problems, leftOut } = await readSaleFiles(project.sales, project.root);
  if (problems.length > 0) throw new SaleFileError(problems);
  for (const line of leftOut) tell(line);
  return files.filter((file) => drafts || !file.draft);
}

/** Resolves to the fingerprint of what is built then. */
async function buildSite(
  { drafts, force, tell }: BuildOptions,
  sales: SaleFile[],
): Promise<string> {
  // Without a draft, both kinds of build are the same one.
  const withDrafts = drafts === true && sales.some((file) => file.draft);
  const wanted = await fingerprintOf(project.root, withDrafts);
  if (!force && (await hasSite(wanted))) return wanted;
  await requireBuildable(sales);
  await rm(files().stamp, { force: true });
  tell("building the site…");
  await mkdir(project.build, { recursive: true });
  const env = { DOORBUSTER_DRAFTS: withDrafts ? "1" : "0" };
  await runTool("astro", ["build"], "The site could not be built. astro said:", env);
  const weighed = await readJson<Weighed[]>(project.weights);
  // What each page weighs is news only where one of them is too heavy.
  if (weighed.some(isHeavy)) tell(table(weighed).join("\n"));
  await writeFile(files().stamp, wanted);
  return wanted;
}

/** The fingerprint of everything that the site's build depends on. */
function fingerprintOf(root: string, withDrafts: boolean): Promise<string> {
  const address = context().env.DOORBUSTER_URL ?? "";
  return fingerprint(root, project.siteInputs, { withDrafts, address });
}

async function hasSite(wanted: string): Promise<boolean> {
  if (![project.site, project.marked, project.weights].every(existsSync)) return false;
  return (await readFile(files().stamp, "utf8").catch(() => "")) === wanted;
}

// ── The Worker ──────────────────────────────────────────────────────────────────────────────

/** Resolves to the fingerprint of what is built then. */
async function buildWorker({ force, tell }: BuildOptions): Promise<string> {
  const isThere = [project.workerTypes, files().worker, files().config].every(existsSync);
  if (force || !isThere || !(await hasWorker(project.worker))) {
    tell("building the Worker…");
    const types = ["types", project.workerTypes, "--include-runtime=false"];
    await runTool("wrangler", types, "The Worker's types could not be made. wrangler said:");
    // The bundle comes last: with it, all counts as built.
    await bundleWorker(project.worker);
  }
  return workerFingerprint();
}

/** Bundles into `folder`: worker.js, its config.json, and the fingerprint of its inputs. */
export async function bundleWorker(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true });
  const inputs = await workerFingerprint();
  const args = ["deploy", "--dry-run", "--minify", "--outdir", folder];
  await runTool("wrangler", args, "The Worker could not be built. wrangler said:");
  const config = await readWorkerConfig(project.config);
  await writeFile(join(folder, "config.json"), `${JSON.stringify(config, null, 2)}\n`);
  await writeFile(join(folder, "inputs"), inputs);
}

/** Whether `folder` has the Worker as it is now; the sales that are built into it may be others. */
export async function hasWorker(folder: string): Promise<boolean> {
  const inputs = await readFile(join(folder, "inputs"), "utf8").catch(() => "");
  return inputs === (await workerFingerprint());
}

const workerFingerprint = () => fingerprint(project.root, project.workerInputs, {});

// ── Fingerprints ───────────────────────────────────────────────────────────────────────────────
/** A hash of files and folders under `root` except tests, and of `extra`. */
export async function fingerprint(root: string, inputs: string[], extra: unknown): Promise<string> {
  const hash = createHash("sha256").update(JSON.stringify(extra));
  for (const file of (await Promise.all(inputs.map((input) => filesOf(root, input)))).flat()) {
    const content = await readFile(join(root, file));
    hash.update(`\0${file}\0${content.length}\0`).update(content);
  }
  return hash.digest("hex");
}

async function filesOf(root: string, input: string): Promise<string[]> {
  if (!(await stat(join(root, input))).isDirectory()) return [input];
  const entries = await readdir(join(root, input), { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && !entry.name.endsWith(".test.ts"))
    .map((entry) => join(entry.parentPath.slice(root.length), entry.name))
    .sort();
}
