/** One plan, from the build to the figures. */

import type { CrowdOptions } from "../../../crowd/crowd.ts";
import type { Sale } from "../../../edge/contract.ts";
import type { SaleShape } from "../../../sim/world.ts";
import { withBuild } from "../build/build.ts";
import { findSale } from "../sale-file/sales.ts";
import { tell } from "../tell.ts";
import { type Proposal, tryProposed, type Warning, warningsOf } from "./advice.ts";
import { type Cost, costOf } from "./cost.ts";
import { type Forecast, forecast } from "./forecast.ts";
import { crowdOf, type PlanOptions, shapeOf } from "./options.ts";
import { measureSite, type Sizes } from "./page-weight.ts";
import { type Peak, peakOf, type Usage, usageOf } from "./usage.ts";

export interface Plan {
  sale: Sale;
  options: PlanOptions;
  crowd: CrowdOptions;
  shape: SaleShape;
  sizes: Sizes;
  forecast: Forecast;
  usage: Usage;
  peak: Peak;
  cost: Cost;
  proposal: Proposal;
  warnings: Warning[];
}

export async function plan(options: PlanOptions): Promise<Plan> {
  const { sale, sizes } = await measured(options.sale);
  const crowd = crowdOf(sale, options);
  const shape = shapeOf(sale, crowd);
  const question = { crowd, shape, isolates: options.isolates, until: options.until };
  const found = await forecast(question);
  const proposal = await tryProposed(question, found);
  const usage = usageOf(found, shape, sizes, sale.door);
  return {
    sale,
    options,
    crowd,
    shape,
    sizes,
    forecast: found,
    usage,
    proposal,
    peak: peakOf(found, sizes),
    cost: costOf(usage.metered),
    warnings: warningsOf(found, shape, proposal),
  };
}

function measured(slug: string): Promise<{ sale: Sale; sizes: Sizes }> {
  return withBuild({ drafts: true, tell }, async ({ sales, site }) => {
    const sale = findSale(sales, slug).worker;
    return { sale, sizes: await measureSite(site, slug) };
  });
}
