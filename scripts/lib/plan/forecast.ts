/** What a crowd asks for: played one by one while it is small, by a sample of it when it is large. */
import { type CrowdOptions, makeCrowd } from "../../../crowd/crowd.ts";
import type { Fault } from "../../../sim/faults.ts";
import { type Endings, type Outturn, play } from "../../../sim/play.ts";
import type { Calls, ClaimEnd, Moment, Requests } from "../../../sim/tally.ts";
import type { SaleShape } from "../../../sim/world.ts";
import { extrapolate, sampleOf } from "./extrapolate.ts";
import { storedOf } from "./usage.ts";

/** Visitors who are played one by one; fewer in a draw, where everybody goes on asking until it is over. */
const PLAYED = 10_000;
const PLAYED_IN_A_DRAW = 4_000;

export interface Question {
  crowd: CrowdOptions;
  shape: SaleShape;
  isolates: number;
  /** When whoever is still there is sent home, ms after the start. */
  until?: number | undefined;
  /** Visitors to play; the rest is extrapolated. */
  played?: number;
  /** Planted on purpose: a plan that did not show it would not run the deployed code. */
  fault?: Fault;
}

export interface Forecast {
  shoppers: number;
  /** Visitors who were played; fewer than `shoppers` when the rest is extrapolated. */
  played: number;
  requests: Requests;
  claims: Record<ClaimEnd, number>;
  calls: Calls;
  rowsWritten: number;
  /** Bytes, in all objects. */
  stored: number;
  endings: Endings;
  sold: number;
  /** Ms after the start. */
  soldOutAt?: number;
  overAt: number;
  /** Second by second, as it is for the whole crowd. */
  seconds: Map<number, Moment>;
  /** The most calls in one second. */
  busiestGate: number;
  busiestStockroom: number;
}

export async function forecast(question: Question): Promise<Forecast> {
  const { crowd, shape, isolates, until, fault } = question;
  const played = Math.min(
    crowd.shoppers,
    question.played ?? (shape.draw ? PLAYED_IN_A_DRAW : PLAYED),
  );
  const visitors = makeCrowd({ ...crowd, shoppers: played });
  const stage = { seed: crowd.seed, shape, isolates, until, fault };
  if (played === crowd.shoppers) return exact(await play(visitors, stage), question);
  const sample = sampleOf(question, played);
  const { shape: small, isolates: fewer } = sample;
  const outturn = await play(visitors, { ...stage, shape: small, isolates: fewer });
  return extrapolate(question, sample, outturn);
}

function exact(outturn: Outturn, { crowd, shape }: Question): Forecast {
  const { tally, rowsWritten, endings, sold, soldOutAt, overAt } = outturn;
  const busiest = tally.busiest();
  return {
    shoppers: crowd.shoppers,
    played: crowd.shoppers,
    endings,
    sold,
    overAt,
    ...(soldOutAt === undefined ? {} : { soldOutAt }),
    ...tally.total,
    rowsWritten,
    stored: storedOf(shape, sold),
    seconds: tally.seconds,
    busiestGate: busiest.gate,
    busiestStockroom: busiest.stockroom,
  };
}
