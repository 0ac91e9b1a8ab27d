/** What a page hears of its sale, bent in the browser: the server behind it is the real one. */
import type { Page, Route } from "playwright-core";
import type { StartMessage } from "../../edge/contract.ts";

export const START = "**/start/*.js?*";
export const CLAIM = "**/claim/*";

const HOUR = 3_600_000;

/** As the Worker would write it. `now` and the times around it are this machine's. */
export function startScript(sale: string, part: Partial<StartMessage>): string {
  const now = Date.now();
  const times = { startsAt: now - 60_000, endsAt: now + HOUR };
  return `saleStart(${JSON.stringify({ sale, state: "open", now, ...times, ...part })});`;
}

/** Every question for the start script gets what `say` returns; undefined: ask the real one. */
export async function bendStart(
  page: Page,
  say: () => Partial<StartMessage> | undefined | "lost" | "broken",
): Promise<void> {
  await page.route(START, async (route) => {
    const said = say();
    if (said === undefined) return route.continue();
    if (said === "lost") return route.abort("connectionreset");
    const contentType = "text/javascript";
    if (said === "broken") return route.fulfill({ status: 500, contentType, body: "nothing;" });
    const body = startScript(saleOf(route), said);
    return route.fulfill({ contentType, body, headers: { "cache-control": "no-store" } });
  });
}

const saleOf = (route: Route) => /\/start\/(.+)\.js/.exec(route.request().url())?.[1] ?? "";

export interface BentStart {
  /** By this machine's clock, ms since 1970; before the first question nobody knows. */
  at: () => number;
  say: () => Partial<StartMessage> | undefined;
}

/** Not open before so many ms after the first question, whatever the server says; then its own word. */
export function startsIn(wait: number): BentStart {
  let at = Number.NaN;
  return {
    at: () => at,
    say: () => {
      if (Number.isNaN(at)) at = Math.ceil((Date.now() + wait) / 1000) * 1000;
      return Date.now() < at ? { state: "upcoming", startsAt: at } : undefined;
    },
  };
}

/** The visitor's wall clock is off by so many ms, and can be set again: `window.wallClockOff`. */
export async function bendClock(page: Page, off: number): Promise<void> {
  await page.addInitScript((offAtFirst) => {
    const Real = Date;
    const bent = window as unknown as { wallClockOff: number };
    bent.wallClockOff = offAtFirst;
    const now = () => Real.now() + bent.wallClockOff;
    window.Date = new Proxy(Real, {
      construct: (target, args, newTarget) =>
        Reflect.construct(target, args.length === 0 ? [now()] : args, newTarget),
      get: (target, key) => (key === "now" ? now : Reflect.get(target, key)),
    });
  }, off);
}

export async function setWallClock(page: Page, off: number): Promise<void> {
  await page.evaluate((to) => {
    (window as unknown as { wallClockOff: number }).wallClockOff = to;
  }, off);
}
