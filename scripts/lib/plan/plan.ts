/** One plan, from the build to the figures. */

import type { CrowdOptions } from "../../../crowd/crowd.ts";
import type { Sale } from "../../../edge/contract.ts";
import { withBuild } from "../build.ts";
import { findSale } from "../sale-file/sales.ts";
import { tell } from "../tell.ts";
import { type Cost, costOf } from "./cost.ts";
import { crowdOf, termsOf } from "./crowd.ts";
import { type Forecast, forecast } from "./forecast.ts";
import type { Terms } from "./model/terms.ts";
import type { PlanOptions } from "./options.ts";
import { type Peak, peakOf } from "./peak.ts";
import { type Proposal, propose } from "./propose.ts";
import { measureSite, type Sizes } from "./sizes.ts";
import { type Usage, usageOf } from "./usage.ts";
import { type Warning, warningsOf } from "./warnings.ts";

export interface Plan {
  sale: Sale;
  options: PlanOptions;
  crowd: CrowdOptions;
  terms: Terms;
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
  const terms = termsOf(sale, crowd);
  const question = { crowd, terms, isolates: options.isolates, until: options.until };
  const found = await forecast(question);
  const proposal = await propose(question);
  const usage = usageOf(found, terms, sizes);
  return {
    ...{ sale, options, crowd, terms, sizes, forecast: found, usage, proposal },
    peak: peakOf(found, sizes),
    cost: costOf(usage.metered),
    warnings: warningsOf(found, terms, proposal),
  };
}

function measured(slug: string): Promise<{ sale: Sale; sizes: Sizes }> {
  return withBuild({ drafts: true, tell }, async ({ sales, site }) => {
    const sale = findSale(sales, slug).worker;
    return { sale, sizes: await measureSite(site, slug) };
  });
}
