/** Where the figures come from: they mean little without it. */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { availableParallelism, cpus, release, totalmem, type } from "node:os";

export interface Machine {
  date: string;
  cpu: string;
  cores: number;
  memoryGiB: number;
  system: string;
  node: string;
  workerd: string;
}

export function describeMachine(): Machine {
  const require = createRequire(import.meta.url);
  const manifest = require.resolve("workerd/package.json");
  return {
    date: new Date().toISOString(),
    cpu: cpus()[0]?.model.trim() ?? "unknown",
    cores: availableParallelism(),
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    system: `${type()} ${release()}`,
    node: process.version,
    workerd: JSON.parse(readFileSync(manifest, "utf8")).version,
  };
}
