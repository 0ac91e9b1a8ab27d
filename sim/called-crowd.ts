/**
 * A draw's control loop beside a crowd of any size: only those who have been called are looked at one by
 * one, so that ten million cost no more than ten. Gates, units and forms are simple here; the real ones are
 * in `world.ts`.
 */
import { Random } from "../crowd/random.ts";
import type { CallStep } from "../edge/contract.ts";
import { Caller, EVERYBODY, lateBy } from "../edge/core.ts";

export interface Line {
  seed: number;
  /** There before the start. */
  shoppers: number;
  expected?: number | undefined;
  gates: number;
  slots: number;
  stock: number;
  /** Of those called, how many are still there: at the start, and each minute of what was left. */
  stay?: { atFirst: number; eachMinute: number };
  /** Shoppers a second who come after the start. */
  late?: number;
  /** Whether isolates tell how many stand in line: they do, unless nothing of theirs gets through. */
  counted?: boolean;
  /** Gives up looking after so long, ms after the start. */
  until?: number;
}

export interface LineRun {
  sold: number;
  /** Mean share of the slots that were busy while units were enough for all of them, after the first 20 s. */
  busy: number;
  /** How long that was, ms. */
  measured: number;
  /** The most claims that one gate heard in a second. */
  claims: number;
  /** The longest time for which the line stood still although there was something to have, ms. */
  still: number;
  /** When everybody had been called, ms after the start. */
  everybodyAt: number | undefined;
  /** Most shoppers who had been called and waited, at once. */
  waiting: number;
  steps: CallStep[];
}

const TICK = 100;
const REPORTS_EVERY = 300;
const FORM = { least: 12_000, usual: 30_000 };
const WARM_UP = 20_000;

/** Plays one line to its end: everything sold, or everybody called and served. */
export function playLine(line: Line): LineRun {
  const random = new Random(line.seed);
  const caller = new Caller();
  const { gates, slots, stock } = line;
  const { atFirst, eachMinute } = line.stay ?? { atFirst: 1, eachMinute: 1 };
  const open = new Array<number>(gates).fill(0);
  const admitted = new Array<number>(gates).fill(0);
  const refused = new Array<number>(gates).fill(Number.NEGATIVE_INFINITY);
  const claims = new Array<number>(gates).fill(0);
  const arrivals = new Map<number, { gate: number; tries: number }[]>();
  const endings = new Map<number, number[]>();
  const steps: CallStep[] = [];
  const run: LineRun = {
    ...{ sold: 0, busy: 0, measured: 0, claims: 0, still: 0, waiting: 0 },
    ...{ everybodyAt: undefined, steps },
  };
  const put = <Item>(map: Map<number, Item[]>, at: number, item: Item) => {
    const tick = Math.ceil(at / TICK);
    const items = map.get(tick) ?? [];
    if (items.length === 0) map.set(tick, items);
    items.push(item);
  };
  let [lateUntil, openInAll, busyTime, waiting, movedAt, hadSomething, soldTold] = [
    0, 0, 0, 0, 0, 0, 0,
  ];
  const come = (now: number, count: number) => {
    for (let i = 0; i < count; i++) {
      const at = now + random.between(200, 2_000) + random.between(0, 5_000) + 1_000;
      put(arrivals, at, { gate: random.whole(0, gates - 1), tries: 0 });
      waiting += 1;
    }
  };
  const call = (now: number, called: number) => {
    const before = steps.at(-1)?.called ?? 0;
    steps.push({ at: now, called });
    const early = Math.min(1, called) - Math.min(1, before);
    const present = atFirst * eachMinute ** (now / 60_000);
    if (early > 0) come(now, poisson(random, line.shoppers * early * present));
    if (called > 1 && line.late) {
      const to = called >= EVERYBODY ? now : Math.min(now, lateBy(called));
      come(now, poisson(random, (line.late * Math.max(0, to - lateUntil)) / 1_000));
      lateUntil = Math.max(lateUntil, to);
    }
  };
  const { until = 3_600_000 } = line;
  for (let now = 0; now < until; now += TICK) {
    const tick = now / TICK;
    for (const gate of endings.get(tick) ?? []) {
      open[gate] = (open[gate] ?? 0) - 1;
      openInAll -= 1;
      run.sold += 1;
    }
    endings.delete(tick);
    if (now % 1_000 === 0) claims.fill(0);
    for (const { gate, tries } of arrivals.get(tick) ?? []) {
      claims[gate] = (claims[gate] ?? 0) + 1;
      run.claims = Math.max(run.claims, claims[gate] ?? 0);
      if ((open[gate] ?? 0) >= slots || stock - run.sold - openInAll <= 0) {
        refused[gate] = now;
        if (run.sold < stock) {
          const wait = Math.min(10_000, 2_000 * 1.5 ** tries) * random.between(1, 1.5);
          put(arrivals, now + wait, { gate, tries: tries + 1 });
        }
        continue;
      }
      open[gate] = (open[gate] ?? 0) + 1;
      admitted[gate] = (admitted[gate] ?? 0) + 1;
      openInAll += 1;
      waiting -= 1;
      put(endings, now + FORM.least + random.exponential(FORM.usual - FORM.least), gate);
    }
    arrivals.delete(tick);
    run.waiting = Math.max(run.waiting, waiting);
    const unspoken = stock - run.sold - openInAll;
    const called = steps.at(-1)?.called ?? 0;
    if (openInAll < gates * slots && unspoken > 0 && called < EVERYBODY) {
      hadSomething += TICK;
      run.still = Math.max(run.still, Math.min(hadSomething, now - movedAt));
    } else hadSomething = 0;
    if (now >= WARM_UP && called < 1 && unspoken > gates * slots) {
      busyTime += (openInAll / (gates * slots)) * TICK;
      run.measured += TICK;
    }
    if (now % REPORTS_EVERY === 0) {
      soldTold = run.sold;
      for (let gate = 0; gate < gates; gate++) {
        const told = { open: open[gate] ?? 0, admitted: admitted[gate] ?? 0 };
        const full = now - (refused[gate] ?? 0) < 1_000;
        if (told.admitted > 0 || full) caller.hear(gate, { ...told, full }, slots, now);
      }
    }
    if (line.counted && now === 2_000) {
      caller.count([["all of them", Math.round(line.shoppers * atFirst)]]);
    }
    if (now % 1_000 === 0 && run.sold < stock) {
      const { expected } = line;
      const scene = { now, startsAt: 0, gates, slots, unsold: stock - soldTold, expected };
      const next = caller.next(scene, steps);
      if (next !== undefined && next > called) {
        call(now, next);
        movedAt = now;
        if (next >= EVERYBODY) run.everybodyAt = now;
      }
    }
    if (called >= EVERYBODY && line.late) come(now, poisson(random, (line.late * TICK) / 1_000));
    if (run.sold >= stock) break;
    if (called >= EVERYBODY && !line.late && openInAll === 0 && arrivals.size === 0) break;
  }
  run.busy = run.measured === 0 ? 1 : busyTime / run.measured;
  return run;
}

/** How many happen of what happens so often on the average. */
function poisson(random: Random, mean: number): number {
  if (mean > 50) {
    const normal =
      Math.sqrt(-2 * Math.log(1 - random.next())) * Math.cos(2 * Math.PI * random.next());
    return Math.max(0, Math.round(mean + normal * Math.sqrt(mean)));
  }
  let [count, product] = [0, random.next()];
  for (const limit = Math.exp(-mean); product > limit; count++) product *= random.next();
  return count;
}
