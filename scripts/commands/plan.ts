import { defineCommand } from "citty";
import { planArgs, readOptions } from "../lib/plan/options.ts";
import { plan } from "../lib/plan/plan.ts";
import { asJson, asText } from "../lib/plan/render.ts";
import { paint, print } from "../lib/tell.ts";

export default defineCommand({
  meta: {
    name: "plan",
    description: "What a crowd of this size means: requests, loads, gates and slots, the cost",
  },
  args: planArgs,
  run: async ({ args }) => {
    const found = await plan(readOptions(args));
    print(args.json ? asJson(found) : asText(found, paint));
  },
});
