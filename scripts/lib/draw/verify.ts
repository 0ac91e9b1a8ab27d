/** Recomputes a draw from what was published of it. Pure, and needs no access to the sale. */
import { commitmentOf, lateBy, numberOf } from "../../../edge/core.ts";
import { count } from "../words.ts";
import type { DrawProof, ProvenOrder } from "./proof.ts";

/** One thing that was looked at. Without problems it holds. */
export interface Check {
  what: string;
  problems: string[];
}

/** An order with its shopper, as the operator's export has it. */
export interface DrawnOrder extends ProvenOrder {
  orderId: string;
  shopper: string;
}

/** What is held against the report: a commitment noted before the start, an export. Both are optional. */
export interface Evidence {
  commitment?: string | undefined;
  exported?: DrawnOrder[] | undefined;
}

/** Milliseconds. Gates and the stockroom have clocks of their own, and may run on different machines. */
const CLOCKS = 2_000;

export async function verifyDraw(proof: DrawProof, evidence: Evidence = {}): Promise<Check[]> {
  const { commitment, exported } = evidence;
  return [
    await seedFits(proof),
    ...(commitment === undefined ? [] : [sameCommitment(proof, commitment)]),
    lineOnlyGrew(proof),
    ordersWereCalled(proof),
    oneOrderPerNumber(proof),
    ...(exported === undefined ? [] : await againstExport(proof, exported)),
  ];
}

async function seedFits({ seed, commitment }: DrawProof): Promise<Check> {
  const what = "the seed has the commitment";
  if (seed === undefined) {
    return { what, problems: ["the seed is not in this file: it is revealed at the start"] };
  }
  const found = await commitmentOf(bytesOf(seed));
  if (found === commitment) return { what, problems: [] };
  return { what, problems: [`the seed's commitment is ${found}, the file says ${commitment}`] };
}

function sameCommitment(proof: DrawProof, noted: string): Check {
  const problems =
    noted === proof.commitment ? [] : [`you noted ${noted}, the file says ${proof.commitment}`];
  return { what: "the commitment is the one that you noted", problems };
}

function lineOnlyGrew({ steps, startsAt }: DrawProof): Check {
  const problems = steps.flatMap(({ at, called }, index) => {
    const before = steps[index - 1];
    if (before && (called < before.called || at < before.at)) {
      return [`at ${iso(at)} it stepped back, from ${before.called} to ${called}`];
    }
    return startsAt !== undefined && at < startsAt - CLOCKS
      ? [`at ${iso(at)} numbers were called before the start`]
      : [];
  });
  return { what: `the line only moved forward, in ${count(steps.length, "step")}`, problems };
}

function ordersWereCalled({ steps, orders }: DrawProof): Check {
  const problems = orders.flatMap(({ number, placedAt }) => {
    const called = steps.findLast(({ at }) => at <= placedAt + CLOCKS)?.called ?? 0;
    if (number < called) return [];
    return [`the order of ${iso(placedAt)} has the number ${number}, called was only ${called}`];
  });
  const what = `the numbers of ${count(orders.length, "order")} had been called when they were placed`;
  return { what, problems };
}

/** Latecomers have the millisecond in which they came, and two may share one. */
function oneOrderPerNumber({ orders }: DrawProof): Check {
  const seen = new Set<number>();
  const problems: string[] = [];
  for (const { number, cancelledAt } of orders) {
    if (cancelledAt !== undefined || number >= 1) continue;
    if (seen.has(number)) problems.push(`the number ${number} has more than one order`);
    seen.add(number);
  }
  return { what: "no number has two orders", problems };
}

// ── With the export ─────────────────────────────────────────────────────────────────────────

async function againstExport(proof: DrawProof, exported: DrawnOrder[]): Promise<Check[]> {
  return [sameOrders(proof, exported), await numbersFollow(proof, exported)];
}

function sameOrders({ orders }: DrawProof, exported: DrawnOrder[]): Check {
  const key = ({ number, placedAt }: ProvenOrder) => `${number} at ${iso(placedAt)}`;
  const [ours, theirs] = [orders.map(key), exported.map(key)];
  const problems = [
    ...missing(ours, theirs).map((one) => `${one} is not in the export`),
    ...missing(theirs, ours).map((one) => `${one} is not in the report`),
  ];
  return { what: "report and export have the same orders", problems };
}

function missing(wanted: string[], among: string[]): string[] {
  const there = new Set(among);
  return wanted.filter((one) => !there.has(one));
}

async function numbersFollow(proof: DrawProof, exported: DrawnOrder[]): Promise<Check> {
  const seed = bytesOf(proof.seed ?? "");
  const drawn = exported.filter(({ number }) => number < 1);
  const problems: string[] = [];
  for (const { number, shopper, orderId } of drawn) {
    const found = await numberOf(seed, proof.sale, shopper);
    if (found !== number) problems.push(`order ${orderId}: ${found}, the file says ${number}`);
  }
  const late = exported.length - drawn.length;
  const rest = late === 0 ? "" : ` (${count(late, "latecomer")} by time of arrival)`;
  const what = `${count(drawn.length, "number")} follow from seed, sale and shopper${rest}`;
  return { what, problems: [...problems, ...lateProblems(proof, exported)] };
}

/** Who came so long after the start cannot have ordered before that. */
function lateProblems({ startsAt }: DrawProof, exported: DrawnOrder[]): string[] {
  if (startsAt === undefined) return [];
  return exported.flatMap(({ number, placedAt, orderId }) => {
    const came = startsAt + lateBy(number);
    if (number < 1 || came <= placedAt + CLOCKS) return [];
    return [`order ${orderId} was placed at ${iso(placedAt)}, before its shopper came`];
  });
}

const bytesOf = (seed: string) => new Uint8Array(Buffer.from(seed, "base64url"));
const iso = (at: number) => new Date(at).toISOString();
