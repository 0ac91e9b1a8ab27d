/**
 * What is too much or too little for this crowd, and what to do about it. How many gates and slots fit a
 * sale is said in one place, for `new` and `check` too (sale-file/gates-and-slots.ts); here it is tried.
 */
import type { SaleShape } from "../../../sim/world.ts";
import { isCrowded, propose, type Slots } from "../sale-file/gates-and-slots.ts";
import { LIMITS } from "./cost.ts";
import { type Forecast, forecast, type Question } from "./forecast.ts";
import { count } from "./table.ts";

export interface Proposal extends Slots {
  /** With these numbers. */
  forecast: Forecast;
}

/** `found`: what the file's own numbers come to; if they are those proposed, nothing is simulated again. */
export async function tryProposed(question: Question, found: Forecast): Promise<Proposal> {
  const { crowd, shape } = question;
  const { stock, reserve, lasts } = shape;
  const { hold, shoppers } = crowd;
  const made = propose({ stock, reserve, hold, length: lasts, shoppers });
  if (isSame(made, shape)) return { ...made, forecast: found };
  return { ...made, forecast: await forecast({ ...question, shape: { ...shape, ...made } }) };
}

export const isSame = (one: Slots, other: Slots) =>
  one.gates === other.gates && one.slots === other.slots;

// ── Warnings ────────────────────────────────────────────────────────────────────────────────

export interface Warning {
  /** Too much for an object, units that nobody buys, or forms that are filled in for nothing. */
  about: "load" | "stock" | "forms";
  text: string;
  todo: string;
}

/** Nearly all: an order more or less is chance. */
const NEARLY = 0.99;
/** The proposal is worth writing down if it brings a load to less than this share of it. */
const WORTH = 0.8;

export function warningsOf(forecast: Forecast, shape: SaleShape, proposal: Proposal): Warning[] {
  return [
    ...busyGates(forecast, proposal),
    ...busyStockroom(forecast, proposal),
    ...fullDisks(forecast, shape),
    ...unsold(forecast, shape, proposal),
    ...forNothing(forecast, shape, proposal),
  ];
}

const LIMIT = count(LIMITS.requestsPerObject);
const asYaml = ({ gates, slots }: Slots) => `gates: ${gates} and slots: ${slots}`;

function busyGates({ busiestGate }: Forecast, proposal: Proposal): Warning[] {
  if (busiestGate <= LIMITS.requestsPerObject) return [];
  const then = proposal.forecast.busiestGate;
  const better = `write ${asYaml(proposal)}: that brings it to ${count(then)}`;
  return [
    {
      about: "load",
      text: `a gate is asked ${count(busiestGate)} times in its busiest second; the platform's soft limit is ${LIMIT}. A shopper whom an overloaded gate does not answer is told "full" and may click again; nobody gets in twice`,
      todo: then < busiestGate * WORTH ? better : FIRST_SECOND,
    },
  ];
}

const FIRST_SECOND =
  "nothing: it is the very first second, in which every isolate asks every gate, and it passes by itself. Expect the first slots a second late. How many isolates there are is an assumption (--isolates)";

function busyStockroom({ busiestStockroom }: Forecast, proposal: Proposal): Warning[] {
  if (busiestStockroom <= LIMITS.requestsPerObject) return [];
  const then = proposal.forecast.busiestStockroom;
  const better = `every gate asks it, so write ${asYaml(proposal)}: that brings it to ${count(then)}`;
  return [
    {
      about: "load",
      text: `the stockroom is asked ${count(busiestStockroom)} times in its busiest second; the platform's soft limit is ${LIMIT}`,
      todo:
        then < busiestStockroom * WORTH
          ? better
          : "nothing: it passes by itself, and the last units take a little longer to sell",
    },
  ];
}

function fullDisks({ stored }: Forecast, { gates }: SaleShape): Warning[] {
  const each = stored / (gates + 1);
  if (each <= LIMITS.storagePerObject) return [];
  return [
    {
      about: "load",
      text: `each gate would keep ${count(each / 1e9)} GB; the platform's limit is ${count(LIMITS.storagePerObject / 1e9)} GB`,
      todo: "more gates: orders are spread over them",
    },
  ];
}

function unsold({ sold }: Forecast, { stock }: SaleShape, proposal: Proposal): Warning[] {
  if (sold >= stock * NEARLY) return [];
  const text = `${count(sold)} of ${count(stock)} units are sold`;
  const then = proposal.forecast.sold;
  if (then <= sold * 1.05) return [{ about: "stock", text, todo: TOO_FEW }];
  const todo = `write ${asYaml(proposal)}: with these, ${count(then)} are sold`;
  return [{ about: "stock", text: `${text}: the crowd gives up before there is a slot`, todo }];
}

const TOO_FEW =
  "more shoppers, or less stock: nothing is wrong with gates and slots, but some leave the form, some are bots, and some lose patience";

function forNothing({ requests, sold }: Forecast, shape: SaleShape, proposal: Proposal): Warning[] {
  if (shape.reserve || !isCrowded(shape.stock, shape)) return [];
  const isBetter = proposal.forecast.requests.form < requests.form * WORTH;
  const write = isBetter ? `${asYaml(proposal)}, or ` : "";
  return [
    {
      about: "forms",
      text: `${count(requests.form)} order forms are opened for ${count(sold)} orders: most are filled in for nothing`,
      todo: `write ${write}reserve: true, so that each slot has its unit`,
    },
  ];
}
