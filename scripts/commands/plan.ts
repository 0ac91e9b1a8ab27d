import { defineCommand } from "citty";
import { planArgs, readOptions } from "../lib/plan/options.ts";
import { plan } from "../lib/plan/plan.ts";
import { asJson, asText } from "../lib/plan/render.ts";
import { paint } from "../lib/status/paint.ts";

export default defineCommand({
  meta: {
    name: "plan",
    description: "What a crowd of this size means: requests, loads, gates and slots, the cost",
  },
  args: planArgs,
  run: async ({ args }) => {
    const found = await plan(readOptions(args));
    process.stdout.write(`${args.json ? asJson(found) : asText(found, paint)}\n`);
  },
});
