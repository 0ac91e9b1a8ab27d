/** Which crowd is planned for. */

import {
  type Arrivals,
  type CrowdOptions,
  REAL_ARRIVALS,
  scaledHold,
} from "../../../crowd/crowd.ts";
import { fittingScale, rehearsedArrivals } from "../../../crowd/rehearsed.ts";
import type { Sale } from "../../../edge/contract.ts";
import type { Terms } from "./model/terms.ts";
import type { PlanOptions } from "./options.ts";

/** What `--peak` is the share of: ms after the start. */
const PEAK = 10_000;
/** Nobody of the surge comes later than so many times `rush` (`crowd.ts`). */
const LAST = 4;

export function crowdOf(sale: Sale, options: PlanOptions): CrowdOptions {
  const { seed, shoppers, asRehearsed, peak } = options;
  const crowd = { seed, shoppers, hold: sale.hold };
  if (asRehearsed) {
    return { ...crowd, scale: fittingScale(sale), arrivals: rehearsedArrivals(shoppers) };
  }
  return { ...crowd, scale: 1, arrivals: arrivalsOf(peak) };
}

function arrivalsOf(peak: number | undefined): Arrivals {
  return peak === undefined ? REAL_ARRIVALS : { ...REAL_ARRIVALS, rush: rushOf(peak) };
}

/** Arrivals are exponential and cut off, so all are there by then, or that share is. */
export function rushOf(peak: number): number {
  const all = PEAK / LAST;
  return peak >= 1 - Math.exp(-LAST) ? all : Math.round(-PEAK / Math.log(1 - peak));
}

/** Of the surge, the share that is there after ten seconds. */
export function peakOf({ rush }: Arrivals): number {
  return LAST * rush <= PEAK ? 1 : 1 - Math.exp(-PEAK / rush);
}

export function termsOf(sale: Sale, crowd: CrowdOptions): Terms {
  const { gates, slots, stock, reserve, startsAt, endsAt } = sale;
  return { gates, slots, stock, reserve, hold: scaledHold(crowd), endsAt: endsAt - startsAt };
}
