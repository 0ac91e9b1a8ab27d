import { defineCommand } from "citty";
import { readCount } from "../lib/amounts.ts";
import { restock, type Wanted } from "../lib/operate/restock.ts";
import { findOperator, operatorArgs } from "../lib/operate/where.ts";
import { UsageError } from "../lib/refusal.ts";
import { requireSale } from "../lib/sale-file/sales.ts";
import { print } from "../lib/tell.ts";

export default defineCommand({
  meta: { name: "restock", description: "Raise a sale's stock while it runs" },
  args: {
    sale: { type: "positional", description: "The sale's name", required: false },
    stock: { type: "string", description: "To so many in all", valueHint: "total" },
    add: { type: "string", description: "By so many", valueHint: "number" },
    yes: { type: "boolean", description: "Do not ask" },
    ...operatorArgs,
  },
  run: async ({ args }) => {
    const sale = requireSale("restock", args.sale);
    const wanted = readWanted(args);
    const stock = await restock(findOperator(args), sale, wanted, args.yes ?? false);
    print(String(stock));
  },
});

function readWanted({
  stock,
  add,
}: {
  stock?: string | undefined;
  add?: string | undefined;
}): Wanted {
  if (stock !== undefined && add === undefined) return { stock: readUnits("--stock", stock) };
  if (add !== undefined && stock === undefined) return { add: readUnits("--add", add) };
  throw new UsageError("say how many: --stock TOTAL in all, or --add N more");
}

function readUnits(option: string, value: string): number {
  const units = readCount(value);
  if (units !== undefined && units > 0 && units <= 9_999_999) return units;
  throw new UsageError(`${option} ${value}: it must be a whole number, like 50`);
}
