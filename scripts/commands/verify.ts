import { defineCommand } from "citty";
import { readExport, readProof } from "../lib/draw/read.ts";
import { limits, verdict } from "../lib/draw/say.ts";
import { type Evidence, verifyDraw } from "../lib/draw/verify.ts";
import { UsageError } from "../lib/refusal.ts";
import { paint, print, tell } from "../lib/tell.ts";

export default defineCommand({
  meta: { name: "verify", description: "Recompute a draw from its report, without the sale" },
  args: {
    report: {
      type: "positional",
      description: "The file: what report --json printed",
      required: false,
    },
    commitment: {
      type: "string",
      description: "What the sale's page showed before the start",
      valueHint: "text",
    },
    orders: {
      type: "string",
      description: "What orders --format ndjson printed: checks every number",
      valueHint: "file",
    },
    json: { type: "boolean", description: "For programs: what was checked, as JSON" },
  },
  run: async ({ args }) => {
    const file = args.report;
    if (file === undefined) throw new UsageError("which file? npm run sale -- verify <report>");
    const proof = await readProof(file);
    const exported = args.orders === undefined ? undefined : await readExport(args.orders);
    const evidence: Evidence = { commitment: args.commitment, exported };
    const checks = await verifyDraw(proof, evidence);
    const holds = checks.every(({ problems }) => problems.length === 0);
    if (args.json) print(JSON.stringify({ sale: proof.sale, holds, checks }));
    else print(verdict(checks, paint));
    if (!args.json) for (const limit of limits(proof, evidence)) tell(limit);
    return holds ? 0 : 1;
  },
});
