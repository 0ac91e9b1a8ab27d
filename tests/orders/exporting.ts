/** Runs an export in this process, without long waits. */
import { type ExportOptions, exportOrders } from "../../scripts/lib/operate/export.ts";
import type { Operator } from "../../scripts/lib/operate/where.ts";
import type { Sink } from "../../scripts/lib/result-file.ts";

export class Collected implements Sink {
  text = "";
  end: "finished" | "abandoned" | undefined;
  write = async (text: string) => {
    this.text += text;
  };
  finish = async () => {
    this.end = "finished";
  };
  abandon = async () => {
    this.end = "abandoned";
  };
}

const PATIENCE = { tries: 9, wait: 0.1, longest: 1 };

export async function exported(
  operator: Operator,
  options: Partial<ExportOptions> = {},
): Promise<string> {
  const output = new Collected();
  const common = { sale: "lamp", format: "ndjson", delimiter: ",", bom: false } as const;
  await exportOrders({ operator, output, ...common, patience: PATIENCE, ...options });
  return output.text;
}

export interface Line {
  gate: number;
  seq: number;
  placedAt: number;
  orderId: string;
  nearAddress?: string;
}

export async function exportedRows(operator: Operator): Promise<Line[]> {
  const lines = (await exported(operator)).trimEnd().split("\n");
  return lines.map((line) => JSON.parse(line));
}
