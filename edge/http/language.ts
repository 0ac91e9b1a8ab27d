/**
 * Chooses the language of pages that are not a sale's own. The texts themselves are in the site.
 */
import { accepts } from "hono/accepts";
import { LANGUAGES, type Language } from "../contract.ts";
import { saleOf } from "../env.ts";
import type { Ctx } from "./context.ts";

const OTHERWISE: Language = "en";

/** The language of the sale that the URL is about, else the browser's, else English. */
export function languageOf(c: Ctx): Language {
  return saleOf(c.env, saleIn(c.req.param("token")))?.lang ?? accepted(c);
}

/**
 * The sale that a token names. The token is not verified, because a forger gains only a page in another
 * language. So even a page about a bad token is in the sale's language.
 */
function saleIn(token = ""): string {
  const payload = token.split(".")[1]?.replaceAll("-", "+").replaceAll("_", "/");
  try {
    return String(JSON.parse(atob(payload ?? "")).sale);
  } catch {
    return "";
  }
}

/**
 * `en-US` gets itself, `de-AT` and `zh-TW` get `de` and `zh` (RFC 4647, section 3.4, falling back to the
 * first subtag).
 */
function accepted(c: Ctx): Language {
  return accepts(c, {
    header: "Accept-Language",
    supports: [...LANGUAGES],
    default: OTHERWISE,
    match: (wanted) => {
      const tags = wanted.filter(({ q }) => q > 0).sort((a, b) => b.q - a.q);
      return tags.map(({ type }) => knownLanguage(type)).find(Boolean) ?? OTHERWISE;
    },
  }) as Language;
}

function knownLanguage(tag: string): Language | undefined {
  const wanted = tag.toLowerCase();
  const [first = ""] = wanted.split("-");
  const named = (name: string) => LANGUAGES.find((language) => language.toLowerCase() === name);
  return named(wanted) ?? named(first);
}
