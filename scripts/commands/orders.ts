import { defineCommand } from "citty";
import { context } from "../lib/context.ts";
import { exportOrders } from "../lib/export/export.ts";
import { FORMATS, type Form } from "../lib/export/format.ts";
import { toFile, toStream } from "../lib/export/output.ts";
import { showProgress, tellExported } from "../lib/export/progress.ts";
import { INTERRUPTED, onStop } from "../lib/interrupt.ts";
import { findOperator, operatorArgs, requireSale } from "../lib/operator/where.ts";
import { givenPath } from "../lib/project.ts";
import { Refusal, UsageError } from "../lib/refusal.ts";

export default defineCommand({
  meta: { name: "orders", description: "Export a sale's orders, as CSV or NDJSON" },
  args: {
    sale: { type: "positional", description: "The sale's name", required: false },
    format: { type: "string", description: "csv (default) or ndjson", valueHint: "format" },
    out: { type: "string", description: "Into this file, whole or not at all", valueHint: "file" },
    force: { type: "boolean", description: "Write over the file if it is there" },
    bom: {
      type: "boolean",
      description: "Begin with a byte order mark, as some spreadsheets like",
    },
    ...operatorArgs,
  },
  run: async ({ args }) => {
    const sale = requireSale("orders", args.sale);
    const format = readFormat(args.format ?? "csv");
    const operator = findOperator(args);
    const { out, force = false, bom = false } = args;
    // Before there is a file that could be left behind.
    const signal = untilSignal();
    const output =
      out === undefined ? toStream(context().io.stdout) : await toFile(givenPath(out), force);
    const progress = showProgress();
    const onRows = progress.add;
    const all = { operator, sale, format, bom, output, onRows, signal };
    const whole = await exportOrders(all).finally(progress.end);
    if (whole) tellExported(progress.rows(), sale, out);
  },
});

function readFormat(value: string): Form["format"] {
  const format = FORMATS.find((known) => known === value);
  if (format) return format;
  throw new UsageError(`--format ${value}: it must be ${FORMATS.join(" or ")}`);
}

/** So that Ctrl-C leaves no half file behind. */
function untilSignal(): AbortSignal {
  const controller = new AbortController();
  onStop(() => controller.abort(new Refusal("the export was interrupted", INTERRUPTED)));
  return controller.signal;
}
