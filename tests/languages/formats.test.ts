import { expect, it } from "vitest";
import { LANGUAGES, type Language } from "../../edge/contract.ts";
import { formatFact } from "../../site/format.ts";
import { messagesIn } from "../../site/messages/index.ts";
import { plural, spokenDuration, withOClock } from "../../site/text.ts";
import { ownZone, weekdayInZone } from "../../site/zone.ts";

const start = Date.parse("2026-12-12T10:00:00+01:00");
const at = (lang: Language) => formatFact("startsAt", "long", start, lang, "+01:00");

it.each([
  ["en", "Saturday, 12 December 2026 at 10:00 (UTC+1)"],
  ["en-US", "Saturday, December 12, 2026 at 10:00 AM (UTC+1)"],
  ["de", "Samstag, 12. Dezember 2026 um 10:00 Uhr (UTC+1)"],
  ["zh", "2026年12月12日星期六 10:00 (UTC+1)"],
  ["ar", "السبت، 12 ديسمبر 2026 في 10:00 ص (UTC+1)"],
] as const)("writes a start as %s does", (lang, text) => {
  expect(at(lang).replaceAll(/\s/g, " ")).toBe(text);
});

it.each([
  ["en", "Sat 10:00 (UTC+1)"],
  ["de", "Sa., 10:00 Uhr (UTC+1)"],
  ["zh", "周六10:00 (UTC+1)"],
  ["ar", "السبت 10:00 ص (UTC+1)"],
] as const)("writes the sale's own time beside the visitor's, in %s", (lang, text) => {
  expect(weekdayInZone(start, messagesIn(lang).locale, "+01:00")).toBe(text);
});

it.each([
  ["en", "€49.00", "2 minutes", "1,500 units"],
  ["de", "49,00 €", "2 Minuten", "1.500 Stück"],
  ["zh", "€49.00", "2分钟", "1,500 件"],
  ["ar", "49.00 €", "دقيقتان", "1,500 قطعة"],
] as const)("writes amounts and lengths of time as %s does", (lang, price, hold, stock) => {
  const { locale } = messagesIn(lang);
  const money = new Intl.NumberFormat(locale, { style: "currency", currency: "EUR" }).format(49);
  // Intl's own marks of direction are not looked at, and its spaces are of several kinds.
  expect(money.replaceAll(/[\u200e\u200f]/g, "").replaceAll(/\s/g, " ")).toBe(price);
  expect(spokenDuration(120_000, locale)).toBe(hold);
  expect(formatFact("stock", "units", 1500, lang, "UTC")).toBe(stock);
});

it("writes Latin digits in every language, whatever the browser holds for Arabic", () => {
  for (const lang of LANGUAGES) {
    const { locale } = messagesIn(lang);
    expect(new Intl.NumberFormat(locale).resolvedOptions().numberingSystem).toBe("latn");
    expect(at(lang)).not.toMatch(/[\u0660-\u0669\u06f0-\u06f9]/);
  }
});

it.each([
  [1, "قطعة واحدة"],
  [2, "قطعتان"],
  [3, "3 قطع"],
  [11, "11 قطعة"],
  [100, "100 قطعة"],
  [103, "103 قطع"],
])("counts %i in Arabic", (count, text) => {
  const { units, locale } = messagesIn("ar");
  expect(plural(units, count, locale)).toBe(text);
});

it("says the hour's word in German only", () => {
  expect(withOClock("10:00", "de-DE")).toBe("10:00 Uhr");
  expect(withOClock("10:00", "zh-CN")).toBe("10:00");
});

it.each([
  ["Asia/Shanghai", "+08:00"],
  ["America/St_Johns", "-03:30"],
  ["Europe/Berlin", "+01:00"],
  ["UTC", "UTC"],
])("knows a visitor's zone in %s", (zone, offset) => {
  const before = process.env.TZ;
  process.env.TZ = zone;
  try {
    expect(ownZone(start)).toBe(offset);
  } finally {
    if (before === undefined) delete process.env.TZ;
    else process.env.TZ = before;
  }
});
