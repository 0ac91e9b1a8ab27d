/** From what happens to what is metered. */
import type { Forecast } from "./forecast.ts";
import { ANSWER_BYTES, CPU, CPU_OF_A_CALL, NOT_MODIFIED_BYTES } from "./measured.ts";
import { NEWS_BEFORE_START } from "./model/pace.ts";
import type { Calls, Terms } from "./model/terms.ts";
import { type MeterName, OBJECT_MEMORY } from "./platform.ts";
import type { Sizes } from "./sizes.ts";

export interface Usage {
  cdn: { pages: number; files: number; requests: number; bytes: number };
  worker: { requests: number; bytes: number; cpuMs: number };
  objects: { gates: number; stockroom: number; calls: number; rowsWritten: number; stored: number };
  /** By the platform's meters; what is not in it is not used. */
  metered: Record<Exclude<MeterName, "queueOperations">, number>;
}

const GB = 1e9;
/** SQLite reads for an order and its delivery: the order, what is due, what is due next. */
const ROWS_READ_PER_ORDER = 12;

export function usageOf(forecast: Forecast, terms: Terms, sizes: Sizes): Usage {
  const cdn = cdnOf(forecast, sizes);
  const worker = workerOf(forecast, sizes);
  const { rowsWritten, stored, sold } = forecast;
  const stockroom = forecast.calls.report;
  const calls = callsOf(forecast.calls);
  return {
    ...{ cdn, worker },
    objects: { gates: calls - stockroom, stockroom, calls, rowsWritten, stored },
    metered: {
      workerRequests: worker.requests,
      workerCpu: worker.cpuMs,
      objectRequests: calls,
      objectDuration: durationOf(forecast, terms),
      rowsRead: sold * ROWS_READ_PER_ORDER,
      rowsWritten,
      storedData: stored / GB,
      logs: 0,
    },
  };
}

export function callsOf(calls: Calls): number {
  return Object.values(calls).reduce((all, one) => all + one, 0);
}

/** Everybody loads the page once with all its files; a refresh finds it unchanged. */
function cdnOf({ shoppers, requests }: Forecast, sizes: Sizes): Usage["cdn"] {
  const first = Math.min(shoppers, requests.page);
  const again = requests.page - first;
  const files = first * sizes.files.requests;
  const bytes =
    first * (sizes.page + sizes.files.bytes + (1 + sizes.files.requests) * ANSWER_BYTES.headers) +
    again * NOT_MODIFIED_BYTES +
    requests.ended * (sizes.ended + ANSWER_BYTES.headers);
  const pages = requests.page + requests.ended;
  return { pages, files, requests: pages + files, bytes };
}

function workerOf({ requests, claims, calls }: Forecast, sizes: Sizes): Usage["worker"] {
  const { start, claim, form, order, receipt, bot } = requests;
  const granted = claims.granted + claims.again;
  const bytes =
    start * ANSWER_BYTES.start +
    (claim - granted + bot) * ANSWER_BYTES.refused +
    granted * ANSWER_BYTES.granted +
    order * ANSWER_BYTES.order +
    form * (sizes.form + ANSWER_BYTES.headers) +
    receipt * (sizes.receipt + ANSWER_BYTES.headers);
  const asked = { start, claim, form, order, receipt, bot };
  const micros = (Object.keys(asked) as (keyof typeof asked)[]).reduce(
    (all, kind) => all + asked[kind] * CPU[kind],
    callsOf(calls) * CPU_OF_A_CALL,
  );
  const all = start + claim + form + order + receipt + bot;
  return { requests: all, bytes, cpuMs: micros / 1_000 };
}

/** At most: every object awake from the first question to the end of the crowd. */
function durationOf({ overAt }: Forecast, { gates }: Terms): number {
  const seconds = (overAt + NEWS_BEFORE_START) / 1_000;
  return (gates + 1) * seconds * OBJECT_MEMORY;
}
