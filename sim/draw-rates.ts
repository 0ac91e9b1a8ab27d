/**
 * How often objects are asked in a draw of a million. The services are the real ones. Of the shoppers only
 * those exist one by one whose number has been called, since nobody else reaches an object: all the others
 * are start scripts, so many a second in each isolate.
 */
import { Random } from "../crowd/random.ts";
import type { Drawn } from "../edge/core.ts";
import { HONEST } from "./faults.ts";
import { CALM } from "./network.ts";
import type { Load } from "./tally.ts";
import { SimWorker } from "./worker.ts";
import { START, World } from "./world.ts";

const SECOND = 1_000;
/** Start scripts of those who wait, in each isolate and second. */
const ASKED = 5;
const OPENED = { from: 60 * SECOND, to: 2 * SECOND };
const PAGE_ASKS_EVERY = 5 * SECOND;
const REACTION = SECOND;
const FORM = { least: 12 * SECOND, usual: 30 * SECOND };
const SHAPE = { gates: 10, slots: 10, stock: 1_000, hold: 120 * SECOND, lasts: 7_200 * SECOND };
/** When most slots are busy for sure, and until when it is measured. Ms after the start. */
const SETTLED = 25 * SECOND;
const MEASURED_UNTIL = 60 * SECOND;

export interface DrawRates {
  /** The busiest second at any gate and at the stockroom: in the minute before, at the start, and later. */
  before: Load;
  start: Load;
  later: Load;
  /** Claims that the busiest gate heard in a second. */
  claims: number;
  /** Mean share of the slots that were busy, once settled. */
  busy: number;
}

/** Its number is its name. */
class Numbered extends SimWorker {
  protected override drawn(shopper: string, cameAt: number): Drawn | undefined {
    const drawn = super.drawn(shopper, cameAt);
    return drawn && { ...drawn, number: Number(shopper.split(" ")[0]) };
  }
}

/** `expected`: what the shop's file says. */
export async function drawRates(
  isolates: number,
  shoppers: number,
  expected = shoppers,
): Promise<DrawRates> {
  const random = new Random(2);
  let called = 0;
  const world = new World({
    ...{ seed: 1, isolates, from: START - OPENED.from },
    shape: { ...SHAPE, reserve: true, draw: { expected } },
    weather: { chaos: CALM, until: Number.POSITIVE_INFINITY },
    fault: { ...HONEST, SimWorker: Numbered },
    called: (now) => {
      if (now <= called) return;
      const [from, to] = [called, Math.min(1, now)];
      called = now;
      const count = Math.round(shoppers * (to - from) + random.next() - 1 / 2);
      for (let i = 0; i < count; i++) void shopper(random.between(from, to), i);
    },
  });
  const { scheduler, tally } = world;
  const anyWorker = () => world.isolate(random.whole(0, isolates - 1)).life.service;
  for (let isolate = 0; isolate < isolates; isolate++) void waitInLine(isolate);
  const [busy] = await Promise.all([measure(), scheduler.run({ until: START + MEASURED_UNTIL })]);
  world.close();
  return {
    before: tally.busiest(-OPENED.from / SECOND, 0),
    start: tally.busiest(0, 10),
    later: tally.busiest(10, MEASURED_UNTIL / SECOND),
    claims: tally.mostClaims(),
    busy,
  };

  /** Whoever asks here has a number that is not called while we look. */
  async function waitInLine(isolate: number): Promise<void> {
    await scheduler.wait((OPENED.from - OPENED.to) * random.next());
    world.isolate(isolate).life.service.start("0.999 early", undefined, 0);
    await scheduler.wait(START - scheduler.now + (SECOND / ASKED) * random.next());
    // Every page asks at the start, and from then on now and then.
    const { service } = world.isolate(isolate).life;
    for (let i = 0; i < shoppers / isolates; i++) {
      service.start(`0.999 ${isolate} ${i}`, undefined, 0);
    }
    for (;;) {
      void world.isolate(isolate).life.service.ask("0.999 waiting", undefined, 0);
      await scheduler.wait((2 * SECOND * random.next()) / ASKED);
    }
  }

  async function shopper(number: number, index: number): Promise<void> {
    const id = `${number} ${index}`;
    await scheduler.wait(random.between(0, PAGE_ASKS_EVERY));
    for (;;) {
      const { claim } = await anyWorker().ask(id, undefined, 0);
      if (claim !== undefined) {
        await scheduler.wait(REACTION);
        const { outcome } = await anyWorker().claim(claim, id, undefined);
        if (outcome.kind === "go") return order(id, outcome.url);
      }
      await scheduler.wait(random.between(2, 5) * SECOND);
    }
  }

  async function order(id: string, url: string): Promise<void> {
    await scheduler.wait(FORM.least + random.exponential(FORM.usual - FORM.least));
    await anyWorker().order(url, { name: id, email: "a@b.co" });
  }

  async function measure(): Promise<number> {
    await scheduler.wait(OPENED.from + SETTLED);
    let [sum, times] = [0, 0];
    while (scheduler.now < START + MEASURED_UNTIL - SECOND) {
      for (let gate = 0; gate < SHAPE.gates; gate++) sum += world.openSlots(gate);
      times += SHAPE.gates * SHAPE.slots;
      await scheduler.wait(SECOND);
    }
    return sum / times;
  }
}
