import { defineCommand } from "citty";
import { INTERRUPTED, onStop } from "../lib/interrupt.ts";
import { showProgress } from "../lib/operate/output.ts";
import { findOperator, operatorArgs } from "../lib/operate/where.ts";
import { Refusal } from "../lib/refusal.ts";
import { figuresOf } from "../lib/report/figures.ts";
import { gather } from "../lib/report/gather.ts";
import { reportPage } from "../lib/report/page.ts";
import { inLines } from "../lib/report/visitors.ts";
import { requireFree, saveFile } from "../lib/result-file.ts";
import { requireSale } from "../lib/sale-file/sales.ts";
import { print, tell } from "../lib/tell.ts";
import { momentOf } from "../lib/when.ts";

export default defineCommand({
  meta: { name: "report", description: "After the sale: one page of figures to share" },
  args: {
    sale: { type: "positional", description: "The sale's name", required: false },
    out: {
      type: "string",
      description: "Into this file (default <sale>-report.html)",
      valueHint: "file",
    },
    force: { type: "boolean", description: "Write over the file if it is there" },
    json: {
      type: "boolean",
      description: "For programs: the figures as JSON; a page only with --out",
    },
    ...operatorArgs,
  },
  run: async ({ args }) => {
    const sale = requireSale("report", args.sale);
    const { json = false, force = false } = args;
    const file = args.out ?? (json ? undefined : `${sale}-report.html`);
    // Before thousands of orders are read in vain.
    if (file !== undefined) requireFree(file, force);
    const operator = findOperator(args);
    const progress = showProgress();
    const signal = untilSignal();
    const gathering = { operator, sale, onRows: progress.add, signal };
    const sources = await gather(gathering).finally(progress.end);
    const figures = figuresOf(sources);
    if (file !== undefined) {
      await saveFile(file, reportPage(figures, sources.placed, momentOf(sale).sale), force);
      tell(`${sale}: ${inLines(figures).join("; ")}`);
    }
    print(json ? JSON.stringify(figures) : String(file));
  },
});

function untilSignal(): AbortSignal {
  const controller = new AbortController();
  onStop(() => controller.abort(new Refusal("the report was interrupted", INTERRUPTED)));
  return controller.signal;
}
