/** Times in the zone of the sale's file, and in the reader's own. */
import { longTime, withOClock } from "./text.ts";

/** The `+01:00` or `Z` at the end of a time in a sale's file. */
const OFFSET = /(?:Z|[+-]\d{2}:?\d{2})$/i;

/** The offset of an ISO 8601 time as a zone name for `Intl`: "+01:00", or "UTC". */
export function zoneOf(iso: string): string {
  const offset = OFFSET.exec(iso)?.[0].toUpperCase() ?? "Z";
  if (offset === "Z" || /^[+-]00:?00$/.test(offset)) return "UTC";
  return offset.includes(":") ? offset : `${offset.slice(0, 3)}:${offset.slice(3)}`;
}

/**
 * "UTC+1", "UTC−5:30", "UTC": short enough to follow every time. Uses a minus sign, because a line may
 * break after a hyphen.
 */
export function zoneName(zone: string): string {
  const found = /^([+-])0?(\d+):(\d+)$/.exec(zone);
  if (!found) return "UTC";
  const [, sign, hours, minutes] = found;
  return `UTC${sign === "-" ? "−" : "+"}${hours}${minutes === "00" ? "" : `:${minutes}`}`;
}

/** The reader's zone at that time, which may differ between summer and winter. */
export function ownZone(time: number): string {
  const ahead = -new Date(time).getTimezoneOffset();
  if (ahead === 0) return "UTC";
  const [hours, minutes] = [Math.floor(Math.abs(ahead) / 60), Math.abs(ahead) % 60];
  return `${ahead < 0 ? "-" : "+"}${twoDigits(hours)}:${twoDigits(minutes)}`;
}
const twoDigits = (count: number) => String(count).padStart(2, "0");

/** "Friday 27 November 2026 at 10:00 (UTC+1)". */
export function timeInZone(time: number, locale: string, zone: string): string {
  return `${longTime(time + aheadOf(zone), locale, "UTC")} (${zoneName(zone)})`;
}

/** "Fri 10:00 (UTC+1)": shown beside the same time in another zone, so the weekday is enough. */
export function weekdayInZone(time: number, locale: string, zone: string): string {
  const clock = { hour: "2-digit", minute: "2-digit" } as const;
  return briefly(time, { weekday: "short", ...clock }, locale, zone);
}

/** "27 Nov 2026, 10:00 (UTC+1)". */
export function shortTimeInZone(time: number, locale: string, zone: string): string {
  const day = { day: "numeric", month: "short", year: "numeric" } as const;
  return briefly(time, { ...day, hour: "2-digit", minute: "2-digit" }, locale, zone);
}

function briefly(
  time: number,
  options: Intl.DateTimeFormatOptions,
  locale: string,
  zone: string,
): string {
  const format = new Intl.DateTimeFormat(locale, { ...options, timeZone: "UTC" });
  return `${withOClock(format.format(time + aheadOf(zone)), locale)} (${zoneName(zone)})`;
}

/** ISO 8601 with the zone's offset; milliseconds only if there are any. */
export function isoIn(value: number, zone: string): string {
  return iso(value + aheadOf(zone), zone === "UTC" ? "Z" : zone);
}

/**
 * How many milliseconds a zone's clocks are ahead of UTC. Times are shifted by this and formatted as
 * UTC, because browsers from before 2024 do not accept "+01:00" as a time zone.
 */
function aheadOf(zone: string): number {
  const [, sign, hours, minutes] = /^([+-])(\d{2}):(\d{2})$/.exec(zone) ?? [];
  if (sign === undefined) return 0;
  return (Number(hours) * 60 + Number(minutes)) * 60_000 * (sign === "-" ? -1 : 1);
}

const iso = (value: number, suffix: string) =>
  new Date(value).toISOString().replace(/(?:\.000)?Z$/, suffix);
