/** What is too much or too little, and what to do about it. Pure. */
import type { Forecast } from "./forecast.ts";
import type { Terms } from "./model/terms.ts";
import { count } from "./numbers.ts";
import { LIMITS } from "./platform.ts";
import type { Proposal } from "./propose.ts";

export interface Warning {
  text: string;
  todo: string;
}

/** More forms than this for each order, and most were filled in for nothing. */
const IN_VAIN = 3;
const NEARLY = 0.99;

export function warningsOf(forecast: Forecast, terms: Terms, proposal: Proposal): Warning[] {
  return [
    ...busyGates(forecast, terms, proposal),
    ...busyStockroom(forecast, terms),
    ...fullDisks(forecast, terms),
    ...unsold(forecast, terms, proposal),
    ...inVain(forecast, terms, proposal),
  ];
}

function busyGates({ busiestGate }: Forecast, { gates }: Terms, proposal: Proposal): Warning[] {
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

function busyStockroom({ busiestStockroom }: Forecast, { gates }: Terms): Warning[] {
  if (busiestStockroom <= LIMITS.requestsPerObject) return [];
  return [
    {
      text: `the stockroom is asked ${count(busiestStockroom)} times in its busiest second; the platform's soft limit is ${count(LIMITS.requestsPerObject)}`,
      todo: `fewer gates than ${gates}: each of them asks it`,
    },
  ];
}

function fullDisks({ stored }: Forecast, { gates }: Terms): Warning[] {
  const each = stored / (gates + 1);
  if (each <= LIMITS.storagePerObject) return [];
  return [
    {
      text: `each gate would keep ${count(each / 1e9)} GB; the platform's limit is ${count(LIMITS.storagePerObject / 1e9)} GB`,
      todo: "more gates: orders are spread over them",
    },
  ];
}

function unsold({ sold, shoppers }: Forecast, { stock }: Terms, proposal: Proposal): Warning[] {
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

function inVain({ requests, sold }: Forecast, terms: Terms, proposal: Proposal): Warning[] {
  const places = terms.gates * terms.slots;
  if (terms.reserve || requests.form < IN_VAIN * Math.max(1, sold) || places <= 1) return [];
  const { gates, slots } = proposal;
  const fewer = gates * slots < places ? `fewer slots (gates: ${gates}, slots: ${slots}), or ` : "";
  return [
    {
      text: `${count(requests.form)} order forms are opened for ${count(sold)} orders: most are filled in for nothing`,
      todo: `${fewer}reserve: true, so that each slot has its unit`,
    },
  ];
}
