/** Counts what a visit of each row really needs: a baseline that does something else proves nothing. */

import { type Counts, readCounts, sum } from "../scripts/lib/workerd/measures.ts";
import type { Runtime } from "../scripts/lib/workerd/workerd.ts";
import type { Generator } from "./load/generator.ts";
import { needs, type Row } from "./rows.ts";
import { OURS } from "./runtime/services.ts";

const MS = 100;
/** More than can buy in that time. */
const BUYERS = 500;
/** News, and a gate that is asked when its notice ends, are calls that no single visit needs. */
const STRAY_CALLS = 0.2;
/** Ten gates ask their stockroom four times a second each, however few the visits are. */
const STRAY_IN_ALL = 10;

/** Throws when the Worker needs other HMACs or calls than the row says. */
export async function checkFairness(
  generator: Generator,
  counting: Runtime,
  signingKey: string,
  row: Row,
  returning: number,
): Promise<void> {
  const port = counting.ports[OURS] ?? 0;
  const { visiting, lapsed } = row;
  const shoppers = visiting.kind === "buy" || lapsed ? BUYERS : returning;
  const target = { port, signingKey, visiting, lapsed, shoppers };
  const job = { do: "saturate", connections: 8, ms: MS, ...target } as const;
  await generator.run(job); // the first ones find no notice yet
  await countsOf(counting);
  const { visits } = await generator.run(job);
  const { hmacs, sales } = await countsOf(counting);
  const calls = sum(sales[row.visiting.sale]);
  const stated = needs(row);
  const fair =
    Math.round(hmacs / visits) === stated.hmacs &&
    Math.abs(calls - stated.calls * visits) < STRAY_CALLS * visits + STRAY_IN_ALL;
  if (fair) return;
  const counted = `${(hmacs / visits).toFixed(2)} HMACs and ${(calls / visits).toFixed(2)} calls`;
  throw new Error(
    `"${row.name}" says ${stated.hmacs} HMACs and ${stated.calls} calls to objects, but a visit needs ${counted}: correct bench/rows.ts`,
  );
}

/** What has been counted since the last time. */
export function countsOf({ ports }: Runtime): Promise<Counts> {
  return readCounts(ports[OURS] ?? 0);
}
