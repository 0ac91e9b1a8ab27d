import { describe, expect, it } from "vitest";
import { contextWith, inContext, REAL_CLOCK } from "./context.ts";
import { findZone, readWhen, spokenFrom, zoneOfSale, zoneProblem } from "./when.ts";

const BERLIN = "Europe/Berlin";
const NOW = Date.parse("2026-11-22T17:00:00+01:00");

const read = (text: string, zone = BERLIN) => {
  const when = readWhen(text, zone);
  return when.ok ? when.iso : when.problem;
};

describe("a time as it is written", () => {
  it.each([
    ["2026-11-27 10:00", "2026-11-27T10:00:00+01:00"],
    ["2026-7-1 9:05", "2026-07-01T09:05:00+02:00"],
    ["2026-11-27T10:00:30", "2026-11-27T10:00:30+01:00"],
    ["27.11.2026 10:00", "2026-11-27T10:00:00+01:00"],
    ["2026-11-27T10:00+05:30", "2026-11-27T10:00:00+05:30"],
    ["2026-11-27 10:00Z", "2026-11-27T10:00:00Z"],
    ["11/27/2026 10:00", "must be a time like 2026-11-27 10:00"],
    ["2026-11-27", "must be a time like 2026-11-27 10:00"],
    ["2026-02-30 10:00", "must be a day that exists: February 2026 has 28 days"],
    ["31.11.2026 10:00", "must be a day that exists: November 2026 has 30 days"],
    ["2026-11-31T10:00:00+01:00", "must be a day that exists: November 2026 has 30 days"],
    ["2026-13-01 10:00", "must be a day that exists: there is no month 13"],
    ["2028-02-29 10:00", "2028-02-29T10:00:00+01:00"],
    ["2026-11-27 24:30", expect.stringMatching(/^must be a time that clocks show: hours from 0/)],
    ["2026-11-27T10:61:00Z", expect.stringMatching(/^must be a time that clocks show/)],
    ["2026-11-27T10:00:00.5Z", "must be a whole second, since pages count in seconds"],
    ["2026-11-27T10:00:00.000Z", "2026-11-27T10:00:00Z"],
    ["2026-11-27t10:00:00z", "2026-11-27T10:00:00Z"],
    ["2026-11-27T10:00:00+0530", "2026-11-27T10:00:00+05:30"],
    ["2026-11-27T10:00:00+25:00", "must have an offset that places have: from -12:00 to +14:00"],
  ])("%s is %s", (text, iso) => expect(read(text)).toEqual(iso));

  it("never guesses at the hour that the clocks skip", () => {
    expect(read("2027-03-28 02:30")).toMatch(/clocks in Berlin skip 02:30 .* from 02:00 to 03:00$/);
    expect(read("2027-10-03 02:15", "Australia/Lord_Howe")).toMatch(/from 02:00 to 02:30$/);
    expect(read("2027-03-28 03:00")).toBe("2027-03-28T03:00:00+02:00");
  });

  it("never guesses at the hour that the clocks show twice, and takes it with its offset", () => {
    const [, first = "", second = ""] =
      /02:30 twice that day; write (\S+) for the first, (\S+) for the second/.exec(
        read("2027-10-31 02:30"),
      ) ?? [];
    expect([read(first), read(second)]).toEqual([
      "2027-10-31T02:30:00+02:00",
      "2027-10-31T02:30:00+01:00",
    ]);
  });
});

const spokenAt = (here: string, iso: string, zone: string) => {
  const clock = { ...REAL_CLOCK, zone: () => here };
  return inContext(contextWith({ clock }), () => spokenFrom(Date.parse(iso), zone, NOW));
};

describe("a time in words", () => {
  it.each([
    ["2026-11-27T10:00:00+01:00", BERLIN, "Friday 27 November 2026, 10:00 in Berlin, in 5 days"],
    ["2026-11-23T09:00:00+01:00", BERLIN, "Monday 23 November 2026, 09:00 in Berlin, tomorrow"],
    ["2026-11-22T22:00:00+01:00", BERLIN, "Sunday 22 November 2026, 22:00 in Berlin, in 5 hours"],
    ["2026-11-22T17:20:00+01:00", "UTC", "Sunday 22 November 2026, 16:20 UTC, in 20 minutes"],
    ["2026-11-19T10:00:00Z", "Asia/Tokyo", "Thursday 19 November 2026, 19:00 in Tokyo, 4 days ago"],
  ])("%s in %s", (iso, zone, words) => {
    expect(spokenAt(zone, iso, zone)).toBe(words);
  });

  it.each([
    ["UTC", "Friday 27 November 2026, 10:00 in Berlin (09:00 here), in 5 days"],
    ["Asia/Tokyo", "Friday 27 November 2026, 10:00 in Berlin (18:00 here), in 5 days"],
    ["Pacific/Honolulu", "Friday 27 November 2026, 10:00 in Berlin (Thu 23:00 here), in 5 days"],
    ["Europe/Paris", "Friday 27 November 2026, 10:00 in Berlin, in 5 days"],
  ])("in Berlin, read in %s", (here, words) => {
    expect(spokenAt(here, "2026-11-27T10:00:00+01:00", BERLIN)).toBe(words);
  });

  it("is a sale's: in the first city whose clocks show its offset, or at that offset", () => {
    const zone = (iso: string, ...cities: string[]) => zoneOfSale(iso, cities);
    expect(zone("2026-11-27T10:00:00+01:00", "Asia/Tokyo", BERLIN)).toBe(BERLIN);
    expect(zone("2026-07-27T10:00:00+01:00", BERLIN)).toBe("+01:00");
    expect(zone("2026-11-27T10:00:00Z", "Europe/London")).toBe("Europe/London");
    expect(zone("2026-11-27T10:00:00Z", BERLIN)).toBe("UTC");
    expect(spokenAt("UTC", "2026-07-27T10:00:00+01:00", "+01:00")).toContain("10:00 UTC+1 (09:00");
  });
});

it.each([
  ["Europe/Berlin", "Europe/Berlin"],
  ["berlin", "Europe/Berlin"],
  ["New York", "America/New_York"],
  ["asia/kolkata", "Asia/Kolkata"],
  ["UTC", "UTC"],
  ["Kyiv", "Europe/Kyiv"],
  ["europe/kyiv", "Europe/Kyiv"],
  ["Ho Chi Minh", "Asia/Ho_Chi_Minh"],
  ["US/Eastern", "America/New_York"],
  ["us/pacific", "America/Los_Angeles"],
  ["Japan", "Asia/Tokyo"],
  ["EST5EDT", "America/New_York"],
  ["Zulu", "UTC"],
])("the zone %j is %j", (text, zone) => {
  expect(findZone(text)).toBe(zone);
  expect(spokenFrom(NOW, zone, NOW)).toContain("2026");
});

it.each([
  [
    "EST",
    /^must be a place, like America\/New_York: EST is an offset, and clocks may show another/,
  ],
  ["mez", /^must be a place, like Europe\/Berlin: MEZ is an offset/],
  ["+01:00", /^must be a place, like Europe\/Berlin; an offset stands behind the time itself/],
  ["GMT+1", /^must be a place/],
  ["Etc/GMT-5", /^must be a place/],
  ["Berln", /^must be a time zone, like Berlin$/],
  ["Atlantis", /^must be a time zone, like /],
  ["", /^must be a time zone, like /],
])("the zone %j is refused", (text, problem) => {
  expect([findZone(text), zoneProblem(text)]).toEqual([undefined, expect.stringMatching(problem)]);
});
