/** How each fact of a sale is written: one pure function for `dev`, `build` and `serve`. */
import type { Language, Sale } from "../edge/contract.ts";
import { messagesIn } from "./messages/index.ts";
import { plural, spokenDuration } from "./text.ts";
import { isoIn, shortTimeInZone, timeInZone, zoneOf } from "./zone.ts";

/**
 * `utc` is the form used in calendars: 20261212T090000Z. `sequence` numbers what a calendar was told: it
 * depends on when it is written instead of on the time itself, so that a sale that was moved, in whichever
 * direction, has a higher one.
 */
type TimeStyle = "iso" | "utc" | "ms" | "long" | "short" | "sequence";

/** The facts that can change after the build, and the styles in which each can be written. */
export interface FactStyles {
  startsAt: TimeStyle;
  endsAt: TimeStyle;
  stock: "number" | "units";
  hold: "duration";
  slots: "places";
}
export type FactName = keyof FactStyles;

/** The zone in which a fact is shown; `written` has the two times as written in the sale's file. */
export function zoneOfFact(name: FactName, written: Record<string, string> | undefined): string {
  return zoneOf(written?.[name] ?? "Z");
}

/**
 * Plain text, not yet escaped. `value` is milliseconds, or units for `stock`; `zone` as from
 * `zoneOf`.
 */
export function formatFact<Name extends FactName>(
  name: Name,
  style: FactStyles[Name],
  value: Sale[Name],
  lang: Language,
  zone: string,
): string {
  const { locale, units, places } = messagesIn(lang);
  if (name === "startsAt" || name === "endsAt")
    return time(style as TimeStyle, value, locale, zone);
  if (name === "hold") return spokenDuration(value, locale);
  if (name === "slots") return plural(places, value, locale);
  if (style === "units") return plural(units, value, locale);
  return new Intl.NumberFormat(locale).format(value);
}

/** Seconds since then fit into the 31 bits of a calendar's number for 68 years. */
const SEQUENCE_ZERO = Date.UTC(2026, 0, 1);

function time(style: TimeStyle, value: number, locale: string, zone: string): string {
  if (style === "ms") return String(value);
  if (style === "iso") return isoIn(value, zone);
  if (style === "sequence") return String(Math.floor((Date.now() - SEQUENCE_ZERO) / 1000));
  if (style === "utc") return new Date(value).toISOString().replace(/[-:]|\.\d+/g, "");
  if (style === "short") return shortTimeInZone(value, locale, zone);
  return timeInZone(value, locale, zone);
}
