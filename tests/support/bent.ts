/** What a page hears of its sale, bent in the browser: the server behind it is the real one. */
import type { Page, Request, Route } from "playwright-core";
import type { StartMessage } from "../../edge/contract.ts";
import { waitFor } from "./patience.ts";

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

/** Not open before so many ms after the first question, whatever the server says; then its own word. */
export function startsIn(wait: number): () => Partial<StartMessage> | undefined {
  let startsAt: number | undefined;
  return () => {
    startsAt ??= Math.ceil((Date.now() + wait) / 1000) * 1000;
    return Date.now() < startsAt ? { state: "upcoming", startsAt } : undefined;
  };
}

/** Time that stands still until the test moves it: the page's, and with it the server's. */
export class MovedTime {
  readonly startsAt: number;
  readonly endsAt: number;
  /** False: no question for the start script arrives. */
  reachable = true;
  readonly #page: Page;
  #serverNow = Date.parse("2030-01-01T00:00:00Z");
  #asked = 0;
  #answered = 0;

  private constructor(page: Page, startsIn: number) {
    this.#page = page;
    this.startsAt = this.#serverNow + startsIn;
    this.endsAt = this.startsAt + 7 * HOUR;
  }

  /** Before `page` is loaded. All in ms; the visitor's clock is `off` from the server's. */
  static async stop(page: Page, { startsIn, off = 0 }: { startsIn: number; off?: number }) {
    const time = new MovedTime(page, startsIn);
    await page.clock.install({ time: time.#serverNow + off - 1000 });
    await page.clock.pauseAt(time.#serverNow + off);
    await bendStart(page, () => time.#say());
    const isAsked = (request: Request) => request.url().includes("/start/");
    page.on("request", (request) => {
      if (isAsked(request)) time.#asked += 1;
    });
    for (const end of ["requestfinished", "requestfailed"] as const) {
      page.on(end as "requestfailed", (request) => {
        if (isAsked(request)) time.#answered += 1;
      });
    }
    return time;
  }

  #say(): Partial<StartMessage> | "lost" {
    if (!this.reachable) return "lost";
    const { startsAt, endsAt } = this;
    const said = { now: this.#serverNow, startsAt, endsAt };
    if (this.#serverNow < startsAt) return { ...said, state: "upcoming" };
    return { ...said, claim: "/claim/x" };
  }

  /** How often the page has asked for the start script. */
  get asked(): number {
    return this.#asked;
  }

  /** Resolves when what was asked meanwhile is answered, too. */
  async pass(ms: number): Promise<void> {
    this.#serverNow += ms;
    await this.#page.clock.runFor(ms);
    await waitFor(() => this.#answered === this.#asked, "the answer to a start script");
  }

  /** Moves on, half a second at a time, until the page has asked so often. */
  async passUntilAsked(times: number): Promise<void> {
    await waitFor(async () => {
      await this.pass(500);
      return this.#asked >= times;
    }, `question ${times} for the start script`);
  }

  /** Moves on in short steps until the button can be clicked; resolves to whether it could in time. */
  async opensWithin(ms: number): Promise<boolean> {
    const button = this.#page.locator("[data-buy]");
    for (let passed = 0; passed < ms; passed += STEP) {
      if (await button.isEnabled()) return true;
      await this.pass(STEP);
    }
    return button.isEnabled();
  }
}

const STEP = 100;

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
