/** The first ten seconds: how much a second, on the average and at the most. */
import type { Forecast } from "./forecast.ts";
import type { Moment } from "./model/log.ts";
import type { Sizes } from "./sizes.ts";
import { callsOf } from "./usage.ts";

const SECONDS = 10;

/** A second. */
export interface Rate {
  mean: number;
  most: number;
}

export interface Peak {
  cdn: Rate;
  /** Bits. */
  cdnBits: Rate;
  starts: Rate;
  claims: Rate;
  /** Forms, orders and receipts. */
  orders: Rate;
  worker: Rate;
  /** All gates together, and the stockroom. */
  gates: Rate;
  stockroom: Rate;
}

export function peakOf({ seconds }: Forecast, sizes: Sizes): Peak {
  const moments = Array.from({ length: SECONDS }, (_, second) => seconds.get(second));
  const rate = (of: (moment: Moment) => number): Rate => {
    const all = moments.map((moment) => (moment ? of(moment) : 0));
    return { mean: all.reduce((sum, one) => sum + one, 0) / SECONDS, most: Math.max(...all) };
  };
  const files = sizes.files.requests;
  const bytes = sizes.page + sizes.files.bytes;
  return {
    // Who comes now comes for the first time: refreshes were before the start.
    cdn: rate(({ requests }) => requests.page * (1 + files) + requests.ended),
    cdnBits: rate(({ requests }) => 8 * (requests.page * bytes + requests.ended * sizes.ended)),
    starts: rate(({ requests }) => requests.start),
    claims: rate(({ requests }) => requests.claim + requests.bot),
    orders: rate(({ requests }) => requests.form + requests.order + requests.receipt),
    worker: rate(({ requests: { page: _page, ended: _ended, ...asked } }) =>
      Object.values(asked).reduce((sum, one) => sum + one, 0),
    ),
    gates: rate(({ calls }) => callsOf(calls) - calls.report),
    stockroom: rate(({ calls }) => calls.report),
  };
}
