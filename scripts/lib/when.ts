/** Times as a marketer writes and says them: a wall clock in a time zone. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Temporal } from "temporal-polyfill";
import { dayProblem } from "../../edge/contract.ts";
import { readFrontmatter } from "../../site/build/frontmatter.ts";
import { nearest } from "../../site/build/nearest.ts";
import { readShop } from "../../site/build/shop.ts";
import { zoneOf as writtenZone, zoneName } from "../../site/zone.ts";
import { context } from "./context.ts";
import { project } from "./project.ts";
import { UsageError } from "./refusal.ts";
import { type LocalNow, localNow } from "./words.ts";

/** `iso` has the zone's offset: "2026-11-27T10:00:00+01:00"; `at` is milliseconds since 1970. */
export type Read = { ok: true; iso: string; at: number } | { ok: false; problem: string };

export const machineZone = () => context().clock.zone();

const no = (problem: string): Read => ({ ok: false, problem });

/** `text` is a wall clock in `zone`, or ISO 8601 with an offset of its own. `problem` says "must …". */
export function readWhen(text: string, zone: string): Read {
  const written = text.trim();
  if (/(?:Z|[+-]\d{2}:?\d{2})$/i.test(written) && /T| \d/i.test(written))
    return withOffset(written);
  const iso = isoOf(written);
  if (iso === undefined) return no("must be a time like 2026-11-27 10:00");
  const problem = dayProblem(iso.slice(0, 10)) ?? clockProblem(iso.slice(11));
  return problem === undefined ? inZone(Temporal.PlainDateTime.from(iso), zone) : no(problem);
}

function clockProblem(clock: string): string | undefined {
  if (/^(?:[01]\d|2[0-3])(?::[0-5]\d)+$/.test(clock)) return undefined;
  return "must be a time that clocks show: hours from 0 to 23, minutes and seconds from 0 to 59";
}

const WITH_OFFSET =
  /^(?<date>\d{4}-\d\d-\d\d)[T ](?<clock>\d\d:\d\d(?::\d\d)?)(?<part>\.\d+)?(?<offset>Z|[+-]\d\d:?\d\d)$/i;

function withOffset(text: string): Read {
  const { date, clock = "", part = "", offset = "" } = WITH_OFFSET.exec(text)?.groups ?? {};
  if (date === undefined) return no("must be a time like 2026-11-27T10:00:00+01:00");
  const problem = dayProblem(date) ?? clockProblem(clock);
  if (problem !== undefined) return no(problem);
  if (/[1-9]/.test(part)) return no("must be a whole second, since pages count in seconds");
  const zone = offset.toUpperCase() === "Z" ? "Z" : colon(offset);
  try {
    const at = Temporal.Instant.from(`${date}T${clock}${zone}`).epochMilliseconds;
    return written(at, zone === "Z" ? "UTC" : zone, zone);
  } catch {
    return no("must have an offset that places have: from -12:00 to +14:00");
  }
}

const colon = (offset: string) =>
  offset.includes(":") ? offset : `${offset.slice(0, 3)}:${offset.slice(3)}`;

function written(at: number, zone: string, offset: string): Read {
  const local = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone);
  return {
    ok: true,
    at,
    iso: local.toPlainDateTime().toString({ smallestUnit: "second" }) + offset,
  };
}

/** "2026-11-27 10:00", "2026-11-27T10:00:30", "27.11.2026 10:00"; day and month are never guessed. */
function isoOf(text: string): string | undefined {
  const found =
    /^(?<y>\d{4})-(?<m>\d{1,2})-(?<d>\d{1,2})[T,]?\s*(?<time>\d{1,2}:\d{2}(?::\d{2})?)$/i.exec(
      text,
    ) ??
    /^(?<d>\d{1,2})\.\s?(?<m>\d{1,2})\.\s?(?<y>\d{4}),?\s+(?<time>\d{1,2}:\d{2}(?::\d{2})?)$/.exec(
      text,
    );
  if (!found?.groups) return undefined;
  const { y, m = "", d = "", time = "" } = found.groups;
  return `${y}-${m.padStart(2, "0")}-${d.padStart(2, "0")}T${time.padStart(time.length < 6 ? 5 : 8, "0")}`;
}

/** When clocks skip an hour or show one twice, only the marketer knows what is meant. */
function inZone(wall: Temporal.PlainDateTime, zone: string): Read {
  const earlier = wall.toZonedDateTime(zone, { disambiguation: "earlier" });
  const later = wall.toZonedDateTime(zone, { disambiguation: "later" });
  if (earlier.equals(later)) return ofZoned(earlier);
  const clock = wall.toPlainTime().toString({ smallestUnit: "minute" });
  if (earlier.toPlainDateTime().equals(wall)) {
    const [first, second] = [isoText(earlier), isoText(later)];
    return no(
      `must be one of two: the clocks in ${cityOf(zone)} show ${clock} twice that day; write ${first} for the first, ${second} for the second`,
    );
  }
  return no(
    `must be a time that exists: the clocks in ${cityOf(zone)} skip ${clock} that day, from ${clockOf(edgeOf(earlier), -1)} to ${clockOf(edgeOf(earlier), 0)}`,
  );
}

/** When the clocks change next. */
function edgeOf(before: Temporal.ZonedDateTime): Temporal.ZonedDateTime {
  return before.getTimeZoneTransition("next") ?? before;
}

/** What the clock shows just before (-1) or at (0) a change. */
function clockOf(edge: Temporal.ZonedDateTime, shift: -1 | 0): string {
  if (shift === 0) return edge.toPlainTime().toString({ smallestUnit: "minute" });
  const offset = edge.subtract({ nanoseconds: 1 }).offset;
  return edge.withTimeZone(offset).toPlainTime().toString({ smallestUnit: "minute" });
}

function ofZoned(time: Temporal.ZonedDateTime): Read {
  return { ok: true, at: time.epochMilliseconds, iso: isoText(time) };
}

function isoText(time: Temporal.ZonedDateTime): string {
  return time.toString({ timeZoneName: "never", smallestUnit: "second" });
}

/** The time `length` after `at`, written in this zone. */
export function after(at: number, length: number, zone: string): Read {
  return ofZoned(Temporal.Instant.fromEpochMilliseconds(at + length).toZonedDateTimeISO(zone));
}

// ── Zones ───────────────────────────────────────────────────────────────────────────────────

/**
 * The zone that is meant: "Europe/Berlin", "berlin", "Kyiv", "US/Eastern", "UTC"; undefined for none that
 * is known, and for what is an offset in disguise (`zoneProblem`).
 */
export function findZone(text: string): string | undefined {
  const wanted = text.trim().replaceAll(" ", "_").toLowerCase();
  if (isUtc(wanted)) return "UTC";
  if (!/^[a-z]/.test(wanted) || Object.hasOwn(ABBREVIATIONS, wanted) || OFFSET.test(wanted)) {
    return undefined;
  }
  const known = Intl.supportedValuesOf("timeZone");
  return (
    known.find((zone) => zone.toLowerCase() === wanted) ??
    known.find((zone) => cityOf(zone).replaceAll(" ", "_").toLowerCase() === wanted) ??
    renamed(wanted) ??
    canonical(wanted)
  );
}

const PARTS = [
  ...["africa", "america", "antarctica", "arctic", "asia", "atlantic"],
  ...["australia", "europe", "indian", "pacific"],
];

/** Cities that are called otherwise than in the list: Kyiv, Asia/Kolkata. Called as they are now. */
function renamed(name: string): string | undefined {
  const names = name.includes("/") ? [name] : PARTS.map((part) => `${part}/${name}`);
  const found = names.find((one) => PARTS.includes(one.split("/")[0] ?? "") && canonical(one));
  return found?.replace(/(?<![a-z])[a-z]/g, (letter) => letter.toUpperCase());
}

/** What the list has for an old name: America/New_York for US/Eastern, Asia/Tokyo for Japan. */
function canonical(name: string): string | undefined {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: name }).resolvedOptions().timeZone;
  } catch {
    return undefined;
  }
}

/** "gmt+1", "etc/gmt-5" (which is five hours ahead), "utc+02:00" */
const OFFSET = /^(?:etc\/)?(?:utc|gmt)[+-]?\d/;

/** Names of an offset, which in the other half of the year is another one. A place that has it. */
const ABBREVIATIONS: Record<string, string> = {
  ...{ est: "America/New_York", edt: "America/New_York", cst: "America/Chicago" },
  ...{ cdt: "America/Chicago", mst: "America/Denver", mdt: "America/Denver" },
  ...{ pst: "America/Los_Angeles", pdt: "America/Los_Angeles", hst: "Pacific/Honolulu" },
  ...{ cet: "Europe/Berlin", cest: "Europe/Berlin", mez: "Europe/Berlin", mesz: "Europe/Berlin" },
  ...{ met: "Europe/Berlin", eet: "Europe/Athens", eest: "Europe/Athens", wet: "Europe/Lisbon" },
  ...{ west: "Europe/Lisbon", bst: "Europe/London", ist: "Asia/Kolkata", msk: "Europe/Moscow" },
  ...{ jst: "Asia/Tokyo", kst: "Asia/Seoul", aest: "Australia/Sydney", aedt: "Australia/Sydney" },
};

/** "must …" for what `findZone` does not find. */
export function zoneProblem(text: string): string | undefined {
  if (findZone(text) !== undefined) return undefined;
  const wanted = text.trim().toLowerCase();
  const place = Object.hasOwn(ABBREVIATIONS, wanted) ? ABBREVIATIONS[wanted] : undefined;
  if (place !== undefined) {
    return `must be a place, like ${place}: ${text.trim().toUpperCase()} is an offset, and clocks may show another on that day`;
  }
  if (/^(?:(?:etc\/)?(?:utc|gmt))?[+-]?\d/.test(wanted)) {
    return "must be a place, like Europe/Berlin; an offset stands behind the time itself: 2026-11-27T10:00:00+01:00";
  }
  const cities = Intl.supportedValuesOf("timeZone").map(cityOf);
  const meant = nearest(wanted, cities);
  return `must be a time zone, like ${meant ?? "Europe/Berlin or America/New_York"}`;
}

/** "Berlin", "New York"; "UTC" for itself. */
export function cityOf(zone: string): string {
  return zone.slice(zone.lastIndexOf("/") + 1).replaceAll("_", " ");
}

/** "+01:00" at this instant. */
export function offsetAt(at: number, zone: string): string {
  return Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone).offset;
}

// ── A sale's zone ───────────────────────────────────────────────────────────────────────────
/**
 * A sale's file has the offset only, as "+01:00". Where a city's clocks show that offset at the start,
 * the city says more.
 */
export function zoneOfSale(startsAt: string, cities: string[] = knownZones()): string {
  const at = Date.parse(startsAt);
  const offset = writtenZone(startsAt);
  const wanted = offset === "UTC" ? "+00:00" : offset;
  return cities.find((city) => offsetAt(at, city) === wanted) ?? offset;
}

/** The shop's, as far as its settings can be read, and this machine's. */
export function knownZones(): string[] {
  const { zone } = readShop(project.content).shop;
  return zone === undefined ? [machineZone()] : [zone, machineZone()];
}

/** Now, here and where the sale is, by its file; without one that can be read, here only. */
export function momentOf(sale: string): LocalNow {
  const paths = [`${sale}.md`, join(sale, "index.md")].map((path) => join(project.sales, path));
  const path = paths.find((candidate) => existsSync(candidate));
  const front = path === undefined ? undefined : readFrontmatter(path, readFileSync(path, "utf8"));
  const startsAt = front && "data" in front ? String(front.data.startsAt) : "";
  if (Number.isNaN(Date.parse(startsAt))) return localNow();
  return { ...localNow(), sale: zoneOfSale(startsAt) };
}

// ── In words ────────────────────────────────────────────────────────────────────────────────

/** "Friday 27 November 2026, 10:00 in Berlin" */
export function spoken(at: number, zone: string): string {
  const time = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone);
  const part = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat("en-GB", { ...options, timeZone: zone }).format(at);
  const day = `${part({ weekday: "long" })} ${time.day} ${part({ month: "long" })} ${time.year}`;
  const unit = time.second === 0 ? "minute" : "second";
  const clock = time.toPlainTime().toString({ smallestUnit: unit });
  return `${day}, ${clock} ${placeOf(zone)}`;
}

/** "in Berlin", "UTC", "UTC+1" */
function placeOf(zone: string): string {
  if (/^[+-]/.test(zone)) return zoneName(zone);
  return isUtc(zone) ? "UTC" : `in ${cityOf(zone)}`;
}

export const isUtc = (zone: string) => /^(?:Etc\/)?(?:UTC|GMT|UCT|Zulu|Universal)$/i.test(zone);

/**
 * "Friday 27 November 2026, 10:00 in Berlin (17:00 here), in 5 days": this machine's clock only where it
 * shows another time, and days as a calendar counts them.
 */
export function spokenFrom(at: number, zone: string, now: number): string {
  return `${spoken(at, zone)}${besides(at, zone)}, ${away(at, zone, now)}`;
}

function besides(at: number, zone: string): string {
  const [there, here] = [zone, machineZone()].map((one) =>
    Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(one).toPlainDateTime(),
  );
  if (!there || !here || there.equals(here)) return "";
  const isSameDay = there.toPlainDate().equals(here.toPlainDate());
  const day = isSameDay ? "" : `${here.toLocaleString("en-GB", { weekday: "short" })} `;
  return ` (${day}${here.toPlainTime().toString({ smallestUnit: "minute" })} here)`;
}

function away(at: number, zone: string, now: number): string {
  const words = new Intl.RelativeTimeFormat("en", { numeric: "auto" });
  const dayOf = (time: number) =>
    Temporal.Instant.fromEpochMilliseconds(time).toZonedDateTimeISO(zone).toPlainDate();
  const { days } = dayOf(now).until(dayOf(at));
  if (days !== 0) return words.format(days, "day");
  const minutes = Math.round((at - now) / 60_000);
  return Math.abs(minutes) < 60
    ? words.format(minutes, "minute")
    : words.format(Math.round(minutes / 60), "hour");
}

// ── The option --zone ──────────────────────────────────────────────────────────────────────────
/** Undefined where nothing is said. Throws a UsageError for what is no zone. */
export function readZone(text: string | undefined): string | undefined {
  const zone = text === undefined ? undefined : findZone(text);
  if (text === undefined || zone !== undefined) return zone;
  throw new UsageError(`--zone ${text}: it ${zoneProblem(text)}`);
}
