/** Calls to objects for crowds of different sizes before the same stock. */

import { sum } from "../scripts/lib/workerd/measures.ts";
import type { Runtime } from "../scripts/lib/workerd/workerd.ts";
import { countsOf } from "./fairness.ts";
import type { Crowd, Generator } from "./load/generator.ts";
import type { Workload } from "./options.ts";
import { OURS } from "./runtime/services.ts";
import { crowdSale } from "./sales.ts";

export interface Crowded {
  crowds: (Crowd & { calls: number })[];
  /** The most calls divided by the fewest. */
  factor: number;
  allowed: number;
  passed: boolean;
}

const ALLOWED = 3;
const STOCK = 100;

/** Side by side, so that they have the same machine and the same seconds. */
export async function countCrowds(
  generator: Generator,
  counting: Runtime,
  { crowdSizes, crowdMs: ms, crowdPause: pause }: Workload,
): Promise<Crowded> {
  await countsOf(counting);
  const sizes = crowdSizes.map((shoppers) => ({ sale: crowdSale(shoppers), shoppers }));
  const port = counting.ports[OURS] ?? 0;
  const counted = await generator.run({ do: "crowds", port, sizes, ms, pause });
  const { sales } = await countsOf(counting);
  const crowds = counted.map((crowd) => ({ ...crowd, calls: sum(sales[crowd.sale]) }));
  for (const crowd of crowds) checkSold(crowd);
  const calls = crowds.map((crowd) => crowd.calls);
  const factor = Math.max(...calls) / Math.min(...calls);
  return { crowds, factor, allowed: ALLOWED, passed: factor <= ALLOWED };
}

function checkSold({ sale, shoppers, bought }: Crowd): void {
  const should = Math.min(STOCK, shoppers);
  if (bought !== should) throw new Error(`${sale}: ${bought} orders, and not ${should}`);
}
