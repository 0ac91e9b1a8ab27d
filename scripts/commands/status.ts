import { defineCommand } from "citty";
import { findOperator, operatorArgs } from "../lib/operator/where.ts";
import { paint } from "../lib/status/paint.ts";
import { asJson, asText, type Shown } from "../lib/status/render.ts";
import { looking } from "../lib/status/sales.ts";

export default defineCommand({
  meta: { name: "status", description: "What is going on now, in one sale or in all" },
  args: {
    sale: { type: "positional", description: "The sale's name", required: false },
    json: { type: "boolean", description: "For programs: a line of JSON for each sale" },
    ...operatorArgs,
  },
  run: async ({ args }) => {
    const look = await looking(findOperator(args), "status", args.sale);
    const seen = await look();
    const moment = { now: Date.now() };
    const full = args.sale !== undefined;
    const text = () => asText(seen, full, moment, paint, terminal());
    process.stdout.write(`${args.json ? asJson(seen) : text()}\n`);
  },
});

/** Elsewhere, a line is what a program takes for one. */
function terminal(): Shown {
  const { isTTY, columns } = process.stdout;
  return isTTY ? { width: columns } : {};
}
