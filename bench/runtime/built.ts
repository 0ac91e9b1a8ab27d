/** The Worker as it would be deployed. */
import { cp, mkdir } from "node:fs/promises";
import { join } from "node:path";
import { withBuild } from "../../scripts/lib/build.ts";
import { project } from "../../scripts/lib/project.ts";
import { readWorkerConfig } from "../../scripts/lib/worker-config.ts";

export interface Worker {
  /** A copy that no later build changes. */
  file: string;
  /** The compatibility date. */
  date: string;
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
