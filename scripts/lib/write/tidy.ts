/**
 * What is clearly meant, put as a sale's file wants it: `29 Euro`, `holzwerk.shop/terms`, an e-mail
 * address. Whatever could mean two things stays as it is, and is judged like that.
 */

/** "holzwerk.shop/terms" → "https://…"; "orders@holzwerk.shop" → "mailto:…". */
export function tidyLink(text: string): string {
  if (/^[^\s/:@]+@[^\s/:@]+\.[^\s/:@]+$/.test(text)) return `mailto:${text}`;
  // A host has a dot in it, and a last part of letters: "terms.html" is none that we know of.
  const isHost = /^(?:[\p{L}\p{N}-]+\.)+\p{L}{2,}(?::\d+)?(?:[/?#]\S*)?$/u.test(text);
  return isHost && !/^[^/]+\.(?:html?|php|pdf|md)$/i.test(text) ? `https://${text}` : text;
}

/** "eur", "€", "Euro", "US dollars" → the code in capitals. */
export function tidyCurrency(text: string): string {
  const wanted = text.toLowerCase();
  const codes = Intl.supportedValuesOf("currency");
  const isCode = codes.includes(text.toUpperCase());
  const named = isCode ? text : codes.find((code) => wordsFor(code).includes(wanted));
  return (named ?? text).toUpperCase();
}

/** "29 Euro", "€29", "EUR 29,90" → the number, where the words are those of `currency`. */
export function tidyAmount(text: string, currency: string): string {
  const [, before = "", amount = "", after = ""] =
    /^([^\d+-]*?)\s*([+-]?\d(?:.*\d)?)\s*([^\d]*)$/u.exec(text) ?? [];
  const words = [before, after].filter((part) => part !== "");
  const [word] = words;
  if (word === undefined || words.length > 1) return text;
  return wordsFor(currency).includes(word.toLowerCase()) ? amount : text;
}

const LOCALES = ["en", "de"];
const AMOUNTS = [1, 2];

/** In lower case: its code, its own sign, and its names for one and for many. */
function wordsFor(currency: string): string[] {
  try {
    return [currency.toLowerCase(), ...signsOf(currency), ...namesOf(currency)];
  } catch {
    return [];
  }
}

/** Not those that several currencies share, as $. */
function signsOf(currency: string): string[] {
  const sign = part(currency, "en", "symbol", 1);
  return sign === "$" ? [] : [sign.toLowerCase()];
}

const namesOf = (currency: string) =>
  LOCALES.flatMap((locale) =>
    AMOUNTS.map((amount) => part(currency, locale, "name", amount).toLowerCase()),
  );

function part(
  currency: string,
  locale: string,
  currencyDisplay: "symbol" | "name",
  amount: number,
): string {
  const format = new Intl.NumberFormat(locale, { style: "currency", currency, currencyDisplay });
  const parts = format.formatToParts(amount);
  return parts.find(({ type }) => type === "currency")?.value ?? "";
}

/** Contacts, as a list for people: "Email and phone" becomes "email, phone", "none" nothing. */
export function tidyContacts(value: string): string {
  const names = value
    .toLowerCase()
    .replace("e-mail", "email")
    .split(/[^a-z]+/);
  return names.filter((name) => name !== "" && name !== "and" && name !== "none").join(", ");
}
