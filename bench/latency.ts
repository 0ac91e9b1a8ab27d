/** What visitors wait at a rate that leaves every server idle most of the time. */
import { type Arrived, type Generator, type Target, withShoppersFor } from "./load/generator.ts";
import type { Workload } from "./options.ts";
import { median } from "./stats.ts";

interface OpenLoop {
  perSecond: number;
  /** Of each round. */
  ms: number;
  /** Of each server. */
  rounds: number;
}

/** Rounds long enough for a p99 at this rate. */
export function openLoop(
  { latencyRounds: rounds, latencyMs, latencyVisits }: Workload,
  perSecond: number,
): OpenLoop {
  return { perSecond, ms: Math.max(latencyMs, (latencyVisits * 1000) / perSecond), rounds };
}

/**
 * The same visits at the same rate to each server in turn, in short rounds, so that all of them meet
 * the machine in the same minutes. Resolves to the medians over the rounds, in ms.
 */
export async function compareLatency<Name extends string>(
  generator: Generator,
  targets: Record<Name, Target>,
  { perSecond, ms, rounds }: OpenLoop,
): Promise<Record<Name, Arrived>> {
  const names = Object.keys(targets) as Name[];
  const measured = names.map((): Arrived[] => []);
  // The round before the first warms up, and is not counted.
  for (let round = 0; round <= rounds; round++) {
    for (const [i, name] of names.entries()) {
      const target = withShoppersFor(targets[name], ms);
      const arrived = await generator.run({ do: "arrive", perSecond, ms, ...target });
      if (round > 0) measured[i]?.push(arrived);
    }
  }
  const entries = names.map((name, i) => [name, medians(measured[i] ?? [])]);
  return Object.fromEntries(entries) as Record<Name, Arrived>;
}

function medians(rounds: Arrived[]): Arrived {
  return { p50: median(rounds.map(({ p50 }) => p50)), p99: median(rounds.map(({ p99 }) => p99)) };
}
