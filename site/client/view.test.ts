import { expect, it } from "vitest";
import type { StartMessage } from "../../edge/contract.ts";
import { messagesIn } from "../messages/index.ts";
import { outcomeOf } from "./claim.ts";
import { type Known, viewOf } from "./view.ts";

const { live: texts, locale } = messagesIn("en");
const now = 1_800_000_000_000;
const heard = (part: Partial<StartMessage> = {}): StartMessage => ({
  sale: "lamp",
  state: "open",
  now,
  startsAt: now - 60_000,
  endsAt: now + 3_600_000,
  ...part,
});
const view = (part: Partial<Known> = {}) =>
  viewOf(
    {
      message: heard({ claim: "/claim/x" }),
      now,
      failures: 0,
      gone: false,
      held: undefined,
      claiming: false,
      waitUntil: undefined,
      retrying: false,
      trouble: undefined,
      ...part,
    },
    texts,
    locale,
  );

it("the button is active only when the sale is open and there is a claim URL", () => {
  expect(view()).toMatchObject({ state: "open", enabled: true, label: "Buy now" });
  const greys: Partial<Known>[] = [
    { message: undefined },
    { message: heard({ state: "upcoming", startsAt: now + 1 }) },
    { message: heard({ state: "upcoming", startsAt: now - 1 }) },
    { message: heard() },
    { message: heard({ state: "paused" }) },
    { message: heard({ state: "ended", reason: "closed" }) },
    { claiming: true },
    { waitUntil: now + 1 },
    { waitUntil: now - 1 },
  ];
  for (const grey of greys) expect(view(grey).enabled).toBe(false);
});

it("counts down to the start, then says that the button is about to become active", () => {
  const at = (left: number) =>
    view({ message: heard({ state: "upcoming", startsAt: now + left }) });
  expect(at(11_000)).toMatchObject({ state: "upcoming", left: 11_000, status: texts.upcoming });
  expect(at(2_100)).toMatchObject({ label: "Opens in 3 s", status: texts.soon, soon: true });
  expect(at(-10)).toMatchObject({ state: "upcoming", left: 0, status: texts.starting });
});

it("says how many were sold in how long", () => {
  const message = heard({ state: "ended", reason: "sold_out", sold: 50, endedAt: now + 12_000 });
  expect(view({ message }).status).toBe(
    "Sold out: all 50 units in 1 minute 12 seconds. Thank you for being here.",
  );
  expect(view({ message: heard({ state: "ended", reason: "sold_out" }) }).status).toBe(
    texts.soldOut,
  );
});

it("a shopper with a slot or an order gets a link to it, even after the sale has ended", () => {
  const message = heard({ state: "ended", reason: "sold_out", order: "/order/mine" });
  const link = (held?: Known["held"]) => view({ message, held });
  const url = "/order/mine";
  expect(link()).toMatchObject({ state: "holder", order: { url, label: "Go to my order" } });
  const slot = link({ is: "slot", expiresAt: now + 65_000 });
  expect(slot.order).toEqual({ url, label: "Continue my order (1:05)" });
  const ordered = link({ is: "ordered", number: "AB12" });
  expect(ordered.order).toEqual({ url, label: "Show my receipt" });
  expect(ordered.status).toContain("AB12");
});

it("after a slot has lapsed, the button is active again, and the status says why", () => {
  const message = heard({ claim: "/claim/x", order: "/order/mine" });
  const over = view({ message, held: { is: "over" }, trouble: "lapsed" });
  expect(over).toMatchObject({ state: "open", enabled: true, status: texts.lapsed });
});

it("an offline browser says so at once, unless there is a slot or an order to show", () => {
  expect(view({ gone: true })).toMatchObject({ state: "offline", status: texts.offline });
  expect(view({ gone: true, message: undefined })).toMatchObject({ state: "offline" });
  const message = heard({ order: "/order/mine" });
  expect(view({ gone: true, message }).state).toBe("holder");
});

it("full: counts down to each try of its own, and says the same words all the while", () => {
  const full = { trouble: "full", waitUntil: now + 4200 } as const;
  const says = { state: "full", enabled: false, status: texts.full };
  expect(view(full)).toMatchObject({ ...says, label: "Next try in 5 s" });
  const due = { ...full, now: now + 4200 };
  expect(view(due)).toMatchObject({ ...says, label: "Trying again …" });
  const trying = { ...due, claiming: true, retrying: true, trouble: undefined };
  expect(view(trying)).toMatchObject({ ...says, label: "Trying again …" });
  const tired = view({ trouble: "full" });
  expect(tired).toMatchObject({ state: "open", enabled: true, status: texts.again });
});

it("while it tries by itself, a sale that ends, pauses or gave another tab a slot says so", () => {
  const due = { trouble: "full", waitUntil: now - 1 } as const;
  const state = (message: StartMessage) => view({ ...due, message }).state;
  expect(state(heard({ state: "ended", reason: "sold_out" }))).toBe("ended");
  expect(state(heard({ state: "paused" }))).toBe("paused");
  expect(state(heard({ claim: "/claim/x", order: "/order/mine" }))).toBe("holder");
});

it("says when a sale ended, once that is known and not before", () => {
  const ended = (part: Partial<StartMessage>) => {
    const { endsAt, over } = view({ message: heard({ state: "ended", ...part }) });
    return { endsAt, over };
  };
  expect(ended({ endedAt: now - 9000 })).toEqual({ endsAt: now - 9000, over: true });
  expect(ended({ endsAt: now - 1 })).toEqual({ endsAt: now - 1, over: true });
  // A click was told "sold out"; since when, only the next start script says.
  expect(ended({})).toEqual({ endsAt: now + 3_600_000, over: false });
  expect(view()).toMatchObject({ endsAt: now + 3_600_000 });
  expect(view().over).toBeUndefined();
});

it("one failed request is not shown; two are, and the countdown continues", () => {
  expect(view({ failures: 1 }).state).toBe("open");
  expect(view({ failures: 2 })).toMatchObject({ state: "offline", enabled: true });
  const message = heard({ state: "upcoming", startsAt: now + 5000 });
  expect(view({ failures: 3, message })).toMatchObject({ state: "offline", left: 5000 });
  expect(view({ failures: 1, message: undefined })).toMatchObject({ state: "offline" });
});

it("after a click that did not get through, the button stays active, and the status says so", () => {
  expect(view({ trouble: "network" })).toMatchObject({ enabled: true, status: texts.network });
});

it.each([
  [201, { order: "/order/x", expiresAt: 1 }, null, { kind: "go", url: "/order/x" }],
  [200, { order: "/order/x", expiresAt: 1 }, null, { kind: "go", url: "/order/x" }],
  [409, { code: "already_ordered", order: "/order/x" }, null, { kind: "go", url: "/order/x" }],
  [201, { order: "//elsewhere.example/order/x" }, null, { kind: "failed" }],
  [503, { code: "full" }, "3", { kind: "full", wait: 3000 }],
  [503, { code: "full" }, "0", { kind: "full", wait: 1000 }],
  [503, { code: "paused" }, "soon", { kind: "paused", wait: 5000 }],
  [410, { code: "sold_out" }, null, { kind: "ended", reason: "sold_out" }],
  [410, { code: "closed" }, null, { kind: "ended", reason: "closed" }],
  [425, { code: "too_early", startsAt: 7 }, null, { kind: "early", startsAt: 7 }],
  [403, { code: "bad_token" }, null, { kind: "stale" }],
  [500, undefined, null, { kind: "failed" }],
  [503, "<html>", "9", { kind: "failed" }],
])("a claim answered with %i %j (%s)", (status, body, retryAfter, outcome) => {
  expect(outcomeOf(status, body, retryAfter)).toEqual(outcome);
});

it("a door, or too many from one network, stands before the button and says so", () => {
  const door = view({ message: heard({ door: "work" }) });
  expect(door).toMatchObject({ state: "barred", enabled: false, status: texts.door });
  const crowded = view({ message: heard({ retryAfter: 60 }) });
  expect(crowded).toMatchObject({ state: "barred", enabled: false, status: texts.crowded });
  const upcoming = heard({ state: "upcoming", startsAt: now + 60_000, door: "work" });
  expect(view({ message: upcoming })).toMatchObject({ state: "upcoming", left: 60_000 });
});
