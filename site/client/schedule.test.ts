import { expect, it } from "vitest";
import type { StartMessage } from "../../edge/contract.ts";
import { isDoubtful, nextAsk, nextTry } from "./schedule.ts";

const now = 1_800_000_000_000;
const message = (part: Partial<StartMessage>): StartMessage => ({
  sale: "lamp",
  state: "upcoming",
  now,
  startsAt: now + 60_000,
  endsAt: now + 3_600_000,
  ...part,
});
const RANDOMS = [0, 0.25, 0.5, 0.75, 0.999];
const waits = (
  part: Partial<StartMessage>,
  failures = 0,
  at: number | undefined = now,
  doubtful = false,
) =>
  RANDOMS.map((random) => nextAsk({ message: message(part), failures, doubtful, now: at, random }));

it("asks at the start, spread over 600 ms, and never before it", () => {
  for (const wait of waits({})) {
    expect(wait).toBeGreaterThanOrEqual(60_000);
    expect(wait).toBeLessThanOrEqual(60_600);
  }
});

it("asks now and then long before the start, and stops shortly before it", () => {
  for (const left of [130_000, 300_000, 3_600_000, 40 * 86_400_000]) {
    for (const wait of waits({ startsAt: now + left })) {
      expect(wait).toBeGreaterThanOrEqual(60_000);
      expect(wait).toBeLessThanOrEqual(15 * 60_000);
      expect(wait).toBeLessThanOrEqual(left - 60_000);
    }
  }
});

it("never asks in a tight loop, whatever it hears", () => {
  const all = [
    ...waits({ startsAt: now }),
    ...waits({ startsAt: now - 5000 }),
    ...waits({ state: "open" }),
    ...waits({ state: "open", endsAt: now - 1 }),
    ...waits({ state: "paused" }),
    ...waits({ state: "ended", reason: "sold_out" }),
    ...waits({ state: "open", order: "/order/x" }),
    ...waits({}, 1),
    ...waits({}, 1000),
  ];
  for (const wait of all) expect(wait).toBeGreaterThanOrEqual(250);
});

it("asks again soon when opened in the middle of the sale, because the first answer may be outdated", () => {
  for (const wait of waits({ state: "open" }, 0, now, true)) {
    expect(wait).toBeGreaterThanOrEqual(1_000);
    expect(wait).toBeLessThanOrEqual(1_400); // what the isolate has learnt lives for 1.6 s
  }
  const after = (part: Partial<StartMessage>) =>
    isDoubtful(message(part), message({ state: "open" }));
  expect(isDoubtful(undefined, message({ state: "open" }))).toBe(true);
  expect(isDoubtful(undefined, message({ state: "ended" }))).toBe(false);
  expect(after({ state: "ended", reason: "sold_out" })).toBe(true);
  expect(after({ state: "paused" })).toBe(true);
  expect(after({ state: "upcoming" })).toBe(false);
  expect(after({ state: "open" })).toBe(false);
});

it("asks every 15 to 25 s while open, and at the end", () => {
  for (const wait of waits({ state: "open" })) {
    expect(wait).toBeGreaterThanOrEqual(15_000);
    expect(wait).toBeLessThanOrEqual(25_000);
  }
  for (const wait of waits({ state: "open", endsAt: now + 3000 })) {
    expect(wait).toBeGreaterThanOrEqual(3000);
    expect(wait).toBeLessThanOrEqual(3600);
  }
});

it("backs off while requests fail, up to 45 s", () => {
  const first = waits({}, 1);
  const fourth = waits({}, 4);
  expect(Math.max(...first)).toBeLessThan(Math.min(...fourth));
  expect(Math.max(...waits({}, 500))).toBeLessThanOrEqual(45_000);
});

it("does not miss the start, however often it failed before", () => {
  for (const wait of waits({ startsAt: now + 2000 }, 50)) {
    expect(wait).toBeGreaterThanOrEqual(2000);
    expect(wait).toBeLessThanOrEqual(2600);
  }
  for (const wait of waits({ startsAt: now - 2000 }, 50)) expect(wait).toBeLessThanOrEqual(3750);
});

it("waits less long while it does not know the start", () => {
  const wait = (random: number) =>
    nextAsk({ message: undefined, failures: 99, doubtful: false, now: undefined, random });
  expect(Math.max(...RANDOMS.map(wait))).toBeLessThanOrEqual(15_000);
});

it("tries for a slot again ever more rarely, never sooner than it was told, and not for ever", () => {
  const tries = (count: number, least = 1000) =>
    RANDOMS.map((random) => nextTry(count, 0, least, random) ?? Number.NaN);
  expect(Math.min(...tries(1))).toBe(2000);
  expect(Math.max(...tries(1))).toBeLessThan(3000);
  expect(Math.min(...tries(99))).toBe(10_000);
  expect(Math.max(...tries(99))).toBeLessThan(15_000);
  expect(Math.min(...tries(1, 60_000))).toBe(60_000);
  expect(nextTry(3, 299_999, 1000, 0)).toBeDefined();
  expect(nextTry(3, 300_000, 1000, 0)).toBeUndefined();
});

it("waits as long as it was told when too many came from its network", () => {
  for (const wait of waits({ state: "open", startsAt: now - 1, retryAfter: 60 })) {
    expect(wait).toBeGreaterThanOrEqual(60_000);
    expect(wait).toBeLessThan(90_000);
  }
});
