/** The command line, and how much is done for it. */
import { parseArgs } from "node:util";

export interface Plan {
  rounds: number;
  /** Ms of each round, and of what comes before the first one. */
  roundMs: number;
  warmMs: number;
  latencyMs: number;
  /** Shoppers who come again and again in each row; as many as an isolate sees in some seconds. */
  returning: number;
  crowdSizes: number[];
  crowdMs: number;
  /** What a shopper takes for the form, and before he comes back: faster than people are. */
  crowdPause: number;
}

export interface Options {
  plan: Plan;
  quick: boolean;
  /** Status 1 on a miss. */
  strict: boolean;
  /** A bundle to measure instead of building one. */
  worker: string | undefined;
  /** Only rows whose name holds this text, or "pages" for Lighthouse alone; nothing is written then. */
  only: string | undefined;
  /** A folder for a CPU profile of each row. */
  profile: string | undefined;
}

export const CONNECTIONS = 64;

const FULL: Plan = {
  rounds: 15,
  roundMs: 500,
  warmMs: 1_500,
  latencyMs: 2_500,
  returning: 2_000,
  crowdSizes: [1_000, 10_000, 100_000],
  crowdMs: 45_000,
  crowdPause: 1_000,
};
/** Shows that everything works; its figures mean little, and are not kept. */
const QUICK: Plan = {
  rounds: 5,
  roundMs: 40,
  warmMs: 40,
  latencyMs: 100,
  returning: 100,
  crowdSizes: [150, 300, 600],
  crowdMs: 500,
  crowdPause: 150,
};

export function readOptions(args: string[]): Options {
  const { values } = parseArgs({
    args,
    options: {
      quick: { type: "boolean", default: false },
      strict: { type: "boolean", default: false },
      worker: { type: "string" },
      only: { type: "string" },
      profile: { type: "string" },
    },
  });
  const { quick, strict, worker, only, profile } = values;
  return { plan: quick ? QUICK : FULL, quick, strict, worker, only, profile };
}
