import type { Language } from "../edge/contract.ts";

/**
 * The language of pages that belong to no sale: the one that all public sales share, otherwise the
 * shop's, otherwise English.
 * These pages come from the CDN, which cannot choose by the browser's language.
 */
export function siteLanguage(
  sales: { lang: Language; draft: boolean }[],
  shop: Language = "en",
): Language {
  const languages = new Set(sales.filter(({ draft }) => !draft).map(({ lang }) => lang));
  const [first = shop, ...others] = languages;
  return others.length === 0 ? first : shop;
}
