import { describe, expect, it } from "vitest";
import { LANGUAGES, type Language } from "../../edge/contract.ts";
import { de } from "../../site/messages/de.ts";
import { type Messages, messagesIn } from "../../site/messages/index.ts";
import { siteLanguage } from "../../site/site-language.ts";

it("a language that lacks a text, or the form of one for most numbers, does not compile", () => {
  const { intro: _intro, ...receipt } = de.receipt;
  const { other: _other, ...units } = de.units;
  // @ts-expect-error
  const withoutText: Messages = { ...de, receipt };
  // @ts-expect-error
  const withoutForm: Messages = { ...de, units };
  expect([withoutText, withoutForm]).toHaveLength(2);
});

/** "live.soldOutIn" → its text, or its texts by plural form. */
type Text = string | Record<string, string>;
const english = textsOf(messagesIn("en"));
const others = LANGUAGES.filter((lang) => !lang.startsWith("en"));
/** The same word in two languages, or no word at all. */
const MAY_BE_ENGLISH = /^(?:tag|locale|dir|form\.hints\.\w+)$/;

describe.each(others)("in %s", (lang) => {
  const texts = textsOf(messagesIn(lang));

  it("every text has the gaps of the English one, and no other", () => {
    for (const [key, text] of english) {
      expect({ key, gaps: gapsOf(texts.get(key) ?? "") }).toEqual({ key, gaps: gapsOf(text) });
    }
  });

  it("no text is empty where the English one is not, and none was left in English", () => {
    for (const [key, text] of english) {
      if (MAY_BE_ENGLISH.test(key)) continue;
      expect({ key, text: texts.get(key) }).not.toEqual({ key, text });
      expect({ key, empty: texts.get(key) === "" }).toEqual({ key, empty: text === "" });
    }
  });
});

describe.each(LANGUAGES)("in %s", (lang) => {
  it("a text by number has each plural form of the language; only a form for one number may spell it", () => {
    const rules = new Intl.PluralRules(messagesIn(lang).locale);
    const forms = rules.resolvedOptions().pluralCategories.toSorted();
    for (const [key, text] of textsOf(messagesIn(lang))) {
      if (typeof text === "string") continue;
      expect({ key, forms: Object.keys(text).toSorted() }).toEqual({ key, forms });
      for (const [form, words] of Object.entries(text)) {
        const spelt = form === "one" || form === "two";
        const must = gapsOf(text).filter((gap) => gap !== "{count}" || !spelt);
        expect(gapsOf(text), `${key}.${form}`).toEqual(expect.arrayContaining(gapsOf(words)));
        expect(gapsOf(words), `${key}.${form}`).toEqual(expect.arrayContaining(must));
      }
    }
  });

  it("runs in the direction of its script, under a tag that browsers know", () => {
    const { tag, dir, locale } = messagesIn(lang);
    expect(Intl.getCanonicalLocales(tag)).toEqual([tag]);
    expect(lang.startsWith(tag.split("-")[0] ?? "")).toBe(true);
    expect(Intl.DateTimeFormat.supportedLocalesOf(locale)).toHaveLength(1);
    expect(dir).toBe(lang === "ar" ? "rtl" : "ltr");
  });
});

it.each([
  ["de", "zahlungspflichtig bestellen"],
  ["en", "Order with obligation to pay"],
  ["zh", "提交订单并承担付款义务"],
  ["ar", "تأكيد الطلب مع الالتزام بالدفع"],
] as const)("the button that buys says in %s what the law there wants", (lang, words) => {
  const { form, live } = messagesIn(lang);
  expect(form.submit).toBe(words);
  expect(live.buttons.open).not.toBe(words);
});

const sale = (lang: Language, draft = false) => ({ lang, draft });
it.each([
  ["the one of all sales", [sale("de"), sale("de")], "de"],
  ["English, as soon as sales differ", [sale("de"), sale("ar")], "en"],
  ["English, when there is no sale", [], "en"],
  ["of public sales only", [sale("ar"), sale("de", true)], "ar"],
] as const)("the list's language is %s", (_, sales, lang) => {
  expect(siteLanguage([...sales])).toBe(lang);
});

function textsOf(messages: Messages): Map<string, Text> {
  const found = new Map<string, Text>();
  const walk = (value: object, path: string) => {
    for (const [key, text] of Object.entries(value) as [string, Text][]) {
      const at = path === "" ? key : `${path}.${key}`;
      if (typeof text === "string" || "other" in text) found.set(at, text);
      else walk(text, at);
    }
  };
  walk(messages, "");
  return found;
}

/** Of a text by number, those of the form for most numbers. */
function gapsOf(text: Text): string[] {
  const words = typeof text === "string" ? text : (text.other ?? "");
  return [...new Set(words.match(/\{\w+\}/g))].toSorted();
}
