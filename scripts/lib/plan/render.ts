/** A plan for people and for programs. */
import { SHARES } from "../../../crowd/crowd.ts";
import type { Paint } from "../tell.ts";
import { CALM } from "./advice.ts";
import { LIMITS, METERS, OPERATIONS_PER_MESSAGE, READ_ON, SOURCES, type Source } from "./cost.ts";
import { peakShare, SHOPPERS_PER_ISOLATE } from "./options.ts";
import { PHONE } from "./page-weight.ts";
import type { Plan } from "./plan.ts";
import {
  about,
  bits,
  bytes,
  count,
  money,
  type Section,
  sections,
  share,
  time,
  wrapped,
} from "./table.ts";
import { callsOf, type Rate } from "./usage.ts";

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

function opening({ sale, shape, forecast }: Plan, paint: Paint): string {
  const { stock, gates, slots, hold, reserve } = shape;
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

function loads({ forecast, shape }: Plan): Section {
  const limit = perSecond(LIMITS.requestsPerObject);
  const each = bytes(forecast.stored / (shape.gates + 1));
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

function gatesAndSlots({ shape, proposal, forecast }: Plan, paint: Paint): string {
  const { gates, slots } = proposal;
  const title = paint("cyan", "Gates and slots");
  if (isFine(shape, proposal, forecast)) {
    const same = gates === shape.gates && slots === shape.slots;
    const least = same ? "" : ` (gates: ${gates} and slots: ${slots} would do, too)`;
    return `${title}\n${wrapped(`Those of the file are fine: they sell ${count(forecast.sold)}${least}.`, "  ")}`;
  }
  const reason = `${count(gates * slots)} slots are the fewest that ${sells(proposal, shape)}; ${count(gates)} gates ${proposal.calm ? `keep every object below ${count(CALM)} calls a second` : "are the calmest of all that were tried"}.`;
  const now = `The file has gates: ${shape.gates} and slots: ${shape.slots}; they sell ${count(forecast.sold)}.`;
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

function sells({ forecast: { sold, soldOutAt } }: Plan["proposal"], { stock }: Plan["shape"]) {
  if (soldOutAt !== undefined) return `sell everything, in ${time(soldOutAt)}`;
  return `sell as much as this crowd buys, ${count(sold)} of ${count(stock)} units`;
}

function isFine(
  shape: Plan["shape"],
  proposal: Plan["proposal"],
  found: Plan["forecast"],
): boolean {
  const sells = found.sold >= proposal.forecast.sold * 0.98;
  const busiest = Math.max(found.busiestGate, found.busiestStockroom);
  // Where nothing is calm, what stays below the platform's limit is good enough.
  const bearable = !proposal.calm && busiest <= LIMITS.requestsPerObject;
  const calm = busiest <= CALM || bearable || busiest <= proposal.forecast.busiestGate * 1.2;
  const inVain = shape.gates * shape.slots > 3 * proposal.gates * proposal.slots;
  return sells && calm && !inVain;
}

function list(title: string, lines: string[], paint: Paint): string {
  return [paint("cyan", title), ...lines.map((text) => wrapped(text, "  - "))].join("\n");
}

function sources(): string[] {
  const used: Source[] = ["workers", "assets", "objects", "objectLimits", "logs"];
  return [`as read on ${READ_ON}, in US dollars without tax:`, ...used.map((one) => SOURCES[one])];
}

// ── What a plan takes for granted, in words ─────────────────────────────────────────────────

function assumptions(plan: Plan): string[] {
  return [
    theCrowd(plan),
    behaviour(),
    ...(plan.options.asRehearsed ? [rehearsed(plan)] : []),
    isolates(plan),
    extrapolated(plan),
    phone(plan),
    deliveries(plan),
    months(),
  ];
}

function theCrowd({ crowd }: Plan): string {
  const { seed, arrivals } = crowd;
  const peak = share(peakShare(arrivals));
  return `The crowd is the one that rehearse plays, seed ${seed}: the early ones come in the last ${time(arrivals.lead)} before the start; of those who come at the start, ${peak} are there in its first 10 s (--peak).`;
}

function behaviour(): string {
  const { early, surge, double, leaver, slow, jumper, forger } = SHARES;
  return `${share(early)} early, ${share(surge)} at the start, ${share(double)} click twice, ${share(leaver)} leave the form, ${share(slow)} are too slow for it, ${share(jumper + forger)} are bots. Who is told that it is over closes the page.`;
}

function rehearsed({ crowd }: Plan): string {
  return `As rehearsed: forms and hold are ${count(crowd.scale)} times faster than in real life.`;
}

function isolates({ options }: Plan): string {
  const number = `${count(options.isolates)} ${options.isolates === 1 ? "isolate" : "isolates"} of the Worker`;
  if (options.isolatesGiven) return `${number}, as --isolates says.`;
  return `${number}: one for ${count(SHOPPERS_PER_ISOLATE)} shoppers, from 10 to 5,000. The platform tells nobody how many it starts; each asks for itself, so try others with --isolates.`;
}

function extrapolated({ forecast: { played, shoppers } }: Plan): string {
  if (played === shoppers) {
    return "Every shopper was played, one by one, against the real code of gates, stockroom and isolates, without a network: nothing is extrapolated, and nothing ever gets lost or late.";
  }
  return `${count(played)} of the shoppers were played, one by one. Extrapolated: pages, start scripts and claims by the number of shoppers; slots, forms and orders by the number of units and slots; calls to gates by the rate at which isolates forget what they were told; draws by stock and gates.`;
}

function phone({ sizes }: Plan): string {
  const { width, density } = PHONE;
  return `Bytes are those of the built site: ${count(sizes.page)} for the page, ${count(sizes.pictures.bytes)} for ${count(sizes.pictures.requests)} pictures, as a phone takes them that is ${width} px wide with ${density} device pixels each. A refresh finds the page unchanged.`;
}

function deliveries({ forecast }: Plan): string {
  return `${count(forecast.sold)} orders go to an order system over HTTPS, which costs nothing here; by a Cloudflare Queue they would be ${count(OPERATIONS_PER_MESSAGE * forecast.sold)} operations.`;
}

function months(): string {
  return "A quiet month is one in which nothing else uses what the plan includes; at the most is what the sale adds when that is used up already. Objects are taken to be awake as long as the crowd is there.";
}

// ── For programs: counts have the names that `rehearse --json` gives them ───────────────────

export function asJson(plan: Plan): string {
  return JSON.stringify(shaped(plan), rounded, 2);
}

/** Counts that were extrapolated are no whole numbers; money and shares are none either. */
function rounded(key: string, value: unknown): unknown {
  if (typeof value !== "number") return value;
  return EXACT.test(key) ? Number(value.toPrecision(6)) : Math.round(value);
}
const EXACT = /^(?:cost|most|total|used|price|scale|soldOutAfter|overAfter|peak|mean)$/;

function shaped({ sale, options, crowd, shape, sizes, ...found }: Plan) {
  const { forecast, usage, peak, cost, proposal, warnings } = found;
  const { page, ended, ...requests } = forecast.requests;
  const { gates, slots, stock, reserve, hold } = shape;
  return {
    sale: sale.slug,
    crowd,
    isolates: options.isolates,
    played: forecast.played,
    made: { stock, gates, slots, reserve, hold },
    sold: forecast.sold,
    soldOutAfter: inSeconds(forecast.soldOutAt),
    overAfter: inSeconds(forecast.overAt),
    endings: forecast.endings,
    requests: { ...requests, all: usage.worker.requests },
    pages: { loads: usage.cdn.pages, ended, files: usage.cdn.files },
    bytes: { cdn: usage.cdn.bytes, worker: usage.worker.bytes },
    claims: forecast.claims,
    calls: { all: callsOf(forecast.calls), methods: methods(forecast.calls) },
    rowsWritten: usage.objects.rowsWritten,
    stored: usage.objects.stored,
    busiest: { gate: forecast.busiestGate, stockroom: forecast.busiestStockroom },
    peak,
    sizes,
    proposal: {
      gates: proposal.gates,
      slots: proposal.slots,
      calm: proposal.calm,
      sold: proposal.forecast.sold,
      busiestGate: proposal.forecast.busiestGate,
    },
    cost: { ...cost, currency: "USD", prices: METERS, readOn: READ_ON, sources: SOURCES },
    warnings,
  };
}

const inSeconds = (ms: number | undefined) => (ms === undefined ? undefined : ms / 1_000);

function methods({ report, ...atGates }: Plan["forecast"]["calls"]): Record<string, number> {
  const gates = Object.entries(atGates).map(([name, count]) => [`gate.${name}`, count] as const);
  return { ...Object.fromEntries(gates), "stockroom.report": report };
}
