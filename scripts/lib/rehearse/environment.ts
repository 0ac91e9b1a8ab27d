/** The real site and Worker in the runtime itself, with one sale's start a few seconds ahead. */
import { constants, statfsSync } from "node:fs";
import { cp, mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import type { Sale, Sales } from "../../../edge/contract.ts";
import { loadSaleFiles, type SaleFile } from "../../../site/build/sale-files.ts";
import { offsetsOf, stamp } from "../../../site/build/stamp.ts";
import type { RunningOrderSystem } from "../../order-system/server.ts";
import { type Built, withBuild } from "../build/build.ts";
import type { Operator } from "../operate/where.ts";
import { project } from "../project.ts";
import { findSale } from "../sale-file/sales.ts";
import { makeSecret } from "../secrets.ts";
import { ASSETS } from "../workerd/config.ts";
import { COUNTING } from "../workerd/measures.ts";
import { type Runtime, type RuntimeOptions, startWorkerd } from "../workerd/workerd.ts";

const SHOP = "shop";

/** What was built, copied, so that no later build changes it. */
export interface BuildCopy {
  folder: string;
  site: string;
  marked: string;
  sales: SaleFile[];
  /** The sale as its file has it. */
  sale: Sale;
  config: Built["config"];
}

export interface Environment {
  runtime: Runtime;
  ports: { worker: number; site: number };
  operator: Operator;
  signingKey: string;
  /** Kills the runtime; another one goes on with what is on the disk. */
  crash(): Promise<Environment>;
}

/** Before anything is built or begun. Throws a UsageError when there is no such sale. */
export async function readSale(slug: string): Promise<Sale> {
  return findSale(await loadSaleFiles(project.sales, project.root), slug).worker;
}

/** Builds what is out of date. `worker`: a bundle to take instead of the built one. */
export function copyBuild(
  folder: string,
  slug: string,
  { worker, tell }: { worker: string | undefined; tell: (line: string) => void },
): Promise<BuildCopy> {
  return withBuild({ drafts: true, tell }, async (built) => {
    const sale = findSale(built.sales, slug).worker;
    const copy = { folder, site: join(folder, "site"), marked: join(folder, "marked") };
    const how = { recursive: true, mode: constants.COPYFILE_FICLONE };
    await Promise.all([
      cp(built.site, copy.site, how),
      cp(built.marked, copy.marked, how),
      cp(worker ?? built.worker, join(folder, "worker.js")),
    ]);
    return { ...copy, sale, sales: built.sales, config: built.config };
  });
}

/** `sale`: with its start, end and hold as rehearsed. `spawned` and `ended` are called for each runtime. */
export async function openEnvironment(
  copy: BuildCopy,
  sale: Sale,
  {
    orderSystem,
    settings,
    ...heard
  }: {
    orderSystem: Pick<RunningOrderSystem, "url" | "secret">;
    settings: Record<string, string>;
  } & Record<"spawned" | "ended", (pid: number) => void>,
): Promise<Environment> {
  const entries = copy.sales.map(({ slug, worker }) => [slug, slug === sale.slug ? sale : worker]);
  const sales: Sales = Object.fromEntries(entries);
  await stamp(copy.marked, copy.site, sales, offsetsOf(copy.sales));
  const text = {
    ...settings,
    SIGNING_KEY: makeSecret("SIGNING_KEY"),
    ADMIN_KEY: makeSecret("ADMIN_KEY"),
    DRAW_SECRET: makeSecret("DRAW_SECRET"),
    ORDER_SYSTEM_URL: orderSystem.url,
    ORDER_SYSTEM_SECRET: orderSystem.secret,
  };
  return run({ ...optionsOf(copy, sales, text), ...heard }, text);
}

/**
 * What workerd itself says beside errors, like an alarm that was set anew while it rang; and the
 * Worker's note that the operator's key was used, which is the rehearsal's own.
 */
const HARMLESS = /: (?:info|warning): |"event":"operator_used_key"/;

function optionsOf(
  { folder, site, config }: BuildCopy,
  sales: Sales,
  text: Record<string, string>,
): RuntimeOptions {
  const objects = config.objects.map(({ binding, className }) => [binding, className]);
  return {
    folder: join(folder, "runtime"),
    harmless: HARMLESS,
    date: config.compatibilityDate,
    flags: config.compatibilityFlags,
    files: [COUNTING, join(folder, "worker.js")],
    site,
    services: [
      {
        name: SHOP,
        modules: [basename(COUNTING), "worker.js"],
        objects: Object.fromEntries(objects),
        text,
        json: { SALES: sales },
      },
    ],
  };
}

async function run(
  options: RuntimeOptions,
  secrets: { ADMIN_KEY: string; SIGNING_KEY: string },
): Promise<Environment> {
  const runtime = await startWorkerd(options);
  const ports = { worker: runtime.ports[SHOP] ?? 0, site: runtime.ports[ASSETS] ?? 0 };
  const url = `http://127.0.0.1:${ports.worker}`;
  const operator = { url, key: secrets.ADMIN_KEY, from: "the rehearsal" };
  return {
    runtime,
    ports,
    operator,
    signingKey: secrets.SIGNING_KEY,
    crash: async () => {
      await runtime.kill();
      return run(options, secrets);
    },
  };
}

/** Linux has it, though not always with room. */
const IN_MEMORY = "/dev/shm";
const MIB = 2 ** 20;
/** For the site, and for each object: its data, and what SQLite has not yet merged into them. */
const NEEDED = { site: 32 * MIB, object: 4.5 * MIB };

/**
 * A new folder, in memory if the system has a place for files there: each slot and each order is on the
 * disk before it is answered, so otherwise a rehearsal would measure how busy the disk is. The files
 * outlive a crash of the runtime either way. `TMPDIR` names another place.
 */
export function makeFolder(gates: number): Promise<string> {
  const room = NEEDED.site + NEEDED.object * (gates + 1);
  const inMemory = process.env.TMPDIR === undefined && freeIn(IN_MEMORY) > room;
  return mkdtemp(join(inMemory ? IN_MEMORY : tmpdir(), "doorbuster-rehearsal-"));
}

/** Bytes; none where there is no such place. */
function freeIn(path: string): number {
  try {
    const { bavail, bsize } = statfsSync(path);
    return bavail * bsize;
  } catch {
    return 0;
  }
}
