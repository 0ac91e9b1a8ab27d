/** A plan for people and for programs. */
import { SHARES } from "../../../crowd/crowd.ts";
import type { Paint } from "../tell.ts";
import { isSame } from "./advice.ts";
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

/** Five lines, and what to do where something is wrong. */
export function asText(plan: Plan, paint: Paint): string {
  return [summary(plan, paint), warnings(plan, paint)].filter((part) => part !== "").join("\n\n");
}

/** All of it. */
export function inDetail(plan: Plan, paint: Paint): string {
  const tables = [asked(plan), firstSeconds(plan), loads(plan), costs(plan)];
  return [
    asText(plan, paint),
    sections(tables, paint),
    gatesAndSlots(plan, paint),
    list("Assumptions", assumptions(plan), paint),
    list("Prices and limits", sources(), paint),
  ].join("\n\n");
}

function summary(plan: Plan, paint: Paint): string {
  const { sale, shape, forecast } = plan;
  const { stock, gates, slots, reserve, draw } = shape;
  const how = draw ? ", by a draw" : reserve ? ", each against a unit" : "";
  const made = `${gates} gates × ${slots} slots${how}`;
  const title = paint("green", sale.title);
  const rows = {
    Cost: cost(plan),
    "Sold out": soldOut(forecast, stock),
    Safe: safe(plan, paint),
    More: "requests, loads, prices and assumptions: --details",
  };
  return [
    `${title}: ${count(forecast.shoppers)} shoppers for ${units(stock)}, ${made}`,
    ...Object.entries(rows).map(([name, text]) => `  ${name.padEnd(8)}  ${text}`),
  ].join("\n");
}

const units = (stock: number) => `${count(stock)} ${stock === 1 ? "unit" : "units"}`;

/** Busy: where other things use what the paid plan includes. */
function cost({ cost: { subscription, total, most } }: Plan): string {
  const busy = money(subscription + most);
  return `${money(total)} with a month of Cloudflare's paid plan; up to ${busy} on a busy account`;
}

function soldOut({ sold, soldOutAt, endings }: Plan["forecast"], stock: number): string {
  if (soldOutAt === undefined) return `never: ${count(sold)} of ${units(stock)} are sold`;
  const told = `${count(endings.sold_out)} are told so, ${count(endings.gave_up)} give up before`;
  return `${time(soldOutAt)} after the start; ${told}`;
}

function safe({ forecast, warnings: all }: Plan, paint: Paint): string {
  if (all.some(({ about }) => about === "load")) return paint("yellow", "not quite: see below");
  const busiest = Math.max(forecast.busiestGate, forecast.busiestStockroom);
  return `yes: no object is asked more than ${perSecond(busiest)}; each can take ${perSecond(LIMITS.requestsPerObject)}`;
}

function warnings({ warnings: all }: Plan, paint: Paint): string {
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
      ...atTheDoor(usage.door),
      ["Worker in all", count(worker.requests), bytes(worker.bytes)],
      ["Gates: claims", count(atGates.claim)],
      ["Gates: forms, orders, receipts", count(atGates.look + atGates.order)],
      ["Gates: news for isolates", count(atGates.news)],
      [
        "Gates: recalls, alarms and so on",
        count(atGates.recall + atGates.hear + atGates.alarm + atGates.release),
      ],
      ["Stockroom: draws, news for gates", count(report)],
      ...(objects.registers > 0 ? [["Registers: contacts", count(objects.registers)]] : []),
      ["Objects in all", count(objects.calls)],
      ["Rows written, and data kept", count(objects.rowsWritten), bytes(objects.stored)],
    ],
  };
}

/** Nothing without a door. */
function atTheDoor({ questions, passes, siteverify }: Plan["usage"]["door"]): string[][] {
  if (passes === 0) return [];
  return [
    ...(questions > 0 ? [["Worker: questions at the door", count(questions)]] : []),
    ["Worker: passes", count(passes)],
    ["Worker: start scripts with a new pass", count(passes)],
    ...(siteverify > 0 ? [["  Turnstile asked about them, free", count(siteverify)]] : []),
  ];
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

function gatesAndSlots({ shape, proposal, forecast, warnings: all }: Plan, paint: Paint): string {
  const own = `The file has gates: ${shape.gates} and slots: ${shape.slots}; with these, ${count(forecast.sold)} are sold.`;
  const other = `A new sale would have gates: ${proposal.gates} and slots: ${proposal.slots}, which sell ${count(proposal.forecast.sold)}`;
  const isProposed = isSame(shape, proposal);
  const verdict = isProposed
    ? "A new sale would have the same."
    : `${other}${all.length > 0 ? "." : "; the file's are fine, too."}`;
  const frozen = "They are frozen once the first shopper comes.";
  return `${paint("cyan", "Gates and slots")}\n${wrapped(`${own} ${verdict} ${frozen}`, "  ")}`;
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
    ...(plan.shape.draw ? [drawn()] : []),
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

function drawn(): string {
  return `${share(SHARES.early)} are there before the start and so in the draw; everybody else queues behind them, by time of arrival. While they wait, pages ask every 3 to 25 s, the sooner the nearer their turn is.`;
}

function rehearsed({ crowd }: Plan): string {
  return `As rehearsed: forms and hold are ${count(crowd.scale)} times faster than in real life.`;
}

function isolates({ options }: Plan): string {
  const number = `${count(options.isolates)} ${options.isolates === 1 ? "isolate" : "isolates"} of the Worker`;
  if (options.isolatesGiven) return `${number}, as --isolates says.`;
  return `${number}: one for ${count(SHOPPERS_PER_ISOLATE)} shoppers, from 10 to 5,000. The platform tells nobody how many it starts; each asks for itself, so try others with --isolates.`;
}

function extrapolated({ shape, forecast: { played, shoppers } }: Plan): string {
  if (played === shoppers) {
    return "Every shopper was played, one by one, against the real code of gates, stockroom and isolates, without a network: nothing is extrapolated, and nothing ever gets lost or late.";
  }
  const clicks = shape.draw ? "pages and start scripts" : "pages, start scripts and claims";
  const few = shape.draw ? "claims, slots, forms and orders" : "slots, forms and orders";
  return `${count(played)} of the shoppers were played, one by one. Extrapolated: ${clicks} by the number of shoppers; ${few} by the number of units and slots; calls to gates by the rate at which isolates forget what they were told; draws by stock and gates.`;
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
    door: usage.door,
    calls: { all: callsOf(forecast.calls), methods: methods(forecast.calls) },
    rowsWritten: usage.objects.rowsWritten,
    stored: usage.objects.stored,
    busiest: { gate: forecast.busiestGate, stockroom: forecast.busiestStockroom },
    peak,
    sizes,
    proposal: {
      gates: proposal.gates,
      slots: proposal.slots,
      sold: proposal.forecast.sold,
      busiestGate: proposal.forecast.busiestGate,
    },
    cost: { ...cost, currency: "USD", prices: METERS, readOn: READ_ON, sources: SOURCES },
    warnings,
  };
}

const inSeconds = (ms: number | undefined) => (ms === undefined ? undefined : ms / 1_000);

function methods({
  report,
  take,
  free,
  ...atGates
}: Plan["forecast"]["calls"]): Record<string, number> {
  const gates = Object.entries(atGates).map(([name, count]) => [`gate.${name}`, count] as const);
  const registers = take > 0 ? { "register.take": take, "register.free": free } : {};
  return { ...Object.fromEntries(gates), "stockroom.report": report, ...registers };
}
