/**
 * `npm run rates [-- ISOLATES …]`: how often each level is asked, however many isolates there are. The
 * real gate client, gate and stockroom in virtual time, in good weather, and a crowd that clicks
 * without end; and a draw of a million shoppers (draw-rates.ts). 20,000 isolates take minutes.
 */
import { drawRates } from "./draw-rates.ts";
import { CALM } from "./network.ts";
import type { Load } from "./tally.ts";
import { START, World } from "./world.ts";

/** Claims that reach each isolate in a second. */
const CLICKS = 5;
/** The rush, in seconds after the start: its busiest second counts. */
const RUSH = 10;
/**
 * Before the start pages are opened, so most isolates have answered a start script by then; the last
 * of them two minutes before (site/client/schedule.ts), others later. Ms.
 */
const OPENED = { from: 60_000, to: 2_000 };
/** What comes after so many seconds is the rule: its mean counts, over so many. */
const SETTLED = 25;
const MEASURED = 15;
const SHAPE = { gates: 10, slots: 10, hold: 3_600_000, lasts: 7_200_000 };

export interface Rates {
  /** The busiest second of the first ten: calls at any gate, and at the stockroom. */
  first: Load;
  /** Slots granted in the first second. */
  grantedAtOnce: number;
  /** A second, later: at each gate on the average, and at the stockroom. */
  later: Load;
}

/**
 * Everybody clicks from the start on: for slots of which all are taken soon and nobody orders
 * (`full`), or for a single unit that the first one buys (`sold out`). Not `warm`: every isolate is
 * asked for the first time when the sale starts. `until`: seconds after the start.
 */
export async function rates(
  isolates: number,
  phase: "full" | "sold out",
  reserve: boolean,
  { warm = true, until = SETTLED + MEASURED, gates = SHAPE.gates } = {},
): Promise<Rates> {
  const stock = phase === "full" ? 100 : 1;
  const world = new World({
    ...{ seed: 1, isolates, shape: { ...SHAPE, gates, stock, reserve } },
    weather: { chaos: CALM, until: Number.POSITIVE_INFINITY },
    from: START - OPENED.from,
  });
  let grantedAtOnce = 0;
  let bought = false;
  const { scheduler } = world;
  const click = async (isolate: number) => {
    const worker = world.isolate(isolate).life.service;
    const shopper = scheduler.random.next().toString(36).slice(2);
    const { claim } = worker.start(shopper, undefined);
    if (claim === undefined) return;
    const { outcome } = await worker.claim(claim, shopper, undefined);
    if (outcome.kind !== "go") return;
    if (scheduler.now < START + 1_000) grantedAtOnce += 1;
    if (phase === "full" || bought) return;
    bought = true;
    await worker.order(outcome.url, { name: "First", email: "a@b.co" });
  };
  for (let isolate = 0; isolate < isolates; isolate++) {
    const again = () => {
      void click(isolate);
      scheduler.after((2_000 * scheduler.random.next()) / CLICKS, again);
    };
    const openedAt = (OPENED.from - OPENED.to) * scheduler.random.next();
    if (warm) {
      scheduler.after(openedAt, () =>
        world.isolate(isolate).life.service.start("early", undefined),
      );
    }
    scheduler.after(OPENED.from + (1_000 / CLICKS) * scheduler.random.next(), again);
  }
  await scheduler.run({ until: START + until * 1_000 });
  const { tally } = world;
  world.close();
  return {
    first: tally.busiest(0, RUSH),
    grantedAtOnce,
    later: tally.mean(SETTLED, SETTLED + MEASURED),
  };
}

/** A draw of a million in as many isolates. */
async function printDraw(isolates: number): Promise<void> {
  const heads = ["isolates", "before: a gate", "stockroom", "start: a gate", "stockroom"];
  const more = ["later: a gate", "stockroom", "claims at a gate", "slots busy"];
  console.log(`\n| ${[...heads, ...more].join(" | ")} |\n|${"---:|".repeat(9)}`);
  const { before, start, later, claims, busy } = await drawRates(isolates, 1_000_000);
  const loads = [before, start, later].flatMap(({ gate, stockroom }) => [gate, stockroom]);
  console.log(`| ${[isolates, ...loads, claims, `${Math.round(busy * 100)} %`].join(" | ")} |`);
}

if (import.meta.main) {
  const heads = [
    ...["isolates", "", "start: a gate", "stockroom", "slots in 1 s"],
    ...["full: each gate", "stockroom", "sold out: each gate", "stockroom"],
  ];
  console.log(`| ${heads.join(" | ")} |\n|---:|---${"|---:".repeat(heads.length - 2)}|`);
  const given = process.argv.slice(2).map(Number);
  for (const reserve of [false, true]) {
    for (const isolates of given.length > 0 ? given : [1, 300, 5_000, 20_000]) {
      const full = await rates(isolates, "full", reserve);
      const soldOut = await rates(isolates, "sold out", reserve);
      const means = [full.later, soldOut.later].flatMap(({ gate, stockroom }) => [gate, stockroom]);
      const { first, grantedAtOnce } = full;
      const cells = [
        ...[isolates, reserve ? "reserve" : "race", first.gate, first.stockroom, grantedAtOnce],
        ...means.map((mean) => mean.toFixed(1)),
      ];
      console.log(`| ${cells.join(" | ")} |`);
    }
  }
  await printDraw(given[0] ?? 5_000);
}
