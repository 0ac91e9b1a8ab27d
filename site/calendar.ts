/** A sale as iCalendar (RFC 5545), with a reminder before the start. */
import ical, { ICalAlarmType } from "ical-generator";
import type { Language } from "../edge/contract.ts";
import { messagesIn } from "./messages/index.ts";

/** Seconds. */
const REMINDER = 600;
/** Placeholders: the library needs dates, but the build needs marks, which replace them below. */
const START = new Date(0);
const END = new Date(1000);

export interface CalendarSale {
  slug: string;
  title: string;
  tagline?: string | undefined;
  lang: Language;
  /** The shop's name, for programs that show whose calendar it is. */
  shop?: string | undefined;
  /** Of the sale's page, absolute; undefined if the site has no address. */
  url: URL | undefined;
  /** As `20261212T090000Z`, or marks that become it. */
  startsAt: string;
  endsAt: string;
  /** Higher than that of any calendar of this sale before (RFC 5545, 3.8.7.4), or its mark. */
  sequence: string;
}

export function calendarOf({
  slug,
  title,
  tagline,
  lang,
  shop,
  url,
  ...facts
}: CalendarSale): string {
  const { tag } = messagesIn(lang);
  const calendar = ical({ prodId: { company: shop ?? "sales", product: "sale", language: tag } });
  const event = calendar.createEvent({
    id: `${slug}@${url?.host ?? "sale.invalid"}`,
    start: START,
    end: END,
    sequence: 0,
    summary: title,
    ...(tagline !== undefined && { description: tagline }),
    ...(url !== undefined && { url: url.href }),
  });
  event.createAlarm({ type: ICalAlarmType.display, trigger: REMINDER });
  return calendar
    .toString()
    .replace("DTSTART:19700101T000000Z", `DTSTART:${facts.startsAt}`)
    .replace("DTEND:19700101T000001Z", `DTEND:${facts.endsAt}`)
    .replace("SEQUENCE:0", `SEQUENCE:${facts.sequence}`);
}
