/** The sale that a command line names. */
import { nearest } from "../../site/build/nearest.ts";
import type { SaleFile } from "../../site/build/sale-files.ts";
import { UsageError } from "./refusal.ts";

/** Throws a UsageError that says which there are, or which may be meant. */
export function findSale(files: SaleFile[], slug: string): SaleFile {
  const file = files.find((candidate) => candidate.slug === slug);
  if (file) return file;
  const names = files.map((one) => one.slug);
  const meant = nearest(slug, names);
  const hint = meant ? `did you mean ${meant}?` : `there is ${names.join(", ") || "none yet"}`;
  throw new UsageError(`there is no sale "${slug}"; ${hint}`);
}
