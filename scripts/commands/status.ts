import { defineCommand } from "citty";
import { context } from "../lib/context.ts";
import { asJson, asText, type Shown } from "../lib/operate/render.ts";
import { looking } from "../lib/operate/watch.ts";
import { findOperator, operatorArgs } from "../lib/operate/where.ts";
import { paint, print } from "../lib/tell.ts";
import { momentOf } from "../lib/when.ts";
import { localNow } from "../lib/words.ts";

export default defineCommand({
  meta: { name: "status", description: "How a sale stands now, or all of them" },
  args: {
    sale: { type: "positional", description: "The sale's name", required: false },
    json: { type: "boolean", description: "For programs: a line of JSON for each sale" },
    ...operatorArgs,
  },
  run: async ({ args }) => {
    const look = await looking(findOperator(args), "status", args.sale);
    const seen = await look();
    const full = args.sale !== undefined;
    const moment = args.sale === undefined ? localNow() : momentOf(args.sale);
    const text = () => asText(seen, full, moment, paint, terminal());
    print(args.json ? asJson(seen) : text());
  },
});

/** Without a terminal nothing is wrapped: programs read line by line. */
function terminal(): Shown {
  const { isTTY, columns } = context().io.stdout;
  return isTTY && columns !== undefined ? { width: columns } : {};
}
