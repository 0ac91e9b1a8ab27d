/** The sales, as pages use them. */
import { type CollectionEntry, getCollection } from "astro:content";
import { sales } from "virtual:doorbuster";
import { messagesIn } from "./messages/index.ts";

export type SaleEntry = CollectionEntry<"sales">;

/** Every sale that gets pages, earliest start first. */
export async function listSales(): Promise<SaleEntry[]> {
  const entries = await getCollection("sales", ({ id }) => id in sales);
  return entries.sort((a, b) => startOf(a) - startOf(b) || a.id.localeCompare(b.id));
}
const startOf = ({ id }: SaleEntry) => sales[id]?.startsAt ?? 0;

/** `getStaticPaths` of every page that belongs to a sale. */
export async function salePaths() {
  return (await listSales()).map((sale) => ({ params: { sale: sale.id }, props: { sale } }));
}

/** An amount in the sale's currency and language. */
export function money(amount: number, { data }: SaleEntry): string {
  const style = { style: "currency", currency: data.currency } as const;
  return new Intl.NumberFormat(messagesIn(data.lang).locale, style).format(amount);
}

/** The discount from `listPrice`, like "74%", rounded down; undefined if there is none. */
export function percentOff({ data }: SaleEntry): string | undefined {
  if (data.listPrice === undefined) return undefined;
  const off = Math.floor((1 - data.price / data.listPrice) * 100) / 100;
  if (off === 0) return undefined;
  return new Intl.NumberFormat(messagesIn(data.lang).locale, { style: "percent" }).format(off);
}
