/** Checks a sale's times: past, far away, or written for another time zone. */
import { Temporal } from "temporal-polyfill";
import { spokenDuration } from "../../../site/text.ts";
import { zoneName, zoneOf } from "../../../site/zone.ts";
import type { Finding } from "../sale-file/finding.ts";
import { type Around, error, type Subject, warning } from "../sale-file/subject.ts";
import { cityOf, isUtc, knownZones, offsetAt, spoken, spokenFrom, zoneOfSale } from "../when.ts";

const DAY = 86_400_000;
const FAR = 366 * DAY;
const LONG = 14 * DAY;

export function times(subject: Subject, around: Around): Finding[] {
  return [
    ...past(subject, around),
    ...erased(subject, around),
    ...lengths(subject, around),
    ...zones(subject, around),
  ];
}

function past(subject: Subject, { now, zone: own, named }: Around): Finding[] {
  const { startsAt, endsAt } = subject.file.worker;
  const zone = zoneOfSale(subject.file.startsAt, [own, ...knownZones()]);
  if (endsAt <= now) {
    // Whoever names one sale plans to hold it; among all sales, last month's is not a mistake.
    return [
      (named ? error : warning)(subject, {
        where: subject.at("endsAt"),
        text: `endsAt is in the past: ${spokenFrom(endsAt, zone, now)}. Nobody could buy`,
        todo: "move startsAt and endsAt, or leave it if the sale has been held: its page says that it has ended",
      }),
    ];
  }
  if (startsAt > now) return [];
  return [
    warning(subject, {
      where: subject.at("startsAt"),
      text: `startsAt is in the past: ${spokenFrom(startsAt, zone, now)}. The sale is open as soon as it is deployed`,
      todo: "move startsAt, unless the sale is meant to be open now",
    }),
  ];
}

/** What shoppers typed is gone for good, so a date is not believed without a word. */
function erased(subject: Subject, { now, zone: own }: Around): Finding[] {
  const { endsAt, retain } = subject.file.worker;
  const zone = zoneOfSale(subject.file.startsAt, [own, ...knownZones()]);
  if (retain === undefined || endsAt + retain > now) return [];
  return [
    error(subject, {
      where: subject.at("retain"),
      text: `retain is over since ${spokenFrom(endsAt + retain, zone, now)}: once deployed, all that shoppers typed is erased at once`,
      todo: "write a longer retain or a later endsAt; if it has long been erased, delete the file or write draft: true (orders and receipts stay)",
    }),
  ];
}

function lengths(subject: Subject, { now, zone: own }: Around): Finding[] {
  const { startsAt, endsAt, hold } = subject.file.worker;
  const zone = zoneOfSale(subject.file.startsAt, [own, ...knownZones()]);
  const found: Finding[] = [];
  if (startsAt - now > FAR) {
    found.push(
      warning(subject, {
        where: subject.at("startsAt"),
        text: `startsAt is more than a year away: ${spokenFrom(startsAt, zone, now)}`,
        todo: "look whether the year is right",
      }),
    );
  }
  const length = endsAt - startsAt;
  if (length > LONG) {
    found.push(
      warning(subject, {
        where: subject.at("endsAt"),
        text: `the sale lasts ${spokenDuration(length, "en")}`,
        todo: "look whether the day of endsAt is right",
      }),
    );
  }
  if (length < hold) {
    found.push(
      warning(subject, {
        where: subject.at("hold"),
        text: `hold (${spokenDuration(hold, "en")}) is longer than the sale (${spokenDuration(length, "en")})`,
        todo: "move endsAt, or shorten hold",
      }),
    );
  }
  return found;
}

function zones(subject: Subject, { zone, isOwnZone }: Around): Finding[] {
  return (["startsAt", "endsAt"] as const).flatMap((key) => {
    const at = subject.file.worker[key];
    const offset = offsetOf(subject.file[key]);
    if (!isUsedAnywhere(at, offset)) return [nowhere(subject, key, offset)];
    const own = offsetAt(at, zone);
    // A machine set to UTC says nothing about where its owner is.
    if (own === offset || (isUtc(zone) && !isOwnZone)) return [];
    const place = isUtc(zone) ? zone : `${cityOf(zone)} (${own})`;
    return [
      warning(subject, {
        where: subject.at(key),
        text: `${key} is written with the offset ${offset}, and clocks in ${place} then show another: it is ${spoken(at, zone)}`,
        todo: `if that is not what you meant, write ${withOffset(subject.file[key], own)}; if you mean another place, say it with --zone`,
      }),
    ];
  });
}

/** "+01:00", "+00:00" */
function offsetOf(iso: string): string {
  const zone = zoneOf(iso);
  return zone === "UTC" ? "+00:00" : zone;
}

/** The same clock time at another offset. */
function withOffset(iso: string, offset: string): string {
  return iso.replace(/(?:Z|[+-]\d{2}:?\d{2})$/i, offset === "+00:00" ? "Z" : offset);
}

/** Whether any place on earth has this offset then. */
function isUsedAnywhere(at: number, offset: string): boolean {
  const instant = Temporal.Instant.fromEpochMilliseconds(at);
  const zones = ["UTC", ...Intl.supportedValuesOf("timeZone")];
  return zones.some((zone) => instant.toZonedDateTimeISO(zone).offset === offset);
}

function nowhere(subject: Subject, key: "startsAt" | "endsAt", offset: string): Finding {
  return error(subject, {
    where: subject.at(key),
    text: `${key} is written with the offset ${offset} (${zoneName(offset)}), which no place has at that time`,
    todo: "write the offset from UTC of your own clocks on that day",
  });
}
