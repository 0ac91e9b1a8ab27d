import { defineCommand } from "citty";
import { check } from "../lib/check/check.ts";
import { deployedOperator, findOperator, operatorArgs } from "../lib/operate/where.ts";
import { asText, hasErrors, summary } from "../lib/sale-file/finding.ts";
import { paint, print, tell } from "../lib/tell.ts";
import { readZone } from "../lib/when.ts";

export default defineCommand({
  meta: {
    name: "check",
    description: "Check a sale for problems before launch, and say what to do about each",
  },
  args: {
    sale: { type: "positional", description: "Only this sale (default: all)", required: false },
    zone: {
      type: "string",
      description: "Your time zone, as Europe/Berlin (default: this machine's)",
      valueHint: "zone",
    },
    json: { type: "boolean", description: "For programs: the findings as a JSON array" },
    ...operatorArgs,
    url: {
      ...operatorArgs.url,
      description:
        "Where the sales are, to compare what is frozen (default: where deploy put them)",
    },
    env: {
      ...operatorArgs.env,
      description: "File with the secrets, as .dev.vars: checks them; with --url, has the key",
    },
  },
  run: async ({ args }) => {
    const { sale, env, url, state } = args;
    const isSaid = url !== undefined || state !== undefined;
    const deployed = isSaid ? findOperator(args) : deployedOperator();
    const zone = readZone(args.zone);
    const findings = await check({ sale, deployed, env, zone, tell });
    if (args.json) print(JSON.stringify(findings, null, 2));
    else if (findings.length > 0) print(asText(findings, paint));
    tell(summary(findings));
    return hasErrors(findings) ? 1 : 0;
  },
});
