/** Texts with gaps, plural forms, durations and times, for the build and the browser. */

/** A text for each plural form of the language; `other` is always present. */
export type Plural = { other: string } & Partial<Record<Intl.LDMLPluralRule, string>>;

/**
 * Puts values into `{name}` gaps. A gap without a value stays visible, so that somebody notices.
 */
export function fill(text: string, values: Record<string, string | number>): string {
  return text.replace(/\{(\w+)\}/g, (gap, name: string) => String(values[name] ?? gap));
}

/** The plural form for `count`, with the number formatted for the locale in its gap `{count}`. */
export function plural(forms: Plural, count: number, locale: string): string {
  const rule = new Intl.PluralRules(locale).select(count);
  return fill(forms[rule] ?? forms.other, { count: new Intl.NumberFormat(locale).format(count) });
}

const UNITS = [
  ["day", 86_400_000],
  ["hour", 3_600_000],
  ["minute", 60_000],
  ["second", 1000],
] as const;

/** "2 minutes", "1 hour 30 minutes": the two largest units of a duration in milliseconds. */
export function spokenDuration(length: number, locale: string): string {
  let rest = Math.max(1000, Math.round(length / 1000) * 1000);
  const parts: string[] = [];
  for (const [unit, size] of UNITS) {
    const count = Math.floor(rest / size);
    rest -= count * size;
    if (count > 0 && parts.length < 2) parts.push(inUnit(count, unit, locale));
  }
  return new Intl.ListFormat(locale, { type: "unit", style: "narrow" }).format(parts);
}

function inUnit(count: number, unit: string, locale: string): string {
  const style = { style: "unit", unit, unitDisplay: "long" } as const;
  return new Intl.NumberFormat(locale, style).format(count);
}

/** A time in a zone (default: the reader's own), with seconds only if there are any. */
export function longTime(time: number, locale: string, zone?: string): string {
  const timeStyle = time % 60_000 === 0 ? "short" : "medium";
  const options: Intl.DateTimeFormatOptions = { dateStyle: "full", timeStyle };
  if (zone !== undefined) options.timeZone = zone;
  return withOClock(new Intl.DateTimeFormat(locale, options).format(time), locale);
}

/** German puts "Uhr" after a time; Intl leaves it out. */
export function withOClock(time: string, locale: string): string {
  return locale.startsWith("de") ? `${time} Uhr` : time;
}
