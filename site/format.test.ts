import { expect, it } from "vitest";
import { formatFact } from "./format.ts";
import { zoneName, zoneOf } from "./zone.ts";

const start = Date.parse("2026-11-27T10:00:00+01:00");

it("writes a time in the zone of the sale's file, and says which", () => {
  const text = formatFact("startsAt", "long", start, "en", "+01:00");
  expect(text).toMatch(/^Friday,? 27 November 2026/);
  expect(text).toMatch(/10:00 \(UTC\+1\)$/);
  expect(formatFact("startsAt", "iso", start, "en", "+01:00")).toBe("2026-11-27T10:00:00+01:00");
  expect(formatFact("startsAt", "iso", start, "en", "-03:30")).toBe("2026-11-27T05:30:00-03:30");
  expect(formatFact("startsAt", "iso", start, "en", "UTC")).toBe("2026-11-27T09:00:00Z");
  expect(formatFact("endsAt", "ms", start, "en", "UTC")).toBe(String(start));
});

it("shows seconds only if there are any, because a start in 20 s must be exact", () => {
  expect(formatFact("startsAt", "long", start + 20_000, "en", "UTC")).toContain("09:00:20");
  expect(formatFact("startsAt", "long", start, "en", "UTC")).not.toContain("09:00:00");
});

it("keeps milliseconds in machine-readable times, so that they equal the start script's", () => {
  const iso = formatFact("startsAt", "iso", start + 123, "en", "+01:00");
  expect(Date.parse(iso)).toBe(start + 123);
});

it("uses the language's plural for units", () => {
  expect(formatFact("stock", "units", 1, "en", "UTC")).toBe("1 unit");
  expect(formatFact("stock", "units", 1500, "en", "UTC")).toBe("1,500 units");
  expect(formatFact("stock", "number", 50, "en", "UTC")).toBe("50");
});

it("writes durations in their two largest units", () => {
  expect(formatFact("hold", "duration", 120_000, "en", "UTC")).toBe("2 minutes");
  expect(formatFact("hold", "duration", 90_000, "en", "UTC")).toBe("1 minute 30 seconds");
  expect(formatFact("hold", "duration", 3_600_000, "en", "UTC")).toBe("1 hour");
});

it.each([
  ["2026-11-27T10:00:00+01:00", "+01:00", "UTC+1"],
  ["2026-11-27T10:00+0530", "+05:30", "UTC+5:30"],
  ["2026-11-27T10:00:00-11:00", "-11:00", "UTC−11"],
  ["2026-11-27T10:00:00Z", "UTC", "UTC"],
  ["2026-11-27T10:00:00+00:00", "UTC", "UTC"],
])("knows the zone of %s", (written, zone, name) => {
  expect(zoneOf(written)).toBe(zone);
  expect(zoneName(zone)).toBe(name);
});
