/** Texts with gaps, plural forms and spoken durations: used by the build and by the browser. */

/** A text for each plural form that the language has; `other` is always there. */
export type Plural = { other: string } & Partial<Record<Intl.LDMLPluralRule, string>>;

/** Puts values into `{name}` gaps. A gap without a value stays, so that a test or a reader sees it. */
export function fill(text: string, values: Record<string, string | number>): string {
  return text.replace(/\{(\w+)\}/g, (gap, name: string) => String(values[name] ?? gap));
}

/** The form that fits `count`; its gap `{count}` gets the number as the locale writes it. */
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

/** "2 minutes", "1 hour 30 minutes": the two largest units of a length in milliseconds. */
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

/** An instant in a zone, seconds only where there are any. `zone` undefined: the reader's own. */
export function longTime(time: number, locale: string, zone?: string): string {
  const timeStyle = time % 60_000 === 0 ? "short" : "medium";
  const options: Intl.DateTimeFormatOptions = { dateStyle: "full", timeStyle };
  if (zone !== undefined) options.timeZone = zone;
  return withOClock(new Intl.DateTimeFormat(locale, options).format(time), locale);
}

/** German says a word behind the hour, which Intl leaves out. */
export function withOClock(time: string, locale: string): string {
  return locale.startsWith("de") ? `${time} Uhr` : time;
}
