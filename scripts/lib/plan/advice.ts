/**
 * What is too much or too little, and which gates and slots fit this crowd: tried in the same world.
 * Slots first, as few as sell
 * everything within a minute; then gates, as few as keep every object calm.
 */
import type { SaleShape } from "../../../sim/world.ts";
import { LIMITS } from "./cost.ts";
import { type Forecast, forecast, type Question } from "./forecast.ts";
import { count } from "./table.ts";

export interface Proposal {
  gates: number;
  slots: number;
  /** With these numbers. */
  forecast: Forecast;
  /** False where no number of gates keeps an object below its limit. */
  calm: boolean;
}

/** As in a sale's file. */
const MOST = 1_000;
/** Slots in all, in units of the stock. */
const SLOTS_PER_UNIT = [0.1, 0.2, 0.35, 0.5, 0.75, 1, 1.5, 2, 3];
const GATES = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000];
/** A crowd is patient for a minute or two: then everything should be sold. Ms, in real life. */
const QUICK = 60_000;
/** Nearly all: an order more or less is chance. */
const NEARLY = 0.99;
/** A trial is played with so many, and a gate's load needs fewer. */
const PLAYED = 2_000;
const PLAYED_FOR_GATES = 1_000;

/** What each object may have in its busiest second. */
export const CALM = LIMITS.requestsPerObject / 2;

export async function propose(question: Question): Promise<Proposal> {
  const places = await fewestPlaces(question);
  return fewestGates(question, places);
}

async function fewestPlaces(question: Question): Promise<number> {
  const { stock } = question.shape;
  const trials: Trial[] = [];
  for (const ratio of SLOTS_PER_UNIT) {
    const places = Math.min(MOST * MOST, Math.max(1, Math.ceil(stock * ratio)));
    if (trials.some((trial) => trial.places === places)) continue;
    const trial = await tried(question, spread(places, usualGates(places)), PLAYED);
    trials.push({ places, trial });
    if ((trial.soldOutAt ?? Number.POSITIVE_INFINITY) <= QUICK / question.crowd.scale) break;
  }
  return fewestOf(trials);
}

interface Trial {
  places: number;
  trial: Forecast;
}

/** The last trial was quick, or none was: then as few as sell what can be sold. */
function fewestOf(trials: Trial[]): number {
  const last = trials.at(-1);
  if (last && trials.length < SLOTS_PER_UNIT.length && last.trial.soldOutAt !== undefined) {
    return last.places;
  }
  const best = Math.max(...trials.map(({ trial }) => trial.sold));
  return trials.find(({ trial }) => trial.sold >= best * NEARLY)?.places ?? 1;
}

async function fewestGates(question: Question, places: number): Promise<Proposal> {
  const least = Math.ceil(places / MOST);
  const candidates = GATES.filter((gates) => gates >= least && gates <= Math.max(places, least));
  let best: Proposal | undefined;
  for (const gates of candidates) {
    const made = spread(places, gates);
    const found = await tried(question, made, PLAYED_FOR_GATES);
    const proposal = { ...made, forecast: found, calm: busiest(found) <= CALM };
    if (proposal.calm) return proposal;
    if (!best || busiest(found) < busiest(best.forecast)) best = proposal;
  }
  return (
    best ?? {
      ...spread(places, least),
      forecast: await tried(question, spread(places, least), PLAYED),
      calm: false,
    }
  );
}

function busiest({ busiestGate, busiestStockroom }: Forecast): number {
  return Math.max(busiestGate, busiestStockroom);
}

interface Made {
  gates: number;
  slots: number;
}

/** Ten to a gate, as long as that makes no more gates than a sale may have. */
const usualGates = (places: number) => Math.min(MOST, Math.max(1, Math.round(places / 10)));

function spread(places: number, gates: number): Made {
  return { gates, slots: Math.min(MOST, Math.ceil(places / gates)) };
}

function tried(question: Question, made: Made, enough: number): Promise<Forecast> {
  const played = Math.min(enough, question.played ?? enough);
  return forecast({ ...question, shape: { ...question.shape, ...made }, played });
}

// ── Warnings ────────────────────────────────────────────────────────────────────────────────

export interface Warning {
  text: string;
  todo: string;
}

/** More forms than this for each order, and most were filled in for nothing. */
const IN_VAIN = 3;
export function warningsOf(forecast: Forecast, shape: SaleShape, proposal: Proposal): Warning[] {
  return [
    ...busyGates(forecast, shape, proposal),
    ...busyStockroom(forecast, shape),
    ...fullDisks(forecast, shape),
    ...unsold(forecast, shape, proposal),
    ...inVain(forecast, shape, proposal),
  ];
}

function busyGates({ busiestGate }: Forecast, { gates }: SaleShape, proposal: Proposal): Warning[] {
  if (busiestGate <= LIMITS.requestsPerObject) return [];
  const limit = count(LIMITS.requestsPerObject);
  const better = proposal.forecast.busiestGate < busiestGate * 0.8 && proposal.gates > gates;
  return [
    {
      text: `a gate is asked ${count(busiestGate)} times in its busiest second; the platform's soft limit is ${limit}. Whom an overloaded gate does not answer is told "full" and may click again; nobody gets in twice`,
      todo: better
        ? `gates: ${proposal.gates} brings it to ${count(proposal.forecast.busiestGate)}`
        : "more gates do not help: in that second every isolate asks every gate for the first time, and soon after it a few hundred ask in a second. Expect the first slots a second late; how many isolates there are is an assumption (--isolates)",
    },
  ];
}

function busyStockroom({ busiestStockroom }: Forecast, { gates }: SaleShape): Warning[] {
  if (busiestStockroom <= LIMITS.requestsPerObject) return [];
  return [
    {
      text: `the stockroom is asked ${count(busiestStockroom)} times in its busiest second; the platform's soft limit is ${count(LIMITS.requestsPerObject)}`,
      todo: `fewer gates than ${gates}: each of them asks it`,
    },
  ];
}

function fullDisks({ stored }: Forecast, { gates }: SaleShape): Warning[] {
  const each = stored / (gates + 1);
  if (each <= LIMITS.storagePerObject) return [];
  return [
    {
      text: `each gate would keep ${count(each / 1e9)} GB; the platform's limit is ${count(LIMITS.storagePerObject / 1e9)} GB`,
      todo: "more gates: orders are spread over them",
    },
  ];
}

function unsold({ sold, shoppers }: Forecast, { stock }: SaleShape, proposal: Proposal): Warning[] {
  if (sold >= stock * NEARLY) return [];
  const text = `${count(sold)} of ${count(stock)} units are sold`;
  if (proposal.forecast.sold > sold * 1.05) {
    const { gates, slots } = proposal;
    const more = `gates: ${gates} and slots: ${slots} sell ${count(proposal.forecast.sold)}`;
    return [{ text: `${text}: the crowd gives up before there is a slot`, todo: more }];
  }
  const todo =
    shoppers <= stock * 1.25
      ? "more shoppers, or less stock; nothing is wrong with gates and slots"
      : "a shorter hold sets places free sooner";
  return [{ text, todo }];
}

function inVain({ requests, sold }: Forecast, shape: SaleShape, proposal: Proposal): Warning[] {
  const places = shape.gates * shape.slots;
  if (shape.reserve || requests.form < IN_VAIN * Math.max(1, sold) || places <= 1) return [];
  const { gates, slots } = proposal;
  const fewer = gates * slots < places ? `fewer slots (gates: ${gates}, slots: ${slots}), or ` : "";
  return [
    {
      text: `${count(requests.form)} order forms are opened for ${count(sold)} orders: most are filled in for nothing`,
      todo: `${fewer}reserve: true, so that each slot has its unit`,
    },
  ];
}
