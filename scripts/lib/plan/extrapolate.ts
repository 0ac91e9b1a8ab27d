/**
 * From a sample of a crowd to the whole of it. What grows with the crowd is multiplied; how often
 * isolates ask gates does not grow with it, and is counted by the deployed code's own pacing.
 */
import {
  AdaptiveTtl,
  ASK_EVERY,
  EXPECTED,
  gateOf,
  newsTtl,
  replyTtl,
  SPREAD,
  TURNS_BEFORE_START,
} from "../../../edge/core.ts";
import type { Endings, Outturn } from "../../../sim/play.ts";
import { ROWS_OF_TABLES } from "../../../sim/sqlite.ts";
import {
  type Calls,
  type ClaimEnd,
  type Moment,
  noMoment,
  type Request,
} from "../../../sim/tally.ts";
import { REGISTERS, type SaleShape, START, World } from "../../../sim/world.ts";
import type { Forecast, Question } from "./forecast.ts";
import { storedOf } from "./usage.ts";

/** In a sample at least so many visitors come for each unit, if so many do in the crowd. */
const PER_UNIT = 20;

export interface Sample {
  shape: SaleShape;
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
export function sampleOf({ crowd, shape, isolates }: Question, played: number): Sample {
  const visitors = crowd.shoppers / played;
  const wanted = Math.max(1 / visitors, Math.min(1, played / PER_UNIT / shape.stock));
  const all = shape.gates * shape.slots;
  const places = Math.max(1, Math.round(all * wanted));
  const factor = places / all;
  const gates = Math.max(1, Math.min(shape.gates, Math.floor(places / Math.min(places, 10))));
  const stock = Math.max(1, Math.round(shape.stock * factor));
  const fewer = factor === 1 ? {} : { gates, slots: Math.round(places / gates), stock };
  return {
    shape: { ...shape, ...fewer, ...drawOf(shape, visitors) },
    isolates: Math.max(1, Math.round(isolates / visitors)),
    visitors,
    units: shape.stock / stock,
  };
}

/** Of a smaller crowd fewer are expected: the beginning of the line depends on how wrong that is. */
function drawOf({ draw }: SaleShape, visitors: number): Pick<SaleShape, "draw"> {
  if (!draw) return {};
  return { draw: { expected: Math.max(1, (draw.expected ?? EXPECTED) / visitors) } };
}

/** What grows with the crowd, and what only with slots and units. */
const OF_UNITS: readonly Request[] = ["form", "order", "receipt", "ended"];
const OF_SLOTS: readonly ClaimEnd[] = ["granted", "again"];

export async function extrapolate(
  question: Question,
  sample: Sample,
  outturn: Outturn,
): Promise<Forecast> {
  const { crowd, shape } = question;
  const { rowsWritten, soldOutAt, overAt } = outturn;
  const sold = Math.min(shape.stock, Math.round(outturn.sold * sample.units));
  const seconds = secondsOf(question, sample, outturn, await drawsOf(shape, sold));
  const others = 1 + (shape.onePer ? REGISTERS : 0);
  const tables = (sample.shape.gates + others) * ROWS_OF_TABLES;
  const rows = (rowsWritten - tables) * sample.units + (shape.gates + others) * ROWS_OF_TABLES;
  return {
    shoppers: crowd.shoppers,
    played: Math.round(crowd.shoppers / sample.visitors),
    ...sum([...seconds.values()]),
    rowsWritten: Math.round(rows),
    stored: storedOf(shape, sold),
    endings: endingsOf(question, sample, outturn, sold),
    sold,
    overAt,
    ...(soldOutAt === undefined ? {} : { soldOutAt }),
    seconds,
    ...busiestOf(seconds, shape.gates),
  };
}

/** Second by second; the calls that move units are spread over them as the orders are. */
function secondsOf(
  { isolates, shape }: Question,
  sample: Sample,
  { tally }: Outturn,
  draws: Partial<Calls>,
): Map<number, Moment> {
  const moments = [...tally.seconds].sort(([a], [b]) => a - b);
  const scaled = moments.map(([second, moment]) => ({ second, moment: scale(moment, sample) }));
  const asked = askedOf(withoutGaps(scaled), isolates, shape.gates);
  const bySecond = new Map(asked.map((one) => [one.second, one]));
  const orders = scaled.reduce((all, { moment }) => all + moment.requests.order, 0) || 1;
  return new Map(
    scaled.map(({ second, moment }) => {
      const drawn = scaleCalls(draws, moment.requests.order / orders);
      return [second, withCalls(moment, bySecond.get(second), drawn)];
    }),
  );
}

/** Of one second of the sample, that of the whole crowd; object calls by claims are for `askedOf`. */
function scale(moment: Moment, { visitors, units, shape: { draw } }: Sample): Moment {
  const scaled = noMoment();
  // In a draw only as many can click as there is something for.
  const clicks = draw ? units : visitors;
  const of = (name: Request) => (name === "claim" ? clicks : visitors);
  for (const [name, count] of entries(moment.requests)) {
    scaled.requests[name] = count * (OF_UNITS.includes(name) ? units : of(name));
  }
  for (const [name, count] of entries(moment.claims)) {
    scaled.claims[name] = count * (OF_SLOTS.includes(name) ? units : clicks);
  }
  for (const name of ["look", "order", "alarm", "release", "take", "free"] as const) {
    scaled.calls[name] = moment.calls[name] * units;
  }
  return scaled;
}

function endingsOf(
  { crowd }: Question,
  { visitors, units, shape: { draw } }: Sample,
  { endings }: Outturn,
  sold: number,
): Endings {
  const of = (ending: keyof Endings, by: number) => Math.round(endings[ending] * by);
  const some = { bought: sold, left: of("left", units), forged: of("forged", visitors) };
  const rest = crowd.shoppers - some.bought - some.left - some.forged;
  // In a draw only those give up who have been called.
  if (draw) {
    const gave_up = of("gave_up", units);
    const stayed = of("stayed", visitors);
    const closed = of("closed", visitors);
    return { ...some, gave_up, stayed, closed, sold_out: rest - gave_up - stayed - closed };
  }
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
function busiestOf(seconds: Map<number, Moment>, gates: number) {
  let [gate, stockroom] = [0, 0];
  for (const { calls } of seconds.values()) {
    const { report, take: _take, free: _free, ...atGates } = calls;
    const mean = Object.values(atGates).reduce((all, one) => all + one, 0) / gates;
    gate = Math.max(gate, mean + 3 * Math.sqrt(mean));
    stockroom = Math.max(stockroom, report);
  }
  return { busiestGate: Math.round(gate), busiestStockroom: Math.round(stockroom) };
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
  starts: 0,
  full: 0,
  soldOut: 0,
  certain: 0,
});

function withCalls(moment: Moment, asked: Asked | undefined, draws: Partial<Calls>): Moment {
  const { claims, calls } = moment;
  const full = Math.min(asked?.full ?? 0, claims.full + claims.knownFull);
  const soldOut = Math.min(asked?.soldOut ?? 0, claims.soldOut + claims.knownSoldOut);
  return {
    requests: moment.requests,
    claims: {
      ...claims,
      full,
      knownFull: claims.full + claims.knownFull - full,
      soldOut,
      knownSoldOut: claims.soldOut + claims.knownSoldOut - soldOut,
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

// ── Draws ───────────────────────────────────────────────────────────────────────────────────

/** Beyond so many orders, draws grow by the logarithm only. */
const DRAWN = 2_000;
const FORM = { name: "Somebody", email: "a@b.co" };

/**
 * The calls that move units: so many orders at the real gates and stockroom, all in one moment, so
 * that no gate asks for news. They depend on stock and gates alone.
 */
async function drawsOf(
  shape: SaleShape,
  sold: number,
): Promise<Pick<Calls, "report" | "recall" | "hear">> {
  const factor = Math.min(1, DRAWN / shape.stock);
  const stock = Math.round(shape.stock * factor);
  const unlimited = { ...shape, stock, slots: Number.MAX_SAFE_INTEGER, reserve: false };
  const world = new World({ seed: 0, isolates: 0, shape: unlimited, from: START });
  for (let order = 0; order < Math.round(sold * factor); order++) {
    await buy(world, `shopper-${order}`);
  }
  world.close();
  const { report, recall, hear } = world.tally.total.calls;
  return { report, recall, hear };
}

function buy({ gates, sale }: World, shopper: string): Promise<void> | undefined {
  const gate = gateOf(shopper, gates.length);
  return gates[gate]?.call(undefined, undefined, async ({ service }) => {
    const claimed = await service.claim(sale, gate, shopper);
    if (claimed.ok) await service.order(sale, gate, shopper, claimed.slot, FORM);
  });
}

// ── How often isolates ask gates ────────────────────────────────────────────────────────────
// What single isolates do is a mean here: isolates are a mass that knows and then forgets, and one
// gate stands for all of them, since shoppers are spread evenly. Nothing in it grows with the crowd.

/** Of one second, in requests of the whole crowd. */
export interface Rates {
  /** The second after the start; negative before it. */
  second: number;
  starts: number;
  /** Claims while the gates are full, and after the last unit. */
  full: number;
  soldOut: number;
  /** Claims and orders that reach a gate in any case. */
  certain: number;
}

/** Calls in one second, all gates together. */
interface Asked {
  second: number;
  /** Claims that were refused by a gate as full, or as sold out. */
  full: number;
  soldOut: number;
  news: number;
  /** Gates at the stockroom, for news. */
  reports: number;
}

/** Ms. */
const STEP = 50;
const STEPS = 1_000 / STEP;

export function askedOf(rates: readonly Rates[], isolates: number, gates: number): Asked[] {
  const ttl = new AdaptiveTtl();
  const gate = new FullNotices(isolates, gates, ttl);
  const news = new NewsNotices(isolates, gates, ttl);
  return rates.map((rate) => {
    const asked = { second: rate.second, full: 0, soldOut: 0, news: 0, reports: 0 };
    for (let i = 0; i < STEPS; i++) {
      const now = rate.second * 1_000 + i * STEP;
      const full = gate.step(now, rate.full / STEPS);
      const { byClaims, byScripts } = news.step(now, rate, full);
      asked.full += full;
      asked.soldOut += byClaims;
      asked.news += byScripts;
    }
    const calls = asked.full + asked.soldOut + asked.news + rate.certain;
    asked.reports = reportsOf(calls / gates, gates) * gates;
    return asked;
  });
}

/** Of one gate in a second: it asks anew with the first call after what it was told got too old. */
function reportsOf(calls: number, gates: number): number {
  return calls <= 0 ? 0 : 1_000 / (replyTtl(gates) + 1_000 / calls);
}

/** How many of `mass` are met, when `events` fall on `all` at random. */
function met(mass: number, events: number, all: number): number {
  return mass * -Math.expm1(-events / all);
}

/** The isolates that know which gates are full, and those that would ask one. */
class FullNotices {
  readonly #isolates: number;
  readonly #gates: number;
  readonly #fullTtl: AdaptiveTtl;
  #asking: number;
  /** Isolates by the step in which they will ask again. */
  readonly #back = new Map<number, number>();

  constructor(isolates: number, gates: number, fullTtl: AdaptiveTtl) {
    this.#isolates = isolates;
    this.#gates = gates;
    this.#fullTtl = fullTtl;
    this.#asking = isolates;
  }

  /** Questions at all gates, of so many claims of the whole crowd. */
  step(now: number, claims: number): number {
    const index = Math.round(now / STEP);
    this.#asking += this.#back.get(index) ?? 0;
    this.#back.delete(index);
    const asked = met(this.#asking, claims, this.#isolates);
    if (asked === 0) return 0;
    this.#fullTtl.note(now, asked / this.#gates);
    this.#believe(index, asked, this.#fullTtl.ttl(now));
    return asked;
  }

  #believe(index: number, asked: number, ttl: number): void {
    this.#asking -= asked;
    for (let part = 0; part < PARTS; part++) {
      const ms = ttl * (1 - (SPREAD * (part + 0.5)) / PARTS);
      const at = index + Math.max(1, Math.round(ms / STEP));
      this.#back.set(at, (this.#back.get(at) ?? 0) + asked / PARTS);
    }
  }
}
const PARTS = 4;

/** Older news are all alike, ms: no ttl is longer. */
const OLDEST = 30_000;

/** The isolates by the age of their news. */
class NewsNotices {
  readonly #isolates: number;
  readonly #gates: number;
  readonly #ttl: AdaptiveTtl;
  /** Isolates that have not asked for their turn. */
  #turnless: number;
  /** By steps since they last asked; the last one holds all that are older. */
  readonly #ages: number[];

  constructor(isolates: number, gates: number, ttl: AdaptiveTtl) {
    this.#isolates = isolates;
    this.#gates = gates;
    this.#ttl = ttl;
    this.#turnless = isolates;
    this.#ages = new Array(OLDEST / STEP + 1).fill(0);
    this.#ages[this.#ages.length - 1] = isolates;
  }

  step(now: number, rate: Rates, brought: number): { byClaims: number; byScripts: number } {
    this.#grow();
    this.#renew(0, brought); // whoever asked about a slot was told the news, too
    const scripts = rate.starts / STEPS;
    if (now < 0) return { byClaims: 0, byScripts: this.#turns(now, scripts) };
    const ttl = this.#ttl.ttl(now);
    const byScripts = this.#renew(Math.max(ASK_EVERY, ttl), scripts);
    const byClaims = this.#renew(Math.max(newsTtl(this.#gates), ttl), rate.soldOut / STEPS);
    if (byScripts + byClaims > 0) this.#ttl.note(now, (byScripts + byClaims) / this.#gates);
    return { byClaims, byScripts };
  }

  #turns(now: number, scripts: number): number {
    const asked = now > -TURNS_BEFORE_START ? met(this.#turnless, scripts, this.#isolates) : 0;
    this.#turnless -= asked;
    return asked;
  }

  #grow(): void {
    const oldest = this.#ages.pop() ?? 0;
    this.#ages.unshift(0);
    this.#ages[this.#ages.length - 1] = (this.#ages[this.#ages.length - 1] ?? 0) + oldest;
  }

  /** Those whose news are at least so old (ms), when so many requests fall on all isolates. */
  #renew(from: number, requests: number): number {
    let renewed = 0;
    for (let age = Math.round(from / STEP); age < this.#ages.length; age++) {
      const mass = met(this.#ages[age] ?? 0, requests, this.#isolates);
      this.#ages[age] = (this.#ages[age] ?? 0) - mass;
      renewed += mass;
    }
    this.#ages[0] = (this.#ages[0] ?? 0) + renewed;
    return renewed;
  }
}
