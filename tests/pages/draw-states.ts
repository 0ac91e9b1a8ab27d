/** States of a sale that is a draw: before the start, in its line, called, and over. */
import { createHash } from "node:crypto";
import type { Page } from "playwright-core";
import type { DrawMessage, StartMessage } from "../../edge/contract.ts";
import { bendStart } from "../support/bent.ts";
import { drawIn } from "../support/samples.ts";
import { serveShell } from "./order-states.ts";
import type { Shop } from "./shop.ts";
import { HOUR, SECOND, type State } from "./state.ts";

const SEED = Buffer.alloc(32, 7);
const seed = SEED.toString("base64url");
const commitment = createHash("sha256").update(SEED).digest("base64url");
const shopper = "0123456789ABCDEF";

const drawn = (number: number, called: number, more: DrawMessage = {}): DrawMessage => ({
  ...{ seed, commitment, number, called, shopper, ...more },
});

function onDraw(name: string, state: string, said: () => Partial<StartMessage>): State {
  return {
    name: `draw ${name}`,
    show: async (page, shop) => {
      await bendStart(page, said);
      await showDraw(page, shop, "");
      await page.locator(`sale-draw[data-draw="${state}"]`).waitFor();
    },
  };
}

const showDraw = (page: Page, { origin, lang }: Shop, path: string) =>
  page.goto(`${origin}/sales/${drawIn(lang)}${path}`, { waitUntil: "domcontentloaded" });

const PACE = { crowd: 40_000, pace: 0.0014 };
const since = (ms: number) => ({ startsAt: Date.now() - ms, now: Date.now() });
const waiting = (number: number, called: number, ms: number, more?: DrawMessage) => () => ({
  ...{ ...since(ms), draw: drawn(number, called, more) },
});

/** A browser that heard another fingerprint before the start. */
const deceived: State = {
  name: "draw with another seed",
  show: async (page, shop) => {
    const before = JSON.stringify({ fingerprint: "A".repeat(43), at: Date.now() - HOUR });
    await page.addInitScript(([key, value]) => localStorage.setItem(key, value), [
      `draw-${drawIn(shop.lang)}`,
      before,
    ] as const);
    await bendStart(page, waiting(0.372041, 0.12055, 90 * SECOND));
    await showDraw(page, shop, "");
    await page.locator("[data-verdict].bad:visible").waitFor();
  },
};

const openCheck = (page: Page) => page.locator("draw-check summary:visible").click();

export const drawStates: State[] = [
  onDraw("to come", "upcoming", () => ({
    ...{ state: "upcoming", startsAt: Date.now() + 3 * HOUR, draw: { commitment } },
  })),
  onDraw("begins", "waiting", waiting(0.372041, 0, 2 * SECOND)),
  onDraw("in its line", "waiting", waiting(0.372041, 0.12055, 90 * SECOND, PACE)),
  onDraw("nearly called", "waiting", waiting(0.0042, 0.004, 90 * SECOND, PACE)),
  onDraw("standing still", "waiting", waiting(0.5, 0.1, 90 * SECOND, { pace: 0 })),
  onDraw("for a latecomer", "waiting", waiting(1 + 95_123 / 2 ** 42, 0.82, 300 * SECOND)),
  onDraw("called", "called", () => ({
    ...{ ...since(90 * SECOND), draw: drawn(0.1, 0.12055), claim: "/claim/x" },
  })),
  onDraw("over", "over", () => ({
    ...{ ...since(HOUR), state: "ended", reason: "sold_out", sold: 50, endedAt: Date.now() },
    draw: drawn(0.372041, 0.3),
  })),
  deceived,
  {
    name: "draw ended page with its check",
    show: async (page, shop) => {
      await bendStart(page, () => ({ state: "ended", draw: drawn(0.372041, 0.3) }));
      await showDraw(page, shop, "/ended?reason=sold_out");
      await openCheck(page);
    },
  },
  {
    name: "draw receipt with its check",
    show: async (page, shop) => {
      await bendStart(page, () => ({ state: "ended", draw: drawn(0.1, 0.3) }));
      await serveShell(page, shop, `${drawIn(shop.lang)}/receipt`);
      await openCheck(page);
    },
  },
];
