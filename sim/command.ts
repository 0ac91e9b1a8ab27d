/** `npm run simulate -- [--sales N] [--seed N] [--path P]`: new sales each time, as many as asked for. */
import { parseArgs } from "node:util";
import fc from "fast-check";
import { simulate } from "./run.ts";
import { scenarios } from "./scenarios.ts";

const TELL_EVERY = 1_000;

const { values } = parseArgs({
  options: {
    sales: { type: "string", default: "100000" },
    seed: { type: "string", default: String(Date.now() % 2 ** 31) },
    path: { type: "string", default: "" },
  },
});
const [sales, seed] = [Number(values.sales), Number(values.seed)];
const say = console.error;
console.error = () => {}; // lost calls and crashes are logged by the real code

const began = performance.now();
let done = 0;
const property = fc.asyncProperty(scenarios, async (scenario) => {
  const broken = await simulate(scenario);
  done += 1;
  if (done % TELL_EVERY === 0) say(`${done} of ${sales} sales`);
  if (broken.length > 0) throw new Error(broken.join("\n"));
});
const result = await fc.check(property, { seed, numRuns: sales, path: values.path });
const seconds = ((performance.now() - began) / 1000).toFixed(1);
if (result.failed) {
  console.log(fc.defaultReportMessage(result));
  console.log(`again: npm run simulate -- --seed ${seed} --path ${result.counterexamplePath}`);
  process.exitCode = 1;
} else {
  console.log(`${done} sales in ${seconds} s, seed ${seed}: every promise held`);
}
