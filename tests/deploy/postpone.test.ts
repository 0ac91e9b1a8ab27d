import { describe, expect, it } from "vitest";
import { type Asked, newTimes, withTimes } from "../../scripts/lib/deploy/new-times.ts";
import { heardWithin } from "../../scripts/lib/deploy/postpone.ts";
import type { SaleFile } from "../../site/build/sale-files.ts";
import { nextAsk } from "../../site/client/schedule.ts";

const HOUR = 3_600_000;
const times = { startsAt: "2026-12-13T10:00:00+01:00", endsAt: "2026-12-13T12:00:00+01:00" };

describe("the file", () => {
  it("keeps its comments, quotes, order, line ends and text", () => {
    const text = [
      ...["\uFEFF---", "# The lamp", 'endsAt:   "2026-12-12T12:00:00+01:00"   # two hours'],
      ...["title: startsAt 2026-12-12T10:00:00+01:00", "startsAt: 2026-12-12T10:00:00+01:00"],
      ...["stock: 50", "---", "", "startsAt: 2026-12-12T10:00:00+01:00", ""],
    ].join("\r\n");
    const after = text.split("\r\n");
    after[2] = `endsAt:   "${times.endsAt}"   # two hours`;
    after[4] = `startsAt: ${times.startsAt}`;
    expect(withTimes(text, times)).toBe(after.join("\r\n"));
  });

  it("says no old time in the words that new has put behind it", () => {
    const old = (city: string) =>
      `---\nstartsAt: 2026-12-12T10:00:00+01:00   # Saturday 12 December 2026, 10:00${city}\nendsAt: 2026-12-12T12:00:00+01:00\n---\n`;
    const changed = (city: string) => withTimes(old(city), times).split("\n")[1];
    const written = `startsAt: ${times.startsAt}`;
    expect(changed(" in Berlin")).toBe(`${written}   # Sunday 13 December 2026, 10:00 in Berlin`);
    expect(changed(" in Atlantis")).toBe(written);
    expect(changed(", as ever")).toBe(`${written}   # Saturday 12 December 2026, 10:00, as ever`);
  });
});

describe("the new times", () => {
  const startsAt = Date.UTC(2026, 11, 12, 9);
  const now = startsAt - 5 * HOUR;
  const lamp = {
    slug: "lamp",
    startsAt: "2026-12-12T10:00:00+01:00",
    endsAt: "2026-12-12T12:00:00+01:00",
    worker: { startsAt, endsAt: startsAt + 2 * HOUR },
  } as SaleFile;
  const move = (to: string, more: Partial<Asked> = {}, at = now) =>
    newTimes(lamp, { to, ends: undefined, zone: undefined, force: false, ...more }, at).written;

  it("are on the file's clock, and the end moves by as much", () => {
    expect(move("2026-12-13 10:00")).toEqual(times);
    expect(move("2026-12-13T09:00:00Z")).toEqual({
      startsAt: "2026-12-13T09:00:00Z",
      endsAt: "2026-12-13T11:00:00+00:00",
    });
  });

  it("are on another clock, and of another length, when that is said", () => {
    const asked = { zone: "Tokyo", ends: "2026-12-13 20:00" };
    expect(move("2026-12-13 18:00", asked)).toEqual({
      startsAt: "2026-12-13T18:00:00+09:00",
      endsAt: "2026-12-13T20:00:00+09:00",
    });
  });

  it.each([
    ["2026-12-12 05:00", {}, /in the past/],
    ["2026-12-12 10:00", {}, /starts then already/],
    ["2026-12-12 09:30", {}, /would start earlier/],
    [
      "2026-12-13 10:00",
      { ends: "2026-12-13 10:00" },
      /--ends .*: it must be later than the start/,
    ],
    ["2026-12-13 10:00", { zone: "Nowhere" }, /--zone Nowhere: it must be a time zone, like/],
    ["tomorrow", {}, /--to tomorrow: it must be a time like/],
  ])("cannot be %s with %j", (to, more, refusal) => {
    expect(() => move(to, more)).toThrow(refusal);
  });

  it("of a sale that has begun move only by force", () => {
    const later = startsAt + 1;
    expect(() => move("2026-12-13 10:00", {}, later)).toThrow(/has begun.*--force/);
    expect(move("2026-12-13 10:00", { force: true }, later)).toEqual(times);
  });
});

it("every page that waits has asked again within what is said", () => {
  for (const left of [1_000, 119_000, 121_000, 600_000, HOUR, 5 * HOUR, 900 * HOUR]) {
    const message = {
      sale: "lamp",
      state: "upcoming",
      now: 0,
      startsAt: left,
      endsAt: left,
    } as const;
    const waits = [0, 0.5, 0.999_999].map((random) =>
      nextAsk({ message, failures: 0, doubtful: false, now: 0, random }),
    );
    expect(Math.max(...waits)).toBeLessThanOrEqual(heardWithin(left));
    expect(heardWithin(left)).toBeLessThan(1.01 * Math.max(...waits) + 1_000);
  }
  const message = { sale: "lamp", state: "open", now: 0, startsAt: 0, endsAt: HOUR } as const;
  const open = { message, failures: 0, doubtful: false, now: 0, random: 0.999_999 };
  expect(nextAsk(open)).toBeLessThanOrEqual(heardWithin(-1));
});
