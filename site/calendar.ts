/** A sale as iCalendar (RFC 5545), with a reminder before the start. */
import { brand } from "virtual:doorbuster";
import ical, { ICalAlarmType } from "ical-generator";
import { fact } from "./facts.ts";
import { messagesIn } from "./messages/index.ts";
import type { SaleEntry } from "./sales.ts";
import { salePath, wholeUrl } from "./sharing.ts";

/** Seconds. */
const REMINDER = 600;
/** Placeholders: the library needs dates, but the build needs marks, which replace them below. */
const START = new Date(0);
const END = new Date(1000);

export function calendarOf(sale: SaleEntry, site: URL | undefined): string {
  const { id, data } = sale;
  const { tag } = messagesIn(data.lang);
  const url = wholeUrl(site, salePath(sale));
  const { name = "sale" } = brand;
  const calendar = ical({ prodId: { company: name, product: "sales", language: tag } });
  const event = calendar.createEvent({
    id: `${id}@${site?.host ?? "sale.invalid"}`,
    start: START,
    end: END,
    summary: data.title,
    ...(data.tagline !== undefined && { description: data.tagline }),
    ...(url !== undefined && { url }),
  });
  event.createAlarm({ type: ICalAlarmType.display, trigger: REMINDER });
  return calendar
    .toString()
    .replace("DTSTART:19700101T000000Z", `DTSTART:${fact(id, "startsAt", "utc")}`)
    .replace("DTEND:19700101T000001Z", `DTEND:${fact(id, "endsAt", "utc")}`);
}
