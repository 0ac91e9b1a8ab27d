/** Times in the zone of the sale's file. */
import { longTime } from "./text.ts";

/** Where `+01:00` or `Z` ends a time of a sale's file. */
const OFFSET = /(?:Z|[+-]\d{2}:?\d{2})$/i;

/** The offset of an ISO 8601 time as a zone that `Intl` knows: "+01:00", or "UTC". */
export function zoneOf(iso: string): string {
  const offset = OFFSET.exec(iso)?.[0].toUpperCase() ?? "Z";
  if (offset === "Z" || /^[+-]00:?00$/.test(offset)) return "UTC";
  return offset.includes(":") ? offset : `${offset.slice(0, 3)}:${offset.slice(3)}`;
}

/** "UTC+1", "UTC+5:30", "UTC": short enough to stand behind every time. */
export function zoneName(zone: string): string {
  const found = /^([+-])0?(\d+):(\d+)$/.exec(zone);
  if (!found) return "UTC";
  const [, sign, hours, minutes] = found;
  return `UTC${sign}${hours}${minutes === "00" ? "" : `:${minutes}`}`;
}

/** "Friday 27 November 2026 at 10:00 (UTC+1)". */
export function timeInZone(time: number, locale: string, zone: string): string {
  return `${longTime(time, locale, zone)} (${zoneName(zone)})`;
}

/** ISO 8601 with the zone's offset; milliseconds only where there are any. */
export function isoIn(value: number, zone: string): string {
  if (zone === "UTC") return iso(value, "Z");
  const [, sign, hours, minutes] = /^([+-])(\d{2}):(\d{2})$/.exec(zone) ?? [];
  const ahead = (Number(hours) * 60 + Number(minutes)) * 60_000 * (sign === "-" ? -1 : 1);
  return iso(value + ahead, zone);
}

const iso = (value: number, suffix: string) =>
  new Date(value).toISOString().replace(/(?:\.000)?Z$/, suffix);
