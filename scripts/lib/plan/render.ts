/** A plan for people. */
import type { Paint } from "../report.ts";
import { assumptions } from "./assumptions.ts";
import { about, bits, bytes, count, money, time } from "./numbers.ts";
import type { Rate } from "./peak.ts";
import type { Plan } from "./plan.ts";
import { LIMITS, METERS, READ_ON, SOURCES, type Source } from "./platform.ts";
import { CALM } from "./propose.ts";
import { type Section, sections, wrapped } from "./table.ts";

export function asText(plan: Plan, paint: Paint): string {
  const tables = [asked(plan), firstSeconds(plan), loads(plan), costs(plan)];
  return [
    opening(plan, paint),
    warnings(plan, paint),
    sections(tables, paint),
    gatesAndSlots(plan, paint),
    list("Assumptions", assumptions(plan), paint),
    list("Prices and limits", sources(), paint),
  ]
    .filter((part) => part !== "")
    .join("\n\n");
}

function opening({ sale, terms, forecast }: Plan, paint: Paint): string {
  const { stock, gates, slots, hold, reserve } = terms;
  const kind = reserve ? "a slot has its unit" : "a race";
  const made = `${count(stock)} units, ${count(gates)} gates with ${count(slots)} slots each, hold ${time(hold)}, ${kind}`;
  return [
    `${paint("green", sale.title)}: ${count(forecast.shoppers)} shoppers`,
    made,
    ...outcome(forecast, stock),
  ].join("\n");
}

function outcome({ sold, soldOutAt, endings, overAt }: Plan["forecast"], stock: number): string[] {
  const first =
    soldOutAt === undefined
      ? `${count(sold)} of ${count(stock)} units are sold; the last shopper goes after ${time(overAt)}`
      : `Sold out after ${time(soldOutAt)}; the last shopper goes after ${time(overAt)}`;
  const told = `${count(endings.sold_out)} are told that it is sold out, ${count(endings.gave_up)} give up before, ${count(endings.left)} leave the form`;
  return [first, wrapped(told, "")];
}

function warnings({ warnings: all }: Plan, paint: Paint): string {
  if (all.length === 0) return paint("green", "No limit is reached.");
  const lines = all.map(({ text, todo }) => {
    const what = paint("yellow", wrapped(text, "! "));
    return `${what}\n${wrapped(todo, "  → ")}`;
  });
  return lines.join("\n");
}

function asked({ forecast: { requests, calls, claims }, usage }: Plan): Section {
  const { cdn, worker, objects } = usage;
  const { report, ...atGates } = calls;
  const known = claims.knownFull + claims.knownSoldOut;
  return {
    title: "What is asked",
    heads: ["times", "bytes"],
    rows: [
      ["CDN: pages", count(cdn.pages)],
      ["CDN: pictures and other files", count(cdn.files)],
      ["CDN in all", count(cdn.requests), bytes(cdn.bytes)],
      ["Worker: start scripts", count(requests.start)],
      ["Worker: claims", count(requests.claim)],
      ["  of them refused without a call", count(known)],
      ["Worker: order forms", count(requests.form)],
      ["Worker: orders and receipts", count(requests.order + requests.receipt)],
      ["Worker: bots' forgeries", count(requests.bot)],
      ["Worker in all", count(worker.requests), bytes(worker.bytes)],
      ["Gates: claims", count(atGates.claim)],
      ["Gates: forms, orders, receipts", count(atGates.look + atGates.order)],
      ["Gates: news for isolates", count(atGates.news)],
      [
        "Gates: recalls, alarms and so on",
        count(atGates.recall + atGates.hear + atGates.alarm + atGates.release),
      ],
      ["Stockroom: draws, news for gates", count(report)],
      ["Objects in all", count(objects.calls)],
      ["Rows written, and data kept", count(objects.rowsWritten), bytes(objects.stored)],
    ],
  };
}

function firstSeconds({ peak }: Plan): Section {
  const row = (name: string, rate: Rate, unit: (value: number) => string = perSecond) => [
    ...[name, unit(rate.mean), unit(rate.most)],
  ];
  return {
    title: "The first ten seconds",
    heads: ["on average", "busiest second"],
    rows: [
      row("CDN requests", peak.cdn),
      row("CDN traffic", peak.cdnBits, bits),
      row("Worker: start scripts", peak.starts),
      row("Worker: claims", peak.claims),
      row("Worker: forms, orders, receipts", peak.orders),
      row("Worker in all", peak.worker),
      row("All gates together", peak.gates),
      row("The stockroom", peak.stockroom),
    ],
  };
}

const perSecond = (value: number) => `${about(value)}/s`;

function loads({ forecast, terms }: Plan): Section {
  const limit = perSecond(LIMITS.requestsPerObject);
  const each = bytes(forecast.stored / (terms.gates + 1));
  return {
    title: "Load on one object",
    heads: ["at the most", "limit"],
    rows: [
      ["The busiest gate", perSecond(forecast.busiestGate), limit],
      ["The stockroom", perSecond(forecast.busiestStockroom), limit],
      ["Data kept by a gate", each, bytes(LIMITS.storagePerObject)],
    ],
  };
}

function costs({ cost }: Plan): Section {
  const lines = cost.lines.map(({ meter, used, cost: paid, most }) => {
    const { name, unit } = METERS[meter];
    const label = name.toLowerCase().includes(unit) ? name : `${name}, ${unit}`;
    return [label, about(used), money(paid), money(most)];
  });
  return {
    title: "Cost",
    heads: ["used", "quiet month", "at the most"],
    rows: [
      ...lines,
      ["CDN requests and traffic", "", money(0), money(0)],
      ["Workers Paid, a month", "", money(cost.subscription), ""],
      ["In all", "", money(cost.total), money(cost.most)],
      [free(cost.beyondFree)],
    ],
  };
}

function free(beyond: Plan["cost"]["beyondFree"]): string {
  if (beyond.length === 0)
    return "The free plan's day would do, if nothing else ran on the account.";
  const names = beyond.map((meter) => METERS[meter].name.toLowerCase()).join(", ");
  return `The free plan's day is too small for: ${names}.`;
}

function gatesAndSlots({ terms, proposal, forecast }: Plan, paint: Paint): string {
  const { gates, slots } = proposal;
  const title = paint("cyan", "Gates and slots");
  if (isFine(terms, proposal, forecast)) {
    const same = gates === terms.gates && slots === terms.slots;
    const least = same ? "" : ` (gates: ${gates} and slots: ${slots} would do, too)`;
    return `${title}\n${wrapped(`Those of the file are fine: they sell ${count(forecast.sold)}${least}.`, "  ")}`;
  }
  const reason = `${count(gates * slots)} slots are the fewest that ${sells(proposal, terms)}; ${count(gates)} gates ${proposal.calm ? `keep every object below ${count(CALM)} calls a second` : "are the calmest of all that were tried"}.`;
  const now = `The file has gates: ${terms.gates} and slots: ${terms.slots}; they sell ${count(forecast.sold)}.`;
  return [
    title,
    wrapped(
      `${now} Better, and to be put into the file's frontmatter before the first contact:`,
      "  ",
    ),
    `    gates: ${gates}`,
    `    slots: ${slots}`,
    wrapped(reason, "  "),
  ].join("\n");
}

function sells({ forecast: { sold, soldOutAt } }: Plan["proposal"], { stock }: Plan["terms"]) {
  if (soldOutAt !== undefined) return `sell everything, in ${time(soldOutAt)}`;
  return `sell as much as this crowd buys, ${count(sold)} of ${count(stock)} units`;
}

function isFine(
  terms: Plan["terms"],
  proposal: Plan["proposal"],
  found: Plan["forecast"],
): boolean {
  const sells = found.sold >= proposal.forecast.sold * 0.98;
  const busiest = Math.max(found.busiestGate, found.busiestStockroom);
  // Where nothing is calm, what stays below the platform's limit is good enough.
  const bearable = !proposal.calm && busiest <= LIMITS.requestsPerObject;
  const calm = busiest <= CALM || bearable || busiest <= proposal.forecast.busiestGate * 1.2;
  const inVain = terms.gates * terms.slots > 3 * proposal.gates * proposal.slots;
  return sells && calm && !inVain;
}

function list(title: string, lines: string[], paint: Paint): string {
  return [paint("cyan", title), ...lines.map((text) => wrapped(text, "  - "))].join("\n");
}

function sources(): string[] {
  const used: Source[] = ["workers", "assets", "objects", "objectLimits", "logs"];
  return [`as read on ${READ_ON}, in US dollars without tax:`, ...used.map((one) => SOURCES[one])];
}
