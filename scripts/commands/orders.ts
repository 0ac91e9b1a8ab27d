import { defineCommand } from "citty";
import { INTERRUPTED, onStop } from "../lib/interrupt.ts";
import { exportOrders } from "../lib/operate/export.ts";
import { DELIMITERS, FORMATS, type Form } from "../lib/operate/order-format.ts";
import { PRESETS } from "../lib/operate/order-presets.ts";
import { showProgress, tellExported, toStandardOutput } from "../lib/operate/output.ts";
import { findOperator, operatorArgs, readOrderId } from "../lib/operate/where.ts";
import { Refusal, UsageError } from "../lib/refusal.ts";
import { toFile } from "../lib/result-file.ts";
import { requireSale } from "../lib/sale-file/sales.ts";

/** Orders bear names and addresses. */
const OWNER_ONLY = 0o600;

export default defineCommand({
  meta: { name: "orders", description: "Export a sale's orders, as CSV or NDJSON" },
  args: {
    sale: { type: "positional", description: "The sale's name", required: false },
    format: { type: "string", description: "csv (default) or ndjson", valueHint: "format" },
    out: { type: "string", description: "Into this file, whole or not at all", valueHint: "file" },
    force: { type: "boolean", description: "Write over the file if it is there" },
    delimiter: {
      type: "string",
      description: "Of CSV: comma (default), semicolon or tab",
      valueHint: "sign",
    },
    for: {
      type: "string",
      description: "CSV with the columns that shopify or woocommerce imports",
      valueHint: "shop",
    },
    bom: {
      type: "boolean",
      description: "Begin with a byte order mark, as some spreadsheets like",
    },
    order: { type: "string", description: "Only this one", valueHint: "id" },
    ...operatorArgs,
  },
  run: async ({ args }) => {
    const sale = requireSale("orders", args.sale);
    const format = readFormat(args.format ?? "csv");
    const { out, force = false, bom = false } = args;
    if (format !== "csv" && (bom || args.delimiter !== undefined || args.for !== undefined)) {
      throw new UsageError(
        "--bom, --delimiter and --for are for CSV; leave them out with --format ndjson",
      );
    }
    const delimiter = readDelimiter(args.delimiter ?? "comma");
    const preset = args.for === undefined ? undefined : readPreset(args.for);
    const only = args.order === undefined ? undefined : readOrderId(args.order);
    const operator = findOperator(args);
    // Before there is a file that could be left behind.
    const signal = untilSignal();
    const output = out === undefined ? toStandardOutput() : await toFile(out, force, OWNER_ONLY);
    const progress = showProgress();
    const onRows = progress.add;
    const all = { operator, sale, only, format, preset, delimiter, bom, output, onRows, signal };
    const whole = await exportOrders(all).finally(progress.end);
    if (whole) tellExported(progress.rows(), sale, out);
  },
});

function readFormat(value: string): Form["format"] {
  const format = FORMATS.find((known) => known === value);
  if (format) return format;
  throw new UsageError(`--format ${value}: it must be ${FORMATS.join(" or ")}`);
}

function readPreset(value: string): Form["preset"] {
  const preset = PRESETS.find((known) => known === value);
  if (preset) return preset;
  throw new UsageError(`--for ${value}: it must be ${PRESETS.join(" or ")}`);
}

/** By its name or as the sign itself, which a shell would want in quotes. */
function readDelimiter(value: string): Form["delimiter"] {
  const sign = new Map<string, Form["delimiter"]>(Object.entries(DELIMITERS)).get(value);
  const known = sign ?? Object.values(DELIMITERS).find((one) => one === value);
  if (known !== undefined) return known;
  const names = Object.keys(DELIMITERS).join(", ");
  throw new UsageError(`--delimiter ${value}: it must be one of: ${names}`);
}

/** So that Ctrl-C leaves no half file behind. */
function untilSignal(): AbortSignal {
  const controller = new AbortController();
  onStop(() => controller.abort(new Refusal("the export was interrupted", INTERRUPTED)));
  return controller.signal;
}
