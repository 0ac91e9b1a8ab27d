/** The sales as pages see them. */
import { type CollectionEntry, getCollection } from "astro:content";
import { sales } from "virtual:doorbuster";
import { messagesIn } from "./messages/index.ts";

export type SaleEntry = CollectionEntry<"sales">;

/** Every sale that gets pages, the earliest start first. */
export async function listSales(): Promise<SaleEntry[]> {
  const entries = await getCollection("sales", ({ id }) => id in sales);
  return entries.sort((a, b) => startOf(a) - startOf(b) || a.id.localeCompare(b.id));
}
const startOf = ({ id }: SaleEntry) => sales[id]?.startsAt ?? 0;

/** For `getStaticPaths` of every page that a sale has. */
export async function salePaths() {
  return (await listSales()).map((sale) => ({ params: { sale: sale.id }, props: { sale } }));
}

/** An amount as the sale's language writes it. */
export function money(amount: number, { data }: SaleEntry): string {
  const style = { style: "currency", currency: data.currency } as const;
  return new Intl.NumberFormat(messagesIn(data.lang).locale, style).format(amount);
}

/** "74%", by which `price` lies under `listPrice`; undefined when it rounds to none. */
export function percentOff({ data }: SaleEntry): string | undefined {
  if (data.listPrice === undefined) return undefined;
  const off = Math.floor((1 - data.price / data.listPrice) * 100) / 100;
  if (off === 0) return undefined;
  return new Intl.NumberFormat(messagesIn(data.lang).locale, { style: "percent" }).format(off);
}
