/** What is measured: ours, the baseline, and ours with counters around it, each in a runtime of its own. */
import { cp, mkdir } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Sales } from "../../edge/contract.ts";
import { withBuild } from "../../scripts/lib/build/build.ts";
import { readWorkerConfig } from "../../scripts/lib/build/worker-config.ts";
import { project } from "../../scripts/lib/project.ts";
import { makeSecret } from "../../scripts/lib/secrets.ts";
import type { Service } from "../../scripts/lib/workerd/config.ts";
import { COUNTING } from "../../scripts/lib/workerd/measures.ts";
import { type Runtime, startWorkerd } from "../../scripts/lib/workerd/workerd.ts";
import { rows } from "../rows.ts";

const module = (name: string) => fileURLToPath(new URL(`../workers/${name}`, import.meta.url));

export const OURS = "ours";

export interface Worker {
  /** A copy that no later build changes. */
  file: string;
  /** The compatibility date. */
  date: string;
}

export interface Setting {
  folder: string;
  worker: Worker;
  sales: Sales;
  signingKey: string;
}

/** `bundle`: measure this file instead of building; for a comparison of before and after. */
export async function builtWorker(
  folder: string,
  { bundle, tell }: { bundle: string | undefined; tell: (line: string) => void },
): Promise<Worker> {
  const file = join(folder, "worker.js");
  await mkdir(folder, { recursive: true });
  if (bundle) {
    await cp(bundle, file);
    return { file, date: (await readWorkerConfig(project.config)).compatibilityDate };
  }
  return withBuild({ tell }, async ({ worker, config }) => {
    await cp(worker, file);
    return { file, date: config.compatibilityDate };
  });
}

export const newKey = () => makeSecret("SIGNING_KEY");

export function startOurs(setting: Setting, inspected: boolean): Promise<Runtime> {
  return start(setting, { name: "ours", files: [], modules: ["worker.js"], inspected });
}

/** The same bundle behind a module that counts. */
export function startCounting(setting: Setting): Promise<Runtime> {
  const modules = ["counting.js", "worker.js"];
  return start(setting, { name: "counting", files: [COUNTING], modules });
}

/** Counted, and with a console to watch from. */
export function startWatchable(setting: Setting, name: string, adminKey: string): Promise<Runtime> {
  return start(setting, {
    name,
    files: [COUNTING],
    modules: ["counting.js", "worker.js"],
    objects: { CONSOLE: "Console" },
    text: { ADMIN_KEY: adminKey },
  });
}

/** Forwards its orders to this order system. */
export function startForwarding(
  setting: Setting,
  name: string,
  { url, secret }: { url: string; secret: string },
): Promise<Runtime> {
  const text = { ORDER_SYSTEM_URL: url, ORDER_SYSTEM_SECRET: secret };
  return start(setting, { name, files: [], modules: ["worker.js"], text });
}

/** One service for each row: nothing has to find out which row a request belongs to. */
export function startBaseline({ folder, worker }: Setting): Promise<Runtime> {
  const services = rows.map(({ name, work }) => ({
    name,
    modules: ["baseline.js"],
    objects: { OBJECT: "Constant" },
    json: { WORK: work },
  }));
  const own = { folder: join(folder, "baseline"), date: worker.date };
  return startWorkerd({ ...own, files: [module("baseline.js")], services, inspected: false });
}

function start(
  { folder, worker, sales, signingKey }: Setting,
  own: {
    name: string;
    files: string[];
    modules: string[];
    inspected?: boolean;
    /** Besides the gates and the stockroom. */
    objects?: Record<string, string>;
    text?: Record<string, string>;
  },
): Promise<Runtime> {
  const service: Service = {
    name: OURS,
    modules: own.modules,
    objects: { GATE: "Gate", STOCKROOM: "Stockroom", ...own.objects },
    text: { SIGNING_KEY: signingKey, ADMIN_KEY: makeSecret("ADMIN_KEY"), ...own.text },
    json: { SALES: sales },
  };
  return startWorkerd({
    folder: join(folder, own.name),
    date: worker.date,
    files: [worker.file, ...own.files],
    services: [service],
    inspected: own.inspected ?? false,
  });
}
