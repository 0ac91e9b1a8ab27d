/** In which language a page is that no sale has a page for. All copy itself is in the site. */
import { accepts } from "hono/accepts";
import { LANGUAGES, type Language } from "../contract.ts";
import { saleOf } from "../env.ts";
import type { Ctx } from "./context.ts";

const OTHERWISE: Language = "en";

/** The language of the sale that the address is about; else the one the browser asks for; else English. */
export function languageOf(c: Ctx): Language {
  return saleOf(c.env, saleIn(c.req.param("token")))?.lang ?? accepted(c);
}

/**
 * The sale that a token names, right or wrong: it is not verified, since all that a forger gains is a
 * page in another language. So also a page about a bad token speaks as the sale does.
 */
function saleIn(token = ""): string {
  const payload = token.split(".")[1]?.replaceAll("-", "+").replaceAll("_", "/");
  try {
    return String(JSON.parse(atob(payload ?? "")).sale);
  } catch {
    return "";
  }
}

/** `de-AT` and `zh-TW` are served by `de` and `zh` (RFC 4647, 3.4, with one subtag to fall back to). */
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
  const [first = ""] = tag.toLowerCase().split("-");
  return LANGUAGES.find((language) => language === first);
}
