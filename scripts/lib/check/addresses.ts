/** The addresses under which wrangler.toml puts the shop. */

import type { WorkerConfig } from "../build/worker-config.ts";
import type { Finding } from "../sale-file/finding.ts";

export function addressFindings({
  workersDev,
  routed,
}: Pick<WorkerConfig, "workersDev" | "routed">): Finding[] {
  if (!workersDev || !routed) return [];
  return [
    {
      level: "warning",
      where: "wrangler.toml",
      text: "the shop has two addresses, its domain and workers.dev: whoever comes to both is two shoppers, and rules that you set for the domain do not hold at the other",
      todo: "write workers_dev = false",
    },
  ];
}
