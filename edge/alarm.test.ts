import { beforeEach, describe, expect, it } from "vitest";
import { Alarm } from "./alarm.ts";

describe("an alarm", () => {
  let now: number;
  let set: number[];
  let alarm: Alarm;
  beforeEach(() => {
    [now, set] = [1_000_000, []];
    alarm = new Alarm(
      (at) => set.push(at),
      () => now,
    );
  });

  it("is set once for a burst of wishes, and again only for an earlier one", () => {
    for (const later of [500, 600, 700, 400, 450]) alarm.wake(now + later);
    expect(set).toEqual([now + 500, now + 400]);
  });

  it("that is due and has not rung yet is not put off by whoever wants a later one", () => {
    alarm.wake(now + 100);
    const due = set.at(-1);
    for (now += 101; now < 1_004_000; now += 500) alarm.wake(now + 60_000);
    expect(set).toEqual([due]);
    alarm.rang();
    alarm.wake(now + 60_000);
    expect(set.at(-1)).toBe(now + 60_000);
  });

  it("that got lost is set again, at once", () => {
    alarm.wake(now + 100);
    now += 6_000;
    alarm.wake(now + 60_000);
    expect(set.at(-1)).toBe(now);
  });
});
