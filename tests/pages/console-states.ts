/** States of the console: the real page in a real session, with made-up numbers on its stream. */
import type { Page } from "playwright-core";
import type { ConsoleOrder, ConsoleSale, ConsoleStatus } from "../../edge/contract.ts";
import type { Shop } from "./shop.ts";
import { HOUR, SECOND, type State } from "./state.ts";

const MINUTE = 60 * SECOND;

export const consoleStates: State[] = [
  { name: "console, sign in", show: (page, { origin }) => page.goto(`${origin}/admin`) },
  { name: "console, wrong key", show: wrongKey },
  { name: "console, all sales", show: (page, shop) => signedIn(page, shop, undefined) },
  { name: "console, before the start", show: (page, shop) => signedIn(page, shop, untouched) },
  { name: "console, selling", show: selling },
  { name: "console, in trouble", show: (page, shop) => signedIn(page, shop, troubled) },
  { name: "console, a draw", show: (page, shop) => signedIn(page, shop, drawing) },
  { name: "console, sold out", show: (page, shop) => signedIn(page, shop, soldOut) },
  { name: "console, viewer", show: (page, shop) => signedIn(page, shop, sold, shop.viewerKey) },
  { name: "console, before a restock", show: (page, shop) => beforeAction(page, shop, "restock") },
  { name: "console, before the end", show: (page, shop) => beforeAction(page, shop, "end") },
  { name: "console, offline", show: offline },
];

async function wrongKey(page: Page, { origin }: Shop): Promise<void> {
  await page.goto(`${origin}/admin`);
  await page.locator("#key").fill("not the key");
  await page.locator("[data-sign-in] [type=submit]").click();
  await page.locator("[role=alert]:visible").waitFor();
}

type Made = (sale: string, now: number) => ConsoleStatus;

/** Without a status: the list alone, of which nobody has chosen a sale. */
async function signedIn(
  page: Page,
  shop: Shop,
  made: Made | undefined,
  key = shop.adminKey,
): Promise<void> {
  const { origin, sale } = shop;
  await signIn(page, shop, key);
  const now = Date.now();
  const events = { sales: listOf(shop, now), curve: curveOf(now), status: made?.(sale, now) };
  await page.addInitScript(streamOf, events);
  await page.route("**/admin/sales/*/orders?*", (route) => route.fulfill({ json: orders(now) }));
  await page.goto(`${origin}/admin${made ? `#${sale}` : ""}`);
  await page
    .locator(made ? "[data-sale-panel]:visible" : "[data-sales] li")
    .first()
    .waitFor();
  await page.locator('[data-live="fresh"]').waitFor();
  if (made) await page.locator("[data-orders] li").first().waitFor();
}

async function signIn(page: Page, { origin }: Shop, key: string): Promise<void> {
  const answer = await page.request.post(`${origin}/admin/session`, {
    headers: { accept: "application/json", origin },
    data: { key, name: "Grace" },
  });
  if (!answer.ok()) throw new Error(`nobody can sign in: ${answer.status()}`);
}

/** In the page: a stream that says each of these once, and then nothing. */
function streamOf(events: Record<string, unknown>): void {
  class MadeUp extends EventTarget {
    readyState = 1;
    constructor() {
      super();
      setTimeout(() => {
        for (const [name, data] of Object.entries(events)) {
          if (data === undefined) continue;
          this.dispatchEvent(new MessageEvent(name, { data: JSON.stringify(data) }));
        }
      });
    }
    close(): void {}
  }
  Object.assign(window, { EventSource: Object.assign(MadeUp, { CLOSED: 2 }) });
}

async function selling(page: Page, shop: Shop): Promise<void> {
  await signedIn(page, shop, sold);
  await page.locator("[data-orders] summary").first().click();
  await page.locator("[data-orders] .opened").waitFor();
}

async function beforeAction(page: Page, shop: Shop, action: string): Promise<void> {
  await signedIn(page, shop, sold);
  await page.locator(`[data-actions] [data-action=${action}]`).click();
  await page.locator("dialog[open]").waitFor();
}

async function offline(page: Page, shop: Shop): Promise<void> {
  await signedIn(page, shop, sold);
  await page.context().setOffline(true);
  await page.locator('[data-live="offline"]').waitFor();
}

// ── Numbers ────────────────────────────────────────────────────────────────────────────────────

function listOf({ sale }: Shop, now: number): ConsoleSale[] {
  const line = { startsAt: now - 4 * MINUTE, endsAt: now + HOUR, stock: 50 };
  return [
    { ...line, sale, title: "Aurora table lamp", state: "open", sold: 21 },
    {
      ...line,
      sale: "walnut-bowl",
      title: "Walnut bowl",
      state: "paused",
      stock: 2_000,
      sold: 1_204,
    },
    { ...line, sale: "oak-chair", title: "Oak chair", state: "ended", sold: 50 },
  ];
}

function curveOf(now: number): [number, number][] {
  const steps = [0, 1, 3, 8, 12, 14, 17, 18, 20, 21];
  return steps.map((sold, step) => [now - (240 - 24 * step) * SECOND, sold]);
}

const untouched: Made = (sale, now) => ({
  ...{ sale, state: "upcoming", startsAt: now + HOUR, endsAt: now + 3 * HOUR },
  ...{ gates: 10, slots: 10, stock: 50, sold: 0, cancelled: 0, left: 50, slotsOpen: 0 },
  ...{ visitors: 0, refusals: {}, payments: { paid: 0, awaiting: 0 } },
  deliveries: { waiting: 0, delivered: 0, undelivered: 0, stopped: 0, kept: 0 },
  ...{ silent: [], events: [], asOf: now, now },
});

const sold: Made = (sale, now) => ({
  ...untouched(sale, now),
  ...{ state: "open", startsAt: now - 4 * MINUTE, endsAt: now + HOUR },
  ...{ sold: 21, cancelled: 2, left: 29, slotsOpen: 63, visitors: 12_480 },
  payments: { paid: 9, awaiting: 12 },
  refusals: { full: 18_204, waiting: 0, paused: 411, bad_token: 3 },
  deliveries: { waiting: 2, delivered: 21, undelivered: 0, stopped: 0, kept: 0 },
  events: [
    { at: now - 3 * MINUTE, action: "pause", stock: null, by: "Grace" },
    { at: now - 2 * MINUTE, action: "resume", stock: null, by: "Grace" },
    { at: now - MINUTE, action: "restock", stock: 50 },
    { at: now - 30 * SECOND, action: "cancel", stock: null, by: "Ada", order: NUMBER },
  ],
});

const troubled: Made = (sale, now) => ({
  ...sold(sale, now),
  ...{ state: "paused", silent: [3, 7], asOf: now - 21 * SECOND },
  deliveries: {
    ...{ waiting: 12, delivered: 4, undelivered: 3, stopped: 2, kept: 0 },
    failure: { at: now - 12 * SECOND, since: now - 7 * MINUTE, status: 503 },
  },
});

const drawing: Made = (sale, now) => ({ ...sold(sale, now), called: 0.0421 });

const soldOut: Made = (sale, now) => ({
  ...sold(sale, now),
  ...{ state: "ended", endedAt: now - SECOND, stock: 21, left: 0, slotsOpen: 0 },
});

const NUMBER = "7QX2M8KD4RTA9WCE";

function orders(now: number): { orders: ConsoleOrder[]; next: string } {
  const order = (seq: number, more: Partial<ConsoleOrder>): ConsoleOrder => ({
    ...{ gate: 1, seq, orderId: `${seq}${NUMBER.slice(1)}`, placedAt: now - seq * 9 * SECOND },
    ...{ name: "Ada Lovelace", email: "ada@example.com" },
    delivery: { state: "delivered", attempts: 1, deliveredAt: now },
    ...more,
  });
  const { name: _, email: __, ...erased } = order(5, {});
  return {
    orders: [
      order(1, { address: "1 Lane\n12345 Town", phone: "+49 30 1234", note: "ring twice" }),
      order(2, { paidAt: now - SECOND, name: "王小明" }),
      order(3, { cancelledAt: now - SECOND, reason: "unpaid", name: "آدا لوفلايس" }),
      order(4, { delivery: { state: "undelivered", attempts: 19, status: 503 } }),
      erased,
    ],
    next: "more",
  };
}
