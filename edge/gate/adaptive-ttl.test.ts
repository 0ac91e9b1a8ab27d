import { describe, expect, it } from "vitest";
import { AdaptiveTtl } from "./adaptive-ttl.ts";

const SECOND = 1_000;

/** So many isolates, each of which asks again as soon as what it heard has run out. */
function asked(isolates: number, seconds: number): number[] {
  const pace = new AdaptiveTtl();
  const rates = Array.from({ length: seconds }, () => 0);
  const questions = Array.from({ length: isolates }, (_, i) => (i * SECOND) / isolates);
  for (let now = 0; now < seconds * SECOND; now += 5) {
    for (const [i, due] of questions.entries()) {
      if (due > now) continue;
      pace.note(now);
      rates[Math.floor(now / SECOND)] = (rates[Math.floor(now / SECOND)] ?? 0) + 1;
      questions[i] = now + pace.ttl(now);
    }
  }
  return rates;
}

describe("the ttl of a full", () => {
  it("is the shortest while few ask", () => {
    expect(asked(10, 5).at(-1)).toBeGreaterThan(25);
    expect(asked(1, 5).at(-1)).toBeLessThanOrEqual(4);
  });

  it.each([300, 1_000, 5_000])(
    "keeps %i isolates at a few hundred questions a second",
    (isolates) => {
      const rates = asked(isolates, 90).slice(45);
      const mean = rates.reduce((sum, rate) => sum + rate, 0) / rates.length;
      expect(mean).toBeLessThan(450);
      expect(mean).toBeGreaterThan(150);
    },
  );

  it("is short again once the rush is over", () => {
    const pace = new AdaptiveTtl();
    for (let i = 0; i < 5_000; i++) pace.note(SECOND);
    expect(pace.ttl(SECOND)).toBeGreaterThan(4_000);
    pace.note(30 * SECOND);
    expect(pace.ttl(30 * SECOND)).toBe(300);
  });
});
