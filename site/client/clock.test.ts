import { expect, it } from "vitest";
import { ServerClock, SleepWatch } from "./clock.ts";
import { minutesAndSeconds, partsOf } from "./countdown.ts";
import { SlotClock } from "./slot-clock.ts";

it("corrects for the round trip and keeps the sample with the shortest", () => {
  const clock = new ServerClock();
  expect(clock.at(0)).toBeUndefined();
  clock.sample({ serverNow: 10_000, sentAt: 0, receivedAt: 400 });
  expect(clock.at(200)).toBe(10_000);
  clock.sample({ serverNow: 20_000, sentAt: 1000, receivedAt: 1040 });
  expect(clock.at(1020)).toBe(20_000);
  clock.sample({ serverNow: 90_000, sentAt: 2000, receivedAt: 4000 });
  expect(clock.at(2020)).toBe(21_000);
});

it("takes the next sample, however slow, after the device has slept", () => {
  const clock = new ServerClock();
  clock.sample({ serverNow: 10_000, sentAt: 0, receivedAt: 10 });
  clock.distrust();
  clock.sample({ serverNow: 70_000, sentAt: 100, receivedAt: 1100 });
  expect(clock.at(600)).toBe(70_000);
});

it("notices a sleep and a wall clock that was set, but not the passing of time", () => {
  const watch = new SleepWatch();
  expect(watch.jumped(1_000_000, 0)).toBe(false);
  expect(watch.jumped(1_600_000, 600_000)).toBe(false);
  expect(watch.jumped(9_600_000, 601_000)).toBe(true);
  expect(watch.jumped(9_601_000, 602_000)).toBe(false);
});

it("shows zero only at zero", () => {
  expect(partsOf(1)).toEqual({ days: 0, hours: 0, minutes: 0, seconds: 1 });
  expect(partsOf(0)).toEqual({ days: 0, hours: 0, minutes: 0, seconds: 0 });
  expect(partsOf(-5)).toEqual(partsOf(0));
  expect(partsOf(90_061_000)).toEqual({ days: 1, hours: 1, minutes: 1, seconds: 1 });
  expect(minutesAndSeconds(65_000)).toBe("1:05");
  expect(minutesAndSeconds(-1)).toBe("0:00");
});

it("never shows more time than is left in a slot", () => {
  const clock = new SlotClock(120_000, 100_000, 50);
  expect(clock.leftAt(50)).toBe(20_000);
  expect(clock.leftAt(10_050)).toBe(10_000);
  expect(clock.leftAt(99_999)).toBe(0);
});
