import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { contrast, judgeColors, judgedLine, themeOf } from "./theme.ts";
import { themeStyle } from "./theme-style.ts";

/**
 * Every pair that touches on a page: what is seen, on what, and the contrast that WCAG 2.2 AA asks.
 */
const PAIRS = [
  ...(["ink", "muted", "accent-text", "good", "bad"] as const).flatMap((word) =>
    (["paper", "card", "tint"] as const).map((ground) => [word, ground, 4.5] as const),
  ),
  ["ink", "bad-tint", 4.5],
  ["bad", "bad-tint", 4.5],
  ["on-off", "off", 4.5],
  ["on-accent", "accent", 4.5],
  ["on-accent", "accent-strong", 4.5],
  ["accent-edge", "paper", 3],
  ["accent-edge", "card", 3],
] as const;

const hex = fc
  .integer({ min: 0, max: 0xffffff })
  .map((value) => `#${value.toString(16).padStart(6, "0")}`);
const choice = fc.record({ accent: hex, paper: hex, ink: hex }, { requiredKeys: [] });

describe("the colours of a sale", () => {
  it("meet WCAG AA in every pair, light and dark, whatever is chosen", () => {
    fc.assert(
      fc.property(choice, (colors) => {
        for (const [scheme, tokens] of Object.entries(themeOf(colors))) {
          for (const [word, ground, needed] of PAIRS) {
            const has = contrast(tokens[word], tokens[ground]);
            expect(has, `${word} on ${ground}, ${scheme}`).toBeGreaterThanOrEqual(needed);
          }
        }
      }),
      { numRuns: 100 },
    );
  });

  it("stay as chosen if they are legible", () => {
    const colors = { accent: "#1a4fd8", paper: "#f4f6fb", ink: "#0b1430" };
    const { light } = themeOf(colors);
    expect(light).toMatchObject({ ...colors, "accent-text": "#1a4fd8", "accent-edge": "#1a4fd8" });
    const lacking = judgeColors(colors).filter(({ used, chosen }) => used !== chosen);
    expect(lacking.map(({ scheme }) => scheme)).toEqual(["dark", "dark"]);
  });

  it("keep the button's face if they are pale, but give it a rim, and are darker as text", () => {
    const { light, dark } = themeOf({ accent: "#ffd400" });
    expect(light.accent).toBe("#ffd400");
    expect(contrast(light["accent-edge"], light.card)).toBeGreaterThanOrEqual(3);
    expect(dark).toMatchObject({ accent: "#ffd400", "accent-text": "#ffd400" });
    const told = judgeColors({ accent: "#ffd400" }).map(judgedLine);
    expect(told[0]).toBe(
      `colors.accent #ffd400 as text on tint (light): contrast 1.26, needed 4.5; used instead: ${light["accent-text"]}`,
    );
    expect(told[1]).toContain("the button gets a rim of");
  });

  it("are used in the dark scheme if the paper is dark, and the light scheme takes its hue", () => {
    const { light, dark } = themeOf({ paper: "#101820" });
    expect(dark.paper).toBe("#101820");
    expect(contrast(light.paper, "#000000")).toBeGreaterThan(15);
  });
});

describe("the style of a sale", () => {
  it("quotes every font name that is not a generic family", () => {
    const { css } = themeStyle({ font: "Gill Sans MT, 'PingFang SC', -apple-system, serif" });
    expect(css).toContain('--sans:"Gill Sans MT","PingFang SC",-apple-system,serif');
  });

  it("has a different hash for each choice, and the same hash for the same choice", () => {
    const red = themeStyle({ colors: { accent: "#aa0000" } });
    expect(red).toEqual(themeStyle({ colors: { accent: "#aa0000" } }));
    expect(red.hash).not.toBe(themeStyle().hash);
  });
});
