/**
 * `npm run simulate -- [--sales N] [--seed N] [--fault NAME]`: new sales each time, as many as asked
 * for. Each sale is drawn from a seed of its own, from `--seed` on, so that `--sales 1 --seed N`
 * replays one. `--fault` plants one of `faults.ts`, to find a seed that catches it.
 */
import { parseArgs } from "node:util";
import { FAULTS } from "./faults.ts";
import { scenarioOf, simulate } from "./simulation.ts";

const TELL_EVERY = 1_000;
const MOST_SEED = 2 ** 32;

const { values } = parseArgs({
  options: {
    sales: { type: "string", default: "100000" },
    seed: { type: "string", default: String(Math.floor(Math.random() * MOST_SEED)) },
    fault: { type: "string" },
  },
});
const say = console.error;
console.error = () => {}; // lost calls and crashes are logged by the real code

const sales = whole("sales", values.sales, 1);
const first = whole("seed", values.seed, 0);
const fault = values.fault === undefined ? undefined : FAULTS[values.fault];
if (values.fault !== undefined && !fault) {
  fail(`--fault ${values.fault}: it must be one of ${Object.keys(FAULTS).join("; ")}`);
}

let events = 0;
for (let i = 0; i < sales; i++) {
  const seed = (first + i) % MOST_SEED;
  const scenario = scenarioOf(seed);
  const { broken, ...found } = await simulate(scenario, fault);
  events += found.events;
  if (broken.length > 0) {
    console.log(JSON.stringify(scenario));
    for (const promise of broken) console.log(promise);
    fail(`again: npm run simulate -- --sales 1 --seed ${seed}`, 1);
  }
  if ((i + 1) % TELL_EVERY === 0) say(`${i + 1} of ${sales} sales, ${events} events`);
}
console.log(`${sales} sales from seed ${first} on, ${events} events: every promise held`);

function whole(name: string, value: string, least: number): number {
  const number = Number(value);
  if (/^\d+$/.test(value) && number >= least && number < MOST_SEED) return number;
  return fail(`--${name} ${value}: it must be a whole number from ${least} to ${MOST_SEED - 1}`);
}

function fail(text: string, status = 2): never {
  say(text);
  process.exit(status);
}
