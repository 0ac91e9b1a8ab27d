/** The real site and Worker in the runtime itself, with one sale's start a few seconds ahead. */
import { constants } from "node:fs";
import { cp } from "node:fs/promises";
import { basename, join } from "node:path";
import type { Sale, Sales } from "../../../edge/contract.ts";
import { loadSaleFiles, type SaleFile } from "../../../site/build/sale-files.ts";
import { offsetsOf, stamp } from "../../../site/build/stamp.ts";
import { type Built, withBuild } from "../build.ts";
import { findSale } from "../find-sale.ts";
import type { Operator } from "../operator/where.ts";
import { project } from "../project.ts";
import { makeSecret } from "../secrets.ts";
import { ASSETS } from "../workerd/config.ts";
import { COUNTING } from "../workerd/counts.ts";
import { type Runtime, type RuntimeOptions, startWorkerd } from "../workerd/workerd.ts";

const SHOP = "shop";

/** What was built, copied, so that no later build changes it. */
export interface Set {
  folder: string;
  site: string;
  marked: string;
  sales: SaleFile[];
  /** The sale as its file has it. */
  sale: Sale;
  config: Built["config"];
}

export interface Stage {
  runtime: Runtime;
  ports: { worker: number; site: number };
  operator: Operator;
  /** The runtime dies, and another one goes on with what is on the disk. */
  crash(): Promise<Stage>;
}

/** Before anything is built or begun. Throws a UsageError when there is no such sale. */
export async function readSale(slug: string): Promise<Sale> {
  return findSale(await loadSaleFiles(project.sales, project.root), slug).worker;
}

/** Builds what is out of date. `worker`: a bundle to take instead of the built one. */
export function copySet(
  folder: string,
  slug: string,
  { worker, tell }: { worker: string | undefined; tell: (line: string) => void },
): Promise<Set> {
  return withBuild({ drafts: true, tell }, async (built) => {
    const sale = findSale(built.sales, slug).worker;
    const set = { folder, site: join(folder, "site"), marked: join(folder, "marked") };
    const how = { recursive: true, mode: constants.COPYFILE_FICLONE };
    await Promise.all([
      cp(built.site, set.site, how),
      cp(built.marked, set.marked, how),
      cp(worker ?? built.worker, join(folder, "worker.js")),
    ]);
    return { ...set, sale, sales: built.sales, config: built.config };
  });
}

/** `sale`: with its start, end and hold as they are rehearsed. `spawned` and `ended` hear of each runtime. */
export async function openStage(
  set: Set,
  sale: Sale,
  {
    orderSystem,
    ...heard
  }: { orderSystem: string } & Record<"spawned" | "ended", (pid: number) => void>,
): Promise<Stage> {
  const entries = set.sales.map(({ slug, worker }) => [slug, slug === sale.slug ? sale : worker]);
  const sales: Sales = Object.fromEntries(entries);
  await stamp(set.marked, set.site, sales, offsetsOf(set.sales));
  const text = {
    ...{ SIGNING_KEY: makeSecret("SIGNING_KEY"), ADMIN_KEY: makeSecret("ADMIN_KEY") },
    ...{ ORDER_SYSTEM_URL: orderSystem, ORDER_SYSTEM_SECRET: makeSecret("ORDER_SYSTEM_SECRET") },
  };
  return run({ ...optionsOf(set, sales, text), ...heard }, text.ADMIN_KEY);
}

function optionsOf(
  { folder, site, config }: Set,
  sales: Sales,
  text: Record<string, string>,
): RuntimeOptions {
  const objects = config.objects.map(({ binding, className }) => [binding, className]);
  return {
    folder: join(folder, "runtime"),
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

async function run(options: RuntimeOptions, key: string): Promise<Stage> {
  const runtime = await startWorkerd(options);
  const ports = { worker: runtime.ports[SHOP] ?? 0, site: runtime.ports[ASSETS] ?? 0 };
  const operator = { url: `http://127.0.0.1:${ports.worker}`, key, from: "the rehearsal" };
  return {
    ...{ runtime, ports, operator },
    crash: async () => {
      await runtime.kill();
      return run(options, key);
    },
  };
}
