import { runInNewContext } from "node:vm";
import { expect, it } from "vitest";
import type { DrawMessage, StartMessage } from "../../../edge/contract.ts";
import { drawTexts } from "../../messages/draw/index.ts";
import { type Asked, nextAsk } from "../schedule.ts";
import { consoleLine, fingerprintOf, shopperIn } from "./check.ts";
import { callsBack, nextAskInLine } from "./draw-schedule.ts";
import { drawView } from "./draw-view.ts";
import { ticketOf } from "./ticket.ts";

const now = 1_800_000_000_000;
const texts = drawTexts("en");

// ── Tickets ─────────────────────────────────────────────────────────────────────────────────

it("a number is a ticket of up to six digits; a latecomer's counts milliseconds behind them", () => {
  expect(ticketOf(0)).toBe(0);
  expect(ticketOf(0.372_041_9)).toBe(372_041);
  expect(ticketOf(1 - 2 ** -53)).toBe(999_999);
  expect(ticketOf(1)).toBe(1_000_000);
  for (const ms of [1, 95_123, 86_400_000]) {
    expect(ticketOf(1 + ms / 2 ** 42)).toBe(1_000_000 + ms);
  }
});

// ── When it asks ────────────────────────────────────────────────────────────────────────────

const message = (part: Partial<StartMessage>): StartMessage => ({
  ...{ sale: "lamp", state: "upcoming", now, startsAt: now + 60_000, endsAt: now + 3_600_000 },
  ...part,
});
const waits = (part: Partial<StartMessage>, more: Partial<Asked> = {}) =>
  [0, 0.5, 0.999].map((random) =>
    nextAskInLine({ message: message(part), failures: 0, doubtful: false, now, random, ...more }),
  );

it("asks the sooner the nearer one's number is to being called, and never in a tight loop", () => {
  const inLine = (number: number, called: number, pace?: number) =>
    waits({
      state: "open",
      startsAt: now - 60_000,
      draw: { number, called, ...(pace !== undefined && { pace }) },
    });
  const near = (all: number[]) => [Math.min(...all), Math.max(...all)].map((ms) => ms / 1000);
  // At this pace: called in 6 s, in 30 s and in 20 minutes.
  for (const pace of [undefined, 0.1 / 60]) {
    expect(near(inLine(0.11, 0.1, pace))).toEqual([3, expect.closeTo(5, 1)]);
    expect(near(inLine(0.15, 0.1, pace))[0]).toBeCloseTo(10);
    expect(near(inLine(0.9, 0.1, pace))).toEqual([15, expect.closeTo(25, 1)]);
  }
  // The pace of now counts, not how quick the line was at first.
  expect(near(inLine(0.15, 0.1, 0.0001))[0]).toBe(15);
  // Nothing called yet: low numbers come first.
  expect(near(inLine(0.05, 0))).toEqual([3, expect.closeTo(5, 1)]);
  expect(near(inLine(0.9, 0))[0]).toBe(15);
  // Called: as every open sale.
  const called = { state: "open", claim: "/claim/x", draw: { number: 0.1, called: 0.2 } } as const;
  expect(near(waits(called))[0]).toBe(15);
});

it("only a draw that may still call its shopper is followed in the background", () => {
  const draw = { number: 0.5, called: 0.1 };
  expect(callsBack(message({ draw: { commitment: "x" } }))).toBe(true);
  expect(callsBack(message({ state: "open", draw }))).toBe(true);
  expect(callsBack(message({ state: "paused", draw }))).toBe(true);
  // The tab says that it is one's turn, and must be able to take it back.
  expect(callsBack(message({ state: "open", claim: "/claim/x", draw }))).toBe(true);
  expect(callsBack(message({ state: "ended", draw }))).toBe(false);
  expect(callsBack(message({ state: "open", order: "/order/x", draw }))).toBe(false);
  expect(callsBack(message({ state: "open", claim: "/claim/x" }))).toBe(false);
  expect(callsBack(undefined)).toBe(false);
});

it("asks as every page does before the start, after a failure, and when an answer is doubtful", () => {
  const inLine = { state: "open", draw: { number: 0.5, called: 0 } } as const;
  const asked = (more: Partial<Asked>): Asked => ({
    ...{ message: message(inLine), failures: 0, doubtful: false, now, random: 0.5, ...more },
  });
  for (const more of [
    { failures: 2 },
    { doubtful: true },
    { now: undefined },
    { message: undefined },
    { message: message({ draw: { commitment: "c" } }) },
  ]) {
    expect(nextAskInLine(asked(more))).toBe(nextAsk(asked(more)));
  }
});

// ── The view ────────────────────────────────────────────────────────────────────────────────

const view = (part: Partial<StartMessage>, keepsCookies = true) => {
  const times = { now, startsAt: now - 60_000, endsAt: now + 1 };
  const message: StartMessage = { sale: "lamp", state: "open", ...times, ...part };
  return drawView(message, keepsCookies, texts, "en");
};
const line = (number: number, called: number, more: DrawMessage = {}) => ({
  draw: { number, called, ...more },
});

it("before the start: who is in the draw, and what is missing", () => {
  const draw = { commitment: "c" };
  expect(view({})).toBeUndefined();
  expect(view({ state: "upcoming", draw })).toEqual({ state: "upcoming", text: texts.in });
  expect(view({ state: "upcoming", draw }, false)?.text).toBe(texts.noCookies);
  expect(view({ state: "upcoming", draw, door: "work" })?.text).toBe("");
  expect(view({ draw, door: "work" })).toEqual({ state: "fixed", text: "" });
});

it("in line: the number and how far it is, and a time only where one can be said", () => {
  const waiting = view(line(0.372_041, 0.12));
  expect(waiting).toMatchObject({ state: "waiting", number: "372,041", called: "120,000" });
  expect(waiting?.note).toContain("About 37% of all who were here");
  expect(view(line(0.004_2, 0.001))?.note).toContain("About 0.42% of all");
  const inSeconds = (seconds: number) => view(line(0.6, 0.1, { pace: 0.5 / seconds }))?.text;
  expect(waiting?.text).toBe(texts.unclear);
  expect(inSeconds(59)).toBe(texts.shortly);
  expect(inSeconds(61)).toContain("in about 2 minutes");
  expect(inSeconds(6 * 60)).toContain("in about 7 minutes");
  expect(inSeconds(59 * 60)).toContain("in about 1 hour");
  expect(inSeconds(121 * 60)).toBe(texts.long);
  expect(view(line(0.6, 0.1, { pace: 0 }))?.text).toBe(texts.standing);
  expect(view(line(0.4, 0))?.text).toBe(texts.beginning);
});

it("in line: about how many are before one, rounded, if anybody can know", () => {
  const ahead = (crowd: number) => view(line(0.6, 0.1, { crowd }))?.text;
  expect(ahead(4.7e6)).toBe(`About 2,000,000 people are before you. ${texts.unclear}`);
  expect(ahead(640)).toContain("About 300 people");
  expect(ahead(26)).toContain("About 13 people");
  expect(ahead(2)).toContain("About 1 person is");
  // Fewer than one: nothing that is worth saying.
  expect(ahead(0.9)).toBe(texts.unclear);
});

it("a latecomer is told that they are behind the others; the others' pace says nothing of them", () => {
  const number = 1 + 95_123 / 2 ** 42;
  const late = view(line(number, 0.82, { pace: 0.1, crowd: 1000 }));
  expect(late).toMatchObject({ number: "1,095,123", note: texts.late, text: texts.unclear });
  expect(late?.line).toEqual({ own: 1, called: 0.82 });
  const pace = 1000 / 2 ** 42;
  expect(view(line(number, 1 + 5_123 / 2 ** 42, { pace }))?.text).toContain("in about 2 minutes");
});

it("called, and how it ended", () => {
  expect(view(line(0.1, 0.12))).toMatchObject({ state: "called", text: "" });
  // A number is called when it is below what has been called, not when it is the same.
  expect(view(line(0.12, 0.12))?.state).toBe("waiting");
  expect(view({ state: "ended", ...line(0.1, 0.12) })?.text).toBe(texts.wasCalled);
  expect(view({ state: "ended", ...line(0.2, 0.12) })?.text).toBe(texts.notCalled);
  expect(view(line(1.1, 2))).toMatchObject({ called: "everybody", line: { own: 1, called: 1 } });
});

// ── The check ───────────────────────────────────────────────────────────────────────────────

it("finds the shopper in a token's payload, and nobody in anything else", () => {
  const payload = btoa(JSON.stringify({ sub: "0123456789abcdef" })).replaceAll("=", "");
  expect(shopperIn(`/claim/e30.${payload}.c2ln`)).toBe("0123456789abcdef");
  expect(shopperIn("/sales/lamp/ended")).toBeUndefined();
  expect(shopperIn("/order/a.b.c")).toBeUndefined();
});

/** As a browser's console runs it, which allows `await` and shows the last value. */
async function inConsole(text: string): Promise<unknown> {
  const statements = text.split(";");
  const last = statements.pop();
  const { atob, btoa, crypto, TextEncoder } = globalThis;
  const body = `(async () => { ${statements.join(";")}; return ${last} })()`;
  const found = await runInNewContext(body, { atob, btoa, crypto, TextEncoder });
  return JSON.parse(JSON.stringify(found));
}

it.each([
  ["lamp", "0123456789ABCDEF"],
  ["a-name-as-long-as-they-get", "_-_-_-_-_-_-_-_-"],
])("the line for the console works out the fingerprint and the number: %s/%s", async (...names) => {
  const [sale, shopper] = names;
  const seed = Buffer.from(Array.from({ length: 32 }, (_, i) => 255 - 5 * i)).toString("base64url");
  expect(await inConsole(consoleLine({ seed, sale, shopper }))).toEqual({
    fingerprint: await fingerprintOf(seed),
    number: expectedNumber(seed, `${sale}/${shopper}`),
  });
});

/** Written once more, by big integers alone: the first 53 bits of the hash, over 2^53. */
function expectedNumber(seed: string, name: string): number {
  const { createHash } = process.getBuiltinModule("node:crypto");
  const hash = createHash("sha256").update(Buffer.from(seed, "base64url")).update(name);
  return Number(BigInt(`0x${hash.digest("hex")}`) >> 203n) / 2 ** 53;
}
