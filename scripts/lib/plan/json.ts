/** A plan for programs. Counts have the names that `rehearse --json` gives them. */
import type { Plan } from "./plan.ts";
import { METERS, READ_ON, SOURCES } from "./platform.ts";
import { callsOf } from "./usage.ts";

export function asJson(plan: Plan): string {
  return JSON.stringify(shaped(plan), rounded, 2);
}

/** Counts that were extrapolated are no whole numbers; money and shares are none either. */
function rounded(key: string, value: unknown): unknown {
  if (typeof value !== "number") return value;
  return EXACT.test(key) ? Number(value.toPrecision(6)) : Math.round(value);
}
const EXACT = /^(?:cost|most|total|used|price|scale|soldOutAfter|overAfter|peak|mean)$/;

function shaped({ sale, options, crowd, terms, sizes, ...found }: Plan) {
  const { forecast, usage, peak, cost, proposal, warnings } = found;
  const { page, ended, ...requests } = forecast.requests;
  const { gates, slots, stock, reserve, hold } = terms;
  return {
    ...{ sale: sale.slug, crowd, isolates: options.isolates },
    ...{ played: forecast.played, made: { stock, gates, slots, reserve, hold } },
    ...{ sold: forecast.sold, soldOutAfter: seconds(forecast.soldOutAt) },
    overAfter: seconds(forecast.overAt),
    endings: forecast.endings,
    requests: { ...requests, all: usage.worker.requests },
    pages: { loads: usage.cdn.pages, ended, files: usage.cdn.files },
    bytes: { cdn: usage.cdn.bytes, worker: usage.worker.bytes },
    claims: forecast.claims,
    calls: { all: callsOf(forecast.calls), methods: methods(forecast.calls) },
    rowsWritten: usage.objects.rowsWritten,
    stored: usage.objects.stored,
    busiest: { gate: forecast.busiestGate, stockroom: forecast.busiestStockroom },
    ...{ peak, sizes },
    proposal: {
      ...{ gates: proposal.gates, slots: proposal.slots, calm: proposal.calm },
      ...{ sold: proposal.forecast.sold, busiestGate: proposal.forecast.busiestGate },
    },
    cost: { ...cost, currency: "USD", prices: METERS, readOn: READ_ON, sources: SOURCES },
    warnings,
  };
}

const seconds = (ms: number | undefined) => (ms === undefined ? undefined : ms / 1_000);

function methods({ report, ...atGates }: Plan["forecast"]["calls"]): Record<string, number> {
  const gates = Object.entries(atGates).map(([name, count]) => [`gate.${name}`, count] as const);
  return { ...Object.fromEntries(gates), "stockroom.report": report };
}
