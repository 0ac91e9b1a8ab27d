/** States of the step before a sale that has a door; what the door answers is made up. */
import type { Page } from "playwright-core";
import type { Door, DoorMessage, NotAdmitted } from "../../edge/contract.ts";
import { bendStart } from "../support/bent.ts";
import { doorIn } from "../support/samples.ts";
import type { Shop } from "./shop.ts";
import { HOUR, type State } from "./state.ts";

const ENTER = "**/enter/*";

interface Shown {
  door: Door;
  /** As the page's element says it. */
  step: string;
  /** Behind the page's address. */
  link?: string;
  /** Before the page is opened, and once it stands. */
  bend?: (page: Page) => Promise<unknown>;
  act?: (page: Page) => Promise<unknown>;
}

function onDoor(name: string, { door, step, link = "", bend, act }: Shown): State {
  return {
    name: `door ${name}`,
    show: async (page, shop) => {
      await bendStart(page, () => ({ state: "upcoming", startsAt: Date.now() + HOUR / 4, door }));
      await bend?.(page);
      await openDoor(page, shop, door, link);
      await act?.(page);
      await page.locator(`sale-door[data-step="${step}"]:visible`).waitFor();
    },
  };
}

const openDoor = (page: Page, { origin, lang }: Shop, door: Door, link: string) =>
  page.goto(`${origin}/sales/${doorIn(lang, door)}${link}`, { waitUntil: "domcontentloaded" });

const told = (part: Partial<DoorMessage>) => (page: Page) =>
  page.route(ENTER, (route) => route.fulfill({ json: part }));

const refused =
  (status: number, body: { code: string; reason?: NotAdmitted; opensAt?: number }) =>
  (page: Page) =>
    page.route(ENTER, (route) =>
      route.fulfill({ status, json: body, headers: { "retry-after": "60" } }),
    );

const notAdmitted = (reason: NotAdmitted, more: { opensAt?: number } = {}) =>
  refused(403, { code: "not_admitted", reason, ...more });

/** A key that nobody finds: it is still being solved when the picture is taken. */
const challenge = {
  parameters: {
    ...{ algorithm: "PBKDF2/SHA-256", cost: 4_000, keyLength: 32, keyPrefix: "f".repeat(32) },
    ...{ nonce: "00".repeat(16), salt: "00".repeat(16) },
  },
  signature: "00",
};

const widget = (page: Page) =>
  page.route("https://challenges.cloudflare.com/**", (route) =>
    route.fulfill({ contentType: "text/javascript", body: WIDGET }),
  );
/** As large as Cloudflare's: "flexible" is never narrower than 300 px. */
const WIDGET = `window.turnstile = {
  render(container, { size }) {
    const box = document.createElement("button");
    box.type = "button";
    box.style = size === "compact"
      ? "inline-size: 150px; block-size: 140px"
      : "inline-size: 100%; min-inline-size: 300px; block-size: 65px";
    box.textContent = "Cloudflare";
    container.append(box);
    return "widget";
  },
  remove() {},
};`;

const both =
  (one: NonNullable<Shown["bend"]>, two: NonNullable<Shown["bend"]>) => async (page: Page) => {
    await one(page);
    await two(page);
  };

async function typeCode(page: Page): Promise<void> {
  await page.locator("sale-door [name=code]:visible").fill("8EH00-01WMP-HJSG4");
  await page.keyboard.press("Enter");
}

const working = told({ door: "work", challenge, most: 10_000 });
const entered = (page: Page) =>
  page.route(ENTER, (route) =>
    route.fulfill({
      json: { sale: "lamp", door: "invites", pass: "a.b.c", expiresAt: Date.now() + HOUR },
    }),
  );
const opensAt = Date.now() + 5 * HOUR;

export const doorStates: State[] = [
  onDoor("puzzle", {
    ...{ door: "work", step: "doing", bend: working },
    act: (page) => page.locator("sale-door progress:visible").waitFor(),
  }),
  onDoor("too early", {
    ...{ door: "work", step: "early", bend: notAdmitted("door_closed", { opensAt }) },
  }),
  onDoor("too late", { door: "work", step: "over", bend: notAdmitted("door_closed") }),
  onDoor("too many from here", {
    ...{ door: "work", step: "wait", bend: refused(429, { code: "too_many" }) },
  }),
  onDoor("broken", { door: "work", step: "failed", bend: refused(500, { code: "internal" }) }),
  onDoor("browser too old", {
    ...{ door: "work", step: "unsupported" },
    bend: (page) => page.addInitScript(() => Reflect.deleteProperty(globalThis, "Worker")),
  }),
  onDoor("widget", {
    ...{ door: "turnstile", step: "needed" },
    bend: both(widget, told({ door: "turnstile", siteKey: "site-key", action: "enter" })),
  }),
  onDoor("widget out of reach", {
    ...{ door: "turnstile", step: "wait" },
    bend: both(
      (page) => page.route("https://challenges.cloudflare.com/**", (route) => route.abort()),
      told({ door: "turnstile", siteKey: "site-key", action: "enter" }),
    ),
  }),
  onDoor("for members", { door: "members", step: "needed" }),
  onDoor("members' link does not work", {
    ...{
      door: "members",
      step: "bad",
      link: "#member=garbage",
      bend: notAdmitted("proof_invalid"),
    },
  }),
  onDoor("members' link is too old", {
    ...{ door: "members", step: "bad", link: "#member=old", bend: notAdmitted("proof_expired") },
  }),
  onDoor("by invitation", { door: "invites", step: "needed" }),
  onDoor("wrong code", {
    ...{ door: "invites", step: "bad", bend: notAdmitted("proof_invalid"), act: typeCode },
  }),
  onDoor("shop does not answer", {
    ...{ door: "members", step: "wait", link: "#member=x", bend: notAdmitted("unavailable") },
  }),
  onDoor("done", { door: "invites", step: "in", bend: entered, act: typeCode }),
];
