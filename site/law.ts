/** What the law of the seller's country wants on a sale's pages. Without a country, the strictest. */

const EEA = [
  ..."AT BE BG CY CZ DE DK EE ES FI FR GR HR HU".split(" "),
  ..."IE IS IT LI LT LU LV MT NL NO PL PT RO SE SI SK".split(" "),
];

/**
 * The button that concludes a contract says that it obliges to pay: Directive 2011/83/EU, article 8 (2),
 * and in the United Kingdom the Consumer Contracts Regulations 2013, 14 (4).
 */
export function wantsObligation(country: string | undefined): boolean {
  return country === undefined || country === "GB" || EEA.includes(country);
}

/**
 * The seller says who they are and where: Directive 2000/31/EC, article 5, in the United Kingdom the
 * Electronic Commerce Regulations 2002, 6, and in Switzerland the UWG, article 3 (1) s.
 */
export function wantsImprint(country: string | undefined): boolean {
  return country === "CH" || wantsObligation(country);
}
