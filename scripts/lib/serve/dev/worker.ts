/** The Worker behind the pages that are edited: bundled once, booted anew when a sale's numbers change. */
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Miniflare } from "miniflare";
import type { Sales } from "../../../../edge/contract.ts";
import { bundleWorker, hasWorker } from "../../build/build.ts";
import type { WorkerConfig } from "../../build/worker-config.ts";
import { lock } from "../../lock.ts";
import { project } from "../../project.ts";
import { tell } from "../../tell.ts";
import { boot, portOf, type RuntimeOptions, readCode } from "../runtime.ts";

export interface Bundle {
  code: string;
  config: WorkerConfig;
}

const folder = () => join(project.build, "dev");
const PATIENCE = 60_000;
const isBuilding = (pid: number) =>
  `process ${pid} has been building the Worker for a minute; end it, then try again`;

/** Without the site: nobody waits for a build of pages that are about to be edited. */
export async function findBundle(): Promise<Bundle> {
  // It is told of the sales when it boots, so whichever are built into it, it will do.
  const built = (await hasWorker(project.worker)) ? await read(project.worker) : undefined;
  if (built) return built;
  const bundle = join(folder(), "worker");
  const release = await lock(join(folder(), "lock"), PATIENCE, isBuilding);
  try {
    if (!(await hasWorker(bundle))) await build(bundle);
    const made = await read(bundle);
    if (!made) throw new Error(`${bundle} is not whole`);
    return made;
  } finally {
    release();
  }
}

/** Undefined while another process is building there. */
async function read(from: string): Promise<Bundle | undefined> {
  try {
    const config = JSON.parse(await readFile(join(from, "config.json"), "utf8"));
    return { config, code: await readCode(join(from, "worker.js")) };
  } catch {
    return undefined;
  }
}

async function build(bundle: string): Promise<void> {
  tell("building the Worker…");
  // wrangler wants both, and a fresh clone has neither.
  await mkdir(project.site, { recursive: true });
  await writeFile(join(project.build, "sales.json"), "{}\n", { flag: "wx" }).catch(() => {});
  await bundleWorker(bundle);
}

type Common = Omit<RuntimeOptions, "sales" | "port">;

/** Requests wait while it boots. What its objects hold stays. */
export class Backend {
  readonly #common: Common;
  #runtime: Miniflare | undefined;
  #port: Promise<number> = Promise.reject(new Error("not booted yet"));

  constructor(common: Common) {
    this.#common = common;
    this.#port.catch(() => {});
  }

  /** Where it listens, once it does. */
  get port(): Promise<number> {
    return this.#port;
  }

  /** Boots one after the other, so that the last sales given are the ones it ends up with. */
  serve(sales: Sales): Promise<number> {
    const before = this.#port.catch(() => 0);
    this.#port = before.then(async () => {
      this.#runtime = await boot({ ...this.#common, port: 0, sales }, this.#runtime);
      return portOf(this.#runtime);
    });
    return this.#port;
  }

  async end(): Promise<void> {
    await this.#port.catch(() => {});
    await this.#runtime?.dispose();
  }
}
