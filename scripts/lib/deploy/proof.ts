/** Proves a deployment from outside, again and again until it has spread or patience is over. */

import { context } from "../context.ts";
import { atOnce } from "../semaphore.ts";
import { PROBES, type Probe, type Subject, Unproven } from "./probes.ts";
import { brokenBy } from "./visit.ts";

export interface Proven {
  says: string;
  /** What was seen instead; one for each sale of which it is not true. */
  instead: string[];
}

export const isProven = (proof: Proven[]) => proof.every(({ instead }) => instead.length === 0);

const AT_ONCE = 8;
/** Milliseconds from one round to the next. */
const EVERY = 1_000;

/**
 * All must be true in one round. `find` says in each round what is to be proven; `waiting` is told
 * once, when not all is true at first.
 */
export async function prove(
  find: () => Subject | Promise<Subject>,
  patience: number,
  waiting: () => void,
): Promise<Proven[]> {
  const { clock } = context();
  const late = clock.now() + patience;
  for (let round = 0; ; round += 1) {
    const proof = await proveOnce(await find());
    const left = late - clock.now();
    if (isProven(proof) || left <= 0) return proof;
    if (round === 0) waiting();
    await clock.wait(Math.min(EVERY, left));
  }
}

async function proveOnce(subject: Subject): Promise<Proven[]> {
  const limited = atOnce(AT_ONCE);
  const probes = PROBES.filter((probe) => canRun(probe, subject));
  return Promise.all(
    probes.map(async (probe) => {
      const seen = runsOf(probe, subject).map((run) => limited(() => insteadOf(run)));
      return { says: probe.says, instead: (await Promise.all(seen)).flat() };
    }),
  );
}

/** Of no sale, nothing is true. */
function canRun({ of, needsKey }: Probe, { key, sales }: Subject): boolean {
  return of === "sale" ? sales.length > 0 : !needsKey || key !== undefined;
}

function runsOf(probe: Probe, subject: Subject): (() => Promise<void>)[] {
  if (probe.of === "deployment") return [() => probe.run(subject)];
  return subject.sales.map((sale) => () => probe.run(subject.url, sale));
}

async function insteadOf(run: () => Promise<void>): Promise<string[]> {
  try {
    await run();
    return [];
  } catch (error) {
    return [error instanceof Unproven ? error.message : brokenBy(error)];
  }
}
