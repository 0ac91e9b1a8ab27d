/** The command line, and how much is done for it. */
import { parseArgs } from "node:util";
import { UsageError } from "../scripts/lib/refusal.ts";
import { rows } from "./rows.ts";

export interface Workload {
  rounds: number;
  /** Ms of each round, and of what comes before the first one. */
  roundMs: number;
  warmMs: number;
  /** Rounds of each server in a comparison of latencies; the ms and the visits of each, at the least. */
  latencyRounds: number;
  latencyMs: number;
  latencyVisits: number;
  /** Shoppers who come again and again in each row; as many as an isolate sees in some seconds. */
  returning: number;
  crowdSizes: number[];
  /** Who watch a sale, and the crowd that comes to it meanwhile. */
  watchers: number;
  watchedCrowd: number;
  crowdMs: number;
  /** Ms a shopper takes for the form, and before they come back: faster than people are. */
  crowdPause: number;
}

export interface Options {
  help: boolean;
  workload: Workload;
  quick: boolean;
  /** Status 1 on a miss. */
  strict: boolean;
  /** A bundle to measure instead of building one. */
  worker: string | undefined;
  /** Only rows whose name has this text in it, or "pages" for Lighthouse alone; nothing is kept then. */
  only: string | undefined;
  /** A folder for a CPU profile of each row. */
  profile: string | undefined;
}

export const CONNECTIONS = 64;

const FULL: Workload = {
  rounds: 15,
  roundMs: 500,
  warmMs: 1_500,
  latencyRounds: 5,
  latencyMs: 500,
  latencyVisits: 100,
  returning: 2_000,
  crowdSizes: [1_000, 10_000, 100_000],
  watchers: 50,
  watchedCrowd: 5_000,
  crowdMs: 45_000,
  crowdPause: 1_000,
};
/** Shows that everything works; its figures mean little, and are not kept. */
const QUICK: Workload = {
  rounds: 5,
  roundMs: 40,
  warmMs: 40,
  latencyRounds: 2,
  latencyMs: 100,
  latencyVisits: 5,
  returning: 100,
  crowdSizes: [150, 300, 600],
  watchers: 5,
  watchedCrowd: 200,
  crowdMs: 500,
  crowdPause: 150,
};

const crowdSizes = FULL.crowdSizes.map((size) => size.toLocaleString("en")).join(", ");

export const HELP = `Measures the built Worker beside a baseline, in the runtime itself.

  npm run bench -- [options]

The baseline is a Worker that only does what a row cannot do without: as many signatures, as many
calls to an object, constant answers. Without options all of this is measured, which takes about five
minutes on two quiet cores, and kept in bench/results.md and bench/results.json.

Options
  --quick           Run everything briefly to see that it works; the figures mean little and are not kept
  --only TEXT       Only rows whose name has TEXT in it, or "pages" for Lighthouse alone; not kept
  --strict          Status 1 when a figure misses its target
  --worker FILE     Measure this bundle instead of building one, to compare before and after
  --profile FOLDER  Write a CPU profile of each row for a browser's developer tools
  --help            Show this text

Rows
${rows.map(({ name, about }) => `  ${name.padEnd(40)}${about}`).join("\n")}

For each row: answers a second with ${CONNECTIONS} connections and the ratio to the baseline, processor time for
an answer, and latency at a tenth of the highest rate. Beside the rows: what shoppers notice of an order
system that hangs, and of those who watch the sale at the console, calls to objects for crowds of ${crowdSizes} shoppers, memory, and Lighthouse.
`;

/** Throws a UsageError for what is not an option, and for an --only that no row has. */
export function readOptions(args: string[]): Options {
  const { help, quick, strict, worker, only, profile } = parse(args);
  if (only !== undefined && only !== "pages" && !rows.some(({ name }) => name.includes(only))) {
    const names = rows.map(({ name }) => `"${name}"`).join(", ");
    throw new UsageError(`--only ${only}: no row has that in its name; there is ${names}, "pages"`);
  }
  return { help, workload: quick ? QUICK : FULL, quick, strict, worker, only, profile };
}

function parse(args: string[]) {
  try {
    const { values } = parseArgs({
      args,
      options: {
        help: { type: "boolean", short: "h", default: false },
        quick: { type: "boolean", default: false },
        strict: { type: "boolean", default: false },
        worker: { type: "string" },
        only: { type: "string" },
        profile: { type: "string" },
      },
    });
    return values;
  } catch (error) {
    throw new UsageError(`${(error as Error).message}\nnpm run bench -- --help shows the options`);
  }
}
