/** What a crowd asks for: played one by one while it is small, by a sample of it when it is large. */
import { type CrowdOptions, makeCrowd } from "../../../crowd/crowd.ts";
import { drawsOf } from "./model/draws.ts";
import { type ClaimEnd, type Moment, noMoment, type Request, type Requests } from "./model/log.ts";
import { type Asked, askedOf, type Rates } from "./model/notices.ts";
import { BYTES, ROWS } from "./model/rows.ts";
import { type Endings, type Outturn, playSale } from "./model/sale.ts";
import type { Calls, Terms } from "./model/terms.ts";

/** Visitors who are played one by one. */
const PLAYED = 10_000;
/** In a sample at least so many visitors come for each unit, if so many do in the crowd. */
const PER_UNIT = 20;

export interface Question {
  crowd: CrowdOptions;
  terms: Terms;
  isolates: number;
  /** When whoever is still there is sent home, ms after the start. */
  until?: number | undefined;
  /** Visitors to play; the rest is extrapolated. */
  played?: number;
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
  const { crowd, terms, isolates, until } = question;
  const played = Math.min(crowd.shoppers, question.played ?? PLAYED);
  const visitors = makeCrowd({ ...crowd, shoppers: played });
  const { seed } = crowd;
  if (played === crowd.shoppers) {
    return exact(await playSale(visitors, { terms, isolates, seed, until }), question);
  }
  const sample = sampleOf(question, played);
  const outturn = await playSale(visitors, { ...sample, seed, until });
  return new Extrapolation(question, sample, outturn).forecast();
}

function exact(outturn: Outturn, { crowd, terms }: Question): Forecast {
  const { log, endings, sold, soldOutAt, overAt } = outturn;
  return {
    ...{ shoppers: crowd.shoppers, played: crowd.shoppers, endings, sold, overAt },
    ...(soldOutAt === undefined ? {} : { soldOutAt }),
    ...{ ...log.total, rowsWritten: log.rowsWritten, stored: storedOf(terms, sold) },
    seconds: log.seconds,
    busiestGate: log.busiestGate,
    busiestStockroom: log.busiestStockroom,
  };
}

function storedOf({ gates }: Terms, sold: number): number {
  return (gates + 1) * BYTES.tables + sold * BYTES.order;
}

// ── A sample ────────────────────────────────────────────────────────────────────────────────

interface Sample {
  terms: Terms;
  isolates: number;
  /** How many of the crowd one visitor of the sample stands for. */
  visitors: number;
  /** How many slots, units and orders one of the sample stands for. */
  units: number;
}

/**
 * A smaller sale in which everything takes the same time. Where many compete for each unit it does
 * not matter how many: who is refused is refused. So units and slots are made fewer only as far as
 * they must be for that, and few ones stay exact.
 */
function sampleOf({ crowd, terms, isolates }: Question, played: number): Sample {
  const visitors = crowd.shoppers / played;
  const wanted = Math.max(1 / visitors, Math.min(1, played / PER_UNIT / terms.stock));
  const all = terms.gates * terms.slots;
  const places = Math.max(1, Math.round(all * wanted));
  const factor = places / all;
  const gates = Math.max(1, Math.min(terms.gates, Math.floor(places / Math.min(places, 10))));
  const stock = Math.max(1, Math.round(terms.stock * factor));
  return {
    terms: factor === 1 ? terms : { ...terms, gates, slots: Math.round(places / gates), stock },
    isolates: Math.max(1, Math.round(isolates / visitors)),
    visitors,
    units: terms.stock / stock,
  };
}

/** What grows with the crowd, and what only with slots and units. */
const OF_UNITS: readonly Request[] = ["form", "order", "receipt", "ended"];
const OF_SLOTS: readonly ClaimEnd[] = ["granted", "again"];

class Extrapolation {
  readonly #question: Question;
  readonly #sample: Sample;
  readonly #outturn: Outturn;

  constructor(question: Question, sample: Sample, outturn: Outturn) {
    this.#question = question;
    this.#sample = sample;
    this.#outturn = outturn;
  }

  forecast(): Forecast {
    const { crowd, terms } = this.#question;
    const { log, soldOutAt, overAt } = this.#outturn;
    const { units } = this.#sample;
    const sold = Math.min(terms.stock, Math.round(this.#outturn.sold * units));
    const draws = drawsOf(terms, sold);
    const seconds = this.#seconds(draws, Math.floor((soldOutAt ?? overAt) / 1_000));
    const total = sum([...seconds.values()]);
    const tables = (this.#sample.terms.gates + 1) * ROWS.tables;
    const rows = (log.rowsWritten - tables) * units + (terms.gates + 1) * ROWS.tables;
    return {
      ...{ shoppers: crowd.shoppers, played: this.#played() },
      ...{ ...total, rowsWritten: Math.round(rows), stored: storedOf(terms, sold) },
      endings: this.#endings(sold),
      ...{ sold, overAt, ...(soldOutAt === undefined ? {} : { soldOutAt }) },
      ...{ seconds, ...this.#busiest(seconds) },
    };
  }

  #played(): number {
    return Math.round(this.#question.crowd.shoppers / this.#sample.visitors);
  }

  #seconds(draws: Pick<Calls, "report" | "recall" | "hear">, soldOutSecond: number) {
    const { isolates, terms } = this.#question;
    const moments = [...this.#outturn.log.seconds].sort(([a], [b]) => a - b);
    const scaled = moments.map(([second, moment]) => ({ second, moment: this.#scale(moment) }));
    const asked = askedOf(withoutGaps(scaled), isolates, terms.gates);
    const bySecond = new Map(asked.map((one) => [one.second, one]));
    const orders = scaled.reduce((all, { moment }) => all + moment.requests.order, 0);
    const seconds = new Map<number, Moment>();
    for (const { second, moment } of scaled) {
      const share = orders === 0 ? 0 : moment.requests.order / orders;
      const units = second <= soldOutSecond || share > 0 ? share : 0;
      seconds.set(second, withCalls(moment, bySecond.get(second), scaleCalls(draws, units)));
    }
    return seconds;
  }

  /** Of one second of the sample, that of the whole crowd; object calls by claims are for `askedOf`. */
  #scale(moment: Moment): Moment {
    const { visitors, units } = this.#sample;
    const scaled = noMoment();
    for (const [name, count] of entries(moment.requests)) {
      scaled.requests[name] = count * (OF_UNITS.includes(name) ? units : visitors);
    }
    for (const [name, count] of entries(moment.claims)) {
      scaled.claims[name] = count * (OF_SLOTS.includes(name) ? units : visitors);
    }
    for (const name of ["look", "order", "alarm", "release"] as const) {
      scaled.calls[name] = moment.calls[name] * units;
    }
    return scaled;
  }

  #endings(sold: number): Endings {
    const { endings } = this.#outturn;
    const { visitors, units } = this.#sample;
    const of = (ending: keyof Endings, by: number) => Math.round(endings[ending] * by);
    const some = { bought: sold, left: of("left", units), forged: of("forged", visitors) };
    const rest = this.#question.crowd.shoppers - some.bought - some.left - some.forged;
    const told = endings.sold_out + endings.closed + endings.gave_up + endings.stayed || 1;
    const part = (ending: keyof Endings) => Math.round((rest * endings[ending]) / told);
    return {
      ...some,
      sold_out: part("sold_out"),
      closed: part("closed"),
      gave_up: part("gave_up"),
      stayed: part("stayed"),
    };
  }

  /** Gates are alike but for chance: three standard deviations above the mean. */
  #busiest(seconds: Map<number, Moment>) {
    const { gates } = this.#question.terms;
    let [gate, stockroom] = [0, 0];
    for (const { calls } of seconds.values()) {
      const { report, ...atGates } = calls;
      const mean = Object.values(atGates).reduce((all, one) => all + one, 0) / gates;
      gate = Math.max(gate, mean + 3 * Math.sqrt(mean));
      stockroom = Math.max(stockroom, report);
    }
    return { busiestGate: Math.round(gate), busiestStockroom: Math.round(stockroom) };
  }
}

/** Isolates forget while nobody asks, so the quiet seconds count too. */
function withoutGaps(scaled: { second: number; moment: Moment }[]): Rates[] {
  const rates: Rates[] = [];
  for (const { second, moment } of scaled) {
    const last = rates.at(-1)?.second ?? second - 1;
    for (let quiet = last + 1; quiet < second; quiet++) rates.push(quietAt(quiet));
    const { claims, requests, calls } = moment;
    rates.push({
      second,
      starts: requests.start,
      full: claims.full + claims.knownFull,
      soldOut: claims.soldOut + claims.knownSoldOut,
      certain: claims.granted + claims.again + calls.order,
    });
  }
  return rates;
}

const quietAt = (second: number): Rates => ({
  second,
  ...{ starts: 0, full: 0, soldOut: 0, certain: 0 },
});

function withCalls(moment: Moment, asked: Asked | undefined, draws: Partial<Calls>): Moment {
  const { claims, calls } = moment;
  const full = Math.min(asked?.full ?? 0, claims.full + claims.knownFull);
  const soldOut = Math.min(asked?.soldOut ?? 0, claims.soldOut + claims.knownSoldOut);
  return {
    requests: moment.requests,
    claims: {
      ...claims,
      ...{ full, knownFull: claims.full + claims.knownFull - full },
      ...{ soldOut, knownSoldOut: claims.soldOut + claims.knownSoldOut - soldOut },
    },
    calls: {
      ...calls,
      claim: claims.granted + claims.again + full + soldOut,
      news: asked?.news ?? 0,
      report: (asked?.reports ?? 0) + (draws.report ?? 0),
      recall: draws.recall ?? 0,
      hear: draws.hear ?? 0,
    },
  };
}

function scaleCalls(calls: Partial<Calls>, by: number): Partial<Calls> {
  return Object.fromEntries(Object.entries(calls).map(([name, count]) => [name, count * by]));
}

function sum(moments: Moment[]): Moment {
  const total = noMoment();
  for (const moment of moments) {
    for (const part of ["requests", "claims", "calls"] as const) {
      const into = total[part] as Record<string, number>;
      for (const [name, count] of Object.entries(moment[part])) {
        into[name] = (into[name] ?? 0) + count;
      }
    }
  }
  return total;
}

function entries<Name extends string>(record: Record<Name, number>): [Name, number][] {
  return Object.entries(record) as [Name, number][];
}
