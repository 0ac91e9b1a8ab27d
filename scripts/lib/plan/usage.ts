/** From what happens to what is metered, and to the load of the first seconds. */
import type { Door } from "../../../edge/contract.ts";
import { TURNS_BEFORE_START } from "../../../edge/core.ts";
import type { Calls, Moment, Request } from "../../../sim/tally.ts";
import { REGISTERS, type SaleShape } from "../../../sim/world.ts";
import { type MeterName, OBJECT_MEMORY } from "./cost.ts";
import type { Forecast } from "./forecast.ts";
import type { Sizes } from "./page-weight.ts";

export interface Usage {
  cdn: { pages: number; files: number; requests: number; bytes: number };
  worker: { requests: number; bytes: number; cpuMs: number };
  /** Passes: proofs at the door, each a question before it and its answer. */
  /** Each pass also costs a start script: the page asks for one as soon as it is inside. */
  door: { questions: number; passes: number; siteverify: number };
  objects: {
    gates: number;
    stockroom: number;
    registers: number;
    calls: number;
    rowsWritten: number;
    stored: number;
  };
  /** By the platform's meters; what is not in it is not used. */
  metered: Record<Exclude<MeterName, "queueOperations">, number>;
}

// ── What single answers cost ────────────────────────────────────────────────────────────────
// Measured on the sample sale: bytes with their headers (curl, 2026-11-22), CPU as workerd spends it
// (`bench/results.md`, 2026-11-22: one core of an AMD EPYC; the platform's may differ), and what
// SQLite keeps (`databaseSize` in workerd, 2026-11-22).

/** Bytes of an answer of the Worker, its headers included; forms and receipts are weighed as built. */
const ANSWER_BYTES = {
  start: 520,
  /** A claim that was refused, and one that was granted. */
  refused: 230,
  granted: 660,
  /** A redirect with the cookie of the order. */
  order: 730,
  /** What a door needs, with a challenge; and the pass with its cookie. */
  asked: 900,
  pass: 900,
  /** The headers of a page. */
  headers: 340,
} as const;

/** A page that is still the same: headers without a body. */
const NOT_MODIFIED_BYTES = 250;

/** CPU in microseconds, of Worker and objects together. */
const CPU: Record<Exclude<Request, "page" | "ended">, number> = {
  start: 125,
  /** Refused by what the isolate knows; each call to a gate comes on top. */
  claim: 128,
  form: 500,
  order: 750,
  receipt: 500,
  bot: 128,
};
/** One call to an object: a claim that a gate refuses costs so much more than one that needs none. */
const CPU_OF_A_CALL = 195;

/** Question and answer at a door: not measured, an estimate from four signatures (`edge/door/work.ts`). */
const CPU_OF_A_PASS = 500;

/** Bytes of an order with a name, an e-mail address, a phone number and an address. */
const BYTES_OF_ORDER = 300;
/** Bytes of an object's tables before the first order. */
const BYTES_OF_TABLES = 36_864;

// ── What a sale uses ────────────────────────────────────────────────────────────────────────

const GB = 1e9;
/** SQLite reads for an order and its delivery: the order, what is due, what is due next. */
const ROWS_READ_PER_ORDER = 12;

export function usageOf(
  forecast: Forecast,
  shape: SaleShape,
  sizes: Sizes,
  door?: Door | undefined,
): Usage {
  const cdn = cdnOf(forecast, sizes);
  const atDoor = doorOf(forecast, door);
  const worker = workerOf(forecast, sizes, atDoor);
  const { rowsWritten, stored, sold } = forecast;
  const stockroom = forecast.calls.report;
  const registers = forecast.calls.take + forecast.calls.free;
  const calls = callsOf(forecast.calls);
  return {
    cdn,
    worker,
    door: atDoor,
    objects: {
      ...{ gates: calls - stockroom - registers, stockroom, registers },
      ...{ calls, rowsWritten, stored },
    },
    metered: {
      workerRequests: worker.requests,
      workerCpu: worker.cpuMs,
      objectRequests: calls,
      objectDuration: durationOf(forecast, shape),
      rowsRead: sold * ROWS_READ_PER_ORDER,
      rowsWritten,
      storedData: stored / GB,
      logs: 0,
    },
  };
}

export function callsOf(calls: Calls): number {
  return sumOf(calls);
}

const sumOf = (calls: Partial<Calls>) => Object.values(calls).reduce((all, one) => all + one, 0);

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

/** Everybody who comes enters once, bots too. A code or a link needs no question beforehand. */
function doorOf({ shoppers }: Forecast, door: Door | undefined): Usage["door"] {
  const passes = door === undefined ? 0 : shoppers;
  const asks = door === "work" || door === "turnstile";
  return { questions: asks ? passes : 0, passes, siteverify: door === "turnstile" ? passes : 0 };
}

function workerOf(
  { requests, claims, calls }: Forecast,
  sizes: Sizes,
  { questions, passes }: Usage["door"],
): Usage["worker"] {
  const { claim, form, order, receipt, bot } = requests;
  const start = requests.start + passes;
  const granted = claims.granted + claims.again;
  const bytes =
    start * ANSWER_BYTES.start +
    questions * ANSWER_BYTES.asked +
    passes * ANSWER_BYTES.pass +
    (claim - granted + bot) * ANSWER_BYTES.refused +
    granted * ANSWER_BYTES.granted +
    order * ANSWER_BYTES.order +
    form * (sizes.form + ANSWER_BYTES.headers) +
    receipt * (sizes.receipt + ANSWER_BYTES.headers);
  const asked = { start, claim, form, order, receipt, bot };
  const micros = (Object.keys(asked) as (keyof typeof asked)[]).reduce(
    (all, kind) => all + asked[kind] * CPU[kind],
    callsOf(calls) * CPU_OF_A_CALL + passes * CPU_OF_A_PASS,
  );
  const all = start + claim + form + order + receipt + bot + questions + passes;
  return { requests: all, bytes, cpuMs: micros / 1_000 };
}

/** At most: every object awake from the first question to the end of the crowd. */
function durationOf({ overAt }: Forecast, { gates, onePer }: SaleShape): number {
  const seconds = (overAt + TURNS_BEFORE_START) / 1_000;
  return (gates + 1 + (onePer ? REGISTERS : 0)) * seconds * OBJECT_MEMORY;
}

/** Bytes that all objects keep after so many orders. */
export function storedOf({ gates }: Pick<SaleShape, "gates">, sold: number): number {
  return (gates + 1) * BYTES_OF_TABLES + sold * BYTES_OF_ORDER;
}

// ── The first ten seconds ───────────────────────────────────────────────────────────────────

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
    gates: rate(({ calls: { report, take, free, ...atGates } }) => sumOf(atGates)),
    stockroom: rate(({ calls }) => calls.report),
  };
}
