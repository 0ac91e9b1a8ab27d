import { defineCommand } from "citty";
import { planArgs, readOptions } from "../lib/plan/options.ts";
import { plan } from "../lib/plan/plan.ts";
import { asJson, asText, inDetail } from "../lib/plan/render.ts";
import { paint, print } from "../lib/tell.ts";

export default defineCommand({
  meta: {
    name: "plan",
    description:
      "What a crowd of this size means: cost, when it is sold out, and whether it is safe",
  },
  args: planArgs,
  run: async ({ args }) => {
    const found = await plan(readOptions(args));
    if (args.json) print(asJson(found));
    else print(args.details ? inDetail(found, paint) : asText(found, paint));
  },
});
