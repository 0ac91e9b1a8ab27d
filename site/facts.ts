/**
 * Start, end, stock, hold and slots can change after the build (`serve --starts-in 20s`), so no page writes
 * them itself. The build writes marks and replaces them at its end; `serve` replaces them again.
 */
import { live, offsets, sales } from "virtual:doorbuster";
import { mark } from "./build/mark.ts";
import { type FactName, type FactStyles, formatFact, zoneOfFact } from "./format.ts";

/** The text of a fact, for a text node or an attribute. Throws if there is no such sale. */
export function fact<Name extends FactName>(
  slug: string,
  name: Name,
  style: FactStyles[Name],
): string {
  if (!live) return mark(slug, name, style);
  const sale = sales[slug];
  if (!sale) throw new Error(`no such sale: ${slug}`);
  return formatFact(name, style, sale[name], sale.lang, zoneOfFact(name, offsets[slug]));
}
