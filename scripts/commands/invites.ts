import { defineCommand } from "citty";
import { stringify } from "csv-stringify/sync";
import { inviteCodes, MAX_INVITES } from "../../edge/core.ts";
import { loadSaleFiles, type SaleFile } from "../../site/build/sale-files.ts";
import { context } from "../lib/context.ts";
import { findSigner } from "../lib/operate/signer.ts";
import { operatorArgs } from "../lib/operate/where.ts";
import { project } from "../lib/project.ts";
import { Refusal, UsageError } from "../lib/refusal.ts";
import { findSale, requireSale } from "../lib/sale-file/sales.ts";
import { tell } from "../lib/tell.ts";

const LABEL_MAX = 60;

export default defineCommand({
  meta: { name: "invites", description: "Make invitation codes for a sale, as CSV" },
  args: {
    sale: { type: "positional", description: "The sale's name", required: false },
    count: { type: "string", description: "How many", valueHint: "number" },
    label: {
      type: "string",
      description: "What this list is called, to revoke it by (default: guests)",
      valueHint: "name",
    },
    ...operatorArgs,
    env: { type: "string", description: "File with SIGNING_KEY, as .dev.vars", valueHint: "file" },
  },
  run: async ({ args }) => {
    const slug = requireSale("invites", args.sale);
    const count = readCount(args.count);
    const label = readLabel(args.label ?? "guests");
    const sale = findSale(await loadSaleFiles(project.sales, project.root), slug);
    requireUseful(sale, label);
    const { key, origin } = await findSigner(args);
    const codes = await inviteCodes(key, slug, label, count);
    const rows = codes.map((code) => [code, `${origin}/sales/${slug}#invite=${code}`, label]);
    context().io.stdout.write(
      stringify([["code", "link", "label"], ...rows], { escape_formulas: true }),
    );
    const { door = "open" } = sale.worker;
    if (door !== "invites") {
      tell(`Note: ${sale.path} says door: ${door}, so nobody is asked for a code yet.`);
    }
  },
});

function readCount(text: string | undefined): number {
  if (text === undefined) throw new UsageError("how many? --count 500");
  const count = /^\d{1,7}$/.test(text) ? Number(text) : 0;
  if (count >= 1 && count <= MAX_INVITES) return count;
  const most = MAX_INVITES.toLocaleString("en");
  throw new UsageError(
    `--count ${text}: it must be a whole number from 1 to ${most}; more people need another --label`,
  );
}

function readLabel(label: string): string {
  if (label.trim() === label && label !== "" && label.length <= LABEL_MAX) return label;
  throw new UsageError(
    `--label "${label}": it must be at most ${LABEL_MAX} characters, without spaces around them`,
  );
}

function requireUseful({ path, worker }: SaleFile, label: string): void {
  if (!worker.revoked?.includes(label)) return;
  throw new Refusal(
    `${path} revokes the label "${label}", so its codes let nobody in; choose another --label`,
  );
}
