import { afterEach, expect, it, vi } from "vitest";
import { mark } from "./build/mark.ts";
import { stampText } from "./build/stamp.ts";
import { calendarOf } from "./calendar.ts";

afterEach(() => vi.useRealTimers());

const START = Date.UTC(2026, 10, 27, 9);
const lamp = {
  ...{ slug: "lamp", title: "Lamp", lang: "en" as const, stock: 5, gates: 1, slots: 1, hold: 1000 },
  ...{ reserve: false, startsAt: START, endsAt: START + 3_600_000 },
};
const marked = calendarOf({
  ...{ slug: "lamp", title: "Lamp", lang: "en", url: new URL("https://sale.example/sales/lamp") },
  startsAt: mark("lamp", "startsAt", "utc"),
  endsAt: mark("lamp", "endsAt", "utc"),
  sequence: mark("lamp", "startsAt", "sequence"),
});

/** As built at that time, for a sale that starts so much later. */
function builtAt(time: number, moved: number): Record<string, string> {
  vi.useFakeTimers({ now: time });
  const sales = { lamp: { ...lamp, startsAt: START + moved, endsAt: lamp.endsAt + moved } };
  const lines = stampText(marked, sales, {}).split("\r\n");
  return Object.fromEntries(lines.map((line) => line.split(/:(.*)/s).slice(0, 2)));
}

it("says when the sale is, under a name that stays", () => {
  const calendar = builtAt(START - 86_400_000, 0);
  expect(calendar).toMatchObject({
    ...{ SUMMARY: "Lamp", UID: "lamp@sale.example" },
    ...{ DTSTART: "20261127T090000Z", DTEND: "20261127T100000Z" },
  });
});

it("has a higher SEQUENCE whenever the sale was moved, in either direction, and one that fits", () => {
  const day = 86_400_000;
  const moves = [0, 3_600_000, -7_200_000, 0];
  const sequences = moves.map((moved, index) =>
    Number(builtAt(START - 10 * day + index * 60_000, moved).SEQUENCE),
  );
  expect(sequences).toEqual([...sequences].sort((a, b) => a - b));
  expect(new Set(sequences).size).toBe(moves.length);
  expect(Number(builtAt(Date.UTC(2090, 0, 1), 0).SEQUENCE)).toBeLessThan(2 ** 31);
});
