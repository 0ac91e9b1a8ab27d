/** What was sold and for how much, as the sale's file says; without the file, or with a wrong one, less. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { readFrontmatter } from "../../../site/build/frontmatter.ts";
import { project } from "../project.ts";

export interface Product {
  title?: string;
  price?: Price;
}
export interface Price {
  amount: number;
  /** ISO 4217. */
  currency: string;
}

export function readProduct(sale: string, folder = project.sales): Product {
  const names = [`${sale}.md`, join(sale, "index.md")];
  const file = names.map((name) => join(folder, name)).find((path) => existsSync(path));
  if (file === undefined) return {};
  const front = readFrontmatter(file, readFileSync(file, "utf8"));
  if ("problems" in front) return {};
  const { title, price, currency } = front.data;
  return {
    ...(typeof title === "string" && { title }),
    ...(typeof price === "number" &&
      isCurrency(currency) && { price: { amount: price, currency } }),
  };
}

const isCurrency = (code: unknown): code is string =>
  Intl.supportedValuesOf("currency").some((known) => known === code);

/** "€1,450", "€19.90" */
export function money({ amount, currency }: Price): string {
  const options = { style: "currency", currency, trailingZeroDisplay: "stripIfInteger" } as const;
  return amount.toLocaleString("en", options);
}

/** So many of them, without the dust of binary fractions. */
export function times({ amount, currency }: Price, units: number): Price {
  const format = new Intl.NumberFormat("en", { style: "currency", currency });
  const digits = format.resolvedOptions().maximumFractionDigits ?? 2;
  return { amount: Number((amount * units).toFixed(digits)), currency };
}
