/** `npm run check`: types, lint and unused code. Quiet when all is well. Needs a build. */
import { availableParallelism } from "node:os";
import { report, tell } from "./lib/tell.ts";
import { runTool } from "./lib/tool.ts";

const CHECKS: [name: string, tool: string, args: string[]][] = [
  ["types of the site", "astro", ["check", "--tsconfig", "site/tsconfig.json"]],
  ["types of the Worker", "tsc", ["-p", "edge"]],
  ["types of scripts and tests", "tsc", ["-p", "scripts"]],
  ["lint and format", "biome", ["ci", "--error-on-warnings", "."]],
  ["unused code", "knip", []],
];

const waiting = [...CHECKS];
let failed = false;

/** Runs one check after the other until none is left. */
async function work(): Promise<void> {
  for (let check = waiting.shift(); check; check = waiting.shift()) {
    const [name, tool, args] = check;
    try {
      await runTool(tool, args, `${name}: not in order`);
    } catch (error) {
      failed = true;
      report(error);
    }
  }
}

await Promise.all(Array.from({ length: Math.min(availableParallelism(), CHECKS.length) }, work));
if (failed) process.exitCode = 1;
else tell(`${CHECKS.map(([name]) => name).join(", ")}: in order`);
