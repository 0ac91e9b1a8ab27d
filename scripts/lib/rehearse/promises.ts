/** Each promise of the README, judged from outside: by what the crowd saw and what the operator is told. */
import type { Sale } from "../../../edge/contract.ts";
import type { Check } from "../draw/verify.ts";
import type { SaleStatus } from "../operate/sale-status.ts";
import { count, seconds } from "../words.ts";
import { boundOf } from "./bound.ts";
import { mailboxOf } from "./contacts.ts";
import type { Samples } from "./monitor.ts";
import type { Seen } from "./recorder.ts";
import type { RecoveryCheck } from "./recovery-check.ts";

export type Is = "held" | "broken" | "not tried";

export interface Verdict {
  /** As the README numbers them. */
  promise: number;
  /** What is promised. */
  text: string;
  is: Is;
  /** What was tried, and what broke it. */
  evidence: string;
}

export interface Evidence {
  /** As it was rehearsed. */
  sale: Sale;
  seen: Seen;
  /** How the operator saw it when all had gone. */
  status: SaleStatus;
  samples: Samples;
  recovery: RecoveryCheck;
  /** Of a draw: what `verify` says of it. */
  draw: Check[];
  /** Attempts to forward while the order system was dead. */
  attempts: number;
  /** How long it was open while the crowd was there, in ms. */
  open: number;
}

type Judged = [is: Is, evidence: string];
type Judge = (evidence: Evidence) => Judged;

/** Clocks are read in whole ms by three processes. */
const TOLERANCE = 5;

const PROMISES: [text: string, judge: Judge][] = [
  ["Nobody gets an order URL before the start", notEarly],
  ["An order URL works for one shopper, one sale, one order, until its slot lapses", notForged],
  ["Never more orders than stock", notMore],
  ["Never “sold out” while a unit can still be bought; every unit is sold", notTooSoon],
  ["One order per shopper", onePerShopper],
  ["Never more than gates × slots open slots", slotsBounded],
  ["An order that was acknowledged is never lost", nothingLost],
  ["A dead order system never stops the sale", forwardedLater],
  ["Asking twice is asking once", askedOnce],
  ["The cost of a refused shopper does not reach the objects", callsBounded],
  ["Behind a door nobody gets a claim URL without a pass", passNeeded],
  ["With onePer, never two orders with one contact", onePerContact],
];
const DRAW = 13;

export function judge(evidence: Evidence): Verdict[] {
  const all = PROMISES.map(([text, judgeOne], index) => {
    const [is, summary] = judgeOne(evidence);
    return { promise: index + 1, text, is, evidence: summary };
  });
  if (evidence.sale.admission !== "draw") return all;
  const [is, summary] = onlyCalled(evidence);
  const text =
    "A slot goes only to a number that has been called, and numbers follow from the seed";
  return [...all, { promise: DRAW, text, is, evidence: summary }];
}

function onlyCalled({ draw, recovery, status }: Evidence): Judged {
  const problems = draw.flatMap((check) => check.problems);
  if (draw.length === 0) return ["broken", "the operator's status has no draw"];
  if (problems.length > 0) return ["broken", problems.slice(0, 5).join("; ")];
  if (recovery.exported.length === 0) return ["not tried", "nobody ordered"];
  const steps = status.draw?.steps?.length ?? 0;
  const numbers = count(recovery.exported.length, "number");
  return ["held", `${numbers} recomputed, each called before its order; ${count(steps, "call")}`];
}

/** What single visitors have noticed; undefined when there is nothing. */
function noticed({ seen }: Evidence, promise: number): Judged | undefined {
  const broken = seen.broken[promise];
  if (!broken) return undefined;
  const more = broken.times - broken.first.length;
  const rest = more > 0 ? `; and ${more.toLocaleString("en")} more` : "";
  return ["broken", `${broken.first.join("; ")}${rest}`];
}

const held = (is: boolean, evidence: string): Judged => [is ? "held" : "broken", evidence];

function notEarly(evidence: Evidence): Judged {
  const { seen, sale } = evidence;
  const first = seen.firstGrantAt;
  const after =
    first === undefined ? "" : `; the first order URL ${ms(first - sale.startsAt)} after`;
  return (
    noticed(evidence, 1) ??
    tested(seen.tried[1], (times) => `${times} start scripts and made-up claims before it${after}`)
  );
}

function notForged(evidence: Evidence): Judged {
  const summary = (times: string) =>
    `${times} forged, lapsed and other shoppers’ URLs were refused`;
  return noticed(evidence, 2) ?? tested(evidence.seen.tried[2], summary);
}

function tested(times: number | undefined, summary: (times: string) => string): Judged {
  if (!times) return ["not tried", "no bot came; a larger crowd has some"];
  return ["held", summary(times.toLocaleString("en"))];
}

function notMore({ sale, seen, status, recovery }: Evidence): Judged {
  const [acknowledged, exported] = [seen.orders.length, recovery.exported.length];
  const most = Math.max(acknowledged, exported, status.sold);
  const summary = `${count(acknowledged, "order")} acknowledged, ${exported} in the export, stock ${sale.stock}`;
  return held(most <= sale.stock, summary);
}

function notTooSoon({ sale, seen, recovery, open }: Evidence): Judged {
  const orders = recovery.exported;
  const last = Math.max(0, ...orders.map(({ placedAt }) => placedAt));
  const { soldOutAt, lastOrderAt = sale.startsAt, lastFullAt = 0 } = seen;
  const left = sale.stock - orders.length;
  if (soldOutAt !== undefined && left > 0) {
    return ["broken", `“sold out” was said with ${count(left, "unit")} left`];
  }
  if (soldOutAt !== undefined && last > soldOutAt + TOLERANCE) {
    return ["broken", `an order was placed ${ms(last - soldOutAt)} after “sold out” was said`];
  }
  if (left <= 0) {
    const said = soldOutAt === undefined ? "nobody had to be told" : "and said after that";
    return ["held", `all sold after ${seconds(last - sale.startsAt)}, ${said}`];
  }
  const summary = `${count(left, "unit")} left, never said to be sold out`;
  if (tooSlow(sale, seen))
    return ["not tried", `${summary}: this machine is too slow, slots lapsed on the way`];
  const stuck = lastFullAt - Math.max(lastOrderAt, sale.startsAt);
  if (stuck > 2 * sale.hold + 5_000) {
    return [
      "broken",
      `${count(left, "unit")} left, and for ${seconds(stuck)} shoppers came in vain`,
    ];
  }
  const gone = seen.endings.stayed
    ? `after ${seconds(open)} the rehearsal ended`
    : "all gave up or left";
  return ["not tried", `${summary}: ${gone}`];
}

/** To get the form and to send it took a good part of what a slot lives. */
function tooSlow({ hold }: Sale, { latencies: { form, order } }: Seen): boolean {
  return (form.p95 ?? 0) + (order.p95 ?? 0) > hold / 3;
}

function onePerShopper(evidence: Evidence): Judged {
  const { exported } = evidence.recovery;
  const twice = doubled(exported.map(({ email = "" }) => email));
  if (twice.length > 0)
    return ["broken", `${twice.slice(0, 5).join(", ")} have several orders each`];
  const summary = `${count(exported.length, "order")} by as many shoppers`;
  return (
    noticed(evidence, 5) ??
    (exported.length === 0 ? ["not tried", "nobody ordered"] : ["held", summary])
  );
}

function doubled(values: string[]): string[] {
  const seen = new Set<string>();
  return [...new Set(values.filter((value) => seen.size === seen.add(value).size))];
}

function slotsBounded({ sale, seen, samples }: Evidence): Judged {
  const most = sale.gates * sale.slots;
  const looked = Math.max(0, ...samples.looks.map(({ slotsOpen }) => slotsOpen));
  const open = mostOpen(seen.slots);
  const summary = `${open} at the same time by what shoppers held, ${looked} by the operator’s status; ${most} may be`;
  return held(Math.max(open, looked) <= most, summary);
}

/** The most of these spans that lie over one moment; a span's end is not in it. */
export function mostOpen(spans: [from: number, to: number][]): number {
  const real = spans.filter(([from, to]) => to > from);
  const begins = real.map(([from]) => from).sort((a, b) => a - b);
  const ends = real.map(([, to]) => to).sort((a, b) => a - b);
  let [most, ended] = [0, 0];
  begins.forEach((begin, begun) => {
    while ((ends[ended] ?? Number.POSITIVE_INFINITY) <= begin) ended += 1;
    most = Math.max(most, begun + 1 - ended);
  });
  return most;
}

function nothingLost({ seen, recovery }: Evidence): Judged {
  const { exported, lostReceipts } = recovery;
  const known = new Map(exported.map(({ orderId, email }) => [orderId, email]));
  const lost = seen.orders.filter(
    ({ orderId, email }) => orderId !== undefined && known.get(orderId) !== email,
  );
  const first = lost.slice(0, 5).map(({ orderId, visitor }) => `${orderId} of shopper ${visitor}`);
  if (lost.length > 0) return ["broken", `${lost.length} not in the export: ${first.join(", ")}`];
  if (lostReceipts.length > 0) return ["broken", lostReceipts.slice(0, 5).join("; ")];
  if (seen.orders.length === 0) return ["not tried", "nobody ordered"];
  const summary = `${count(seen.orders.length, "order")} in the export and on their receipts`;
  return ["held", `${summary}, after the runtime was killed and started again`];
}

function forwardedLater({ seen, recovery, attempts }: Evidence): Judged {
  const { exported, delivered, unknownIds } = recovery;
  if (seen.orders.length === 0) return ["not tried", "nobody ordered"];
  const summary = `${count(seen.orders.length, "order")} while it answered none of ${attempts} attempts`;
  if (unknownIds.length > 0)
    return ["broken", `it was sent ${unknownIds.join(", ")}: no such orders`];
  const later = `back again, it got ${delivered} of ${exported.length}, each under its own id`;
  return held(delivered === exported.length, `${summary}; ${later}`);
}

function askedOnce(evidence: Evidence): Judged {
  const { tried } = evidence.seen;
  return (
    noticed(evidence, 9) ??
    (tried[9]
      ? [
          "held",
          `${tried[9].toLocaleString("en")} repeated claims and orders got the same URL and the same order`,
        ]
      : ["not tried", "nobody who asked twice got a slot"])
  );
}

function callsBounded({ sale, seen, samples, open }: Evidence): Judged {
  const bound = boundOf({ sale, seen, samples, open });
  const requests = Object.values(seen.requests).reduce((total, one) => total + one, 0);
  const summary = `${bound.calls.toLocaleString("en")} calls for ${requests.toLocaleString("en")} requests`;
  const allowed = `stock, slots and ${seconds(open)} allow ${bound.allowed.toLocaleString("en")}`;
  if (bound.telling || bound.calls > bound.allowed) {
    return held(bound.calls <= bound.allowed, `${summary}; ${allowed}`);
  }
  return ["not tried", `${summary}: too small a crowd to show anything; ${allowed}`];
}

function passNeeded(evidence: Evidence): Judged {
  const { sale, seen } = evidence;
  if (sale.door === undefined) return ["not tried", "the sale has no door"];
  const inside = Object.values(seen.groups).reduce((sum, group) => sum + group.inside, 0);
  return (
    noticed(evidence, 11) ??
    tested(
      seen.tried[11],
      (times) => `${times} start scripts without a pass bore no URL; ${inside} came in`,
    )
  );
}

function onePerContact({ sale, seen, recovery }: Evidence): Judged {
  if (!sale.onePer?.includes("email")) return ["not tried", "the sale has no limit by e-mail"];
  const { exported } = recovery;
  if (exported.length === 0) return ["not tried", "nobody ordered"];
  const twice = doubled(exported.map(({ email = "" }) => mailboxOf(email)));
  if (twice.length > 0)
    return ["broken", `${twice.slice(0, 5).join(", ")} have several orders each`];
  const refused = (seen.refusals.contact_used ?? 0).toLocaleString("en");
  const summary = `${count(exported.length, "order")} with as many contacts`;
  return ["held", `${summary}; ${refused} more with a used one were refused`];
}

const ms = (length: number) => `${length.toLocaleString("en")} ms`;
