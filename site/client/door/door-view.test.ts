import { expect, it } from "vitest";
import { doorTexts } from "../../messages/door/index.ts";
import { doorView, type Step } from "./door-view.ts";
import { refusalOf } from "./enter.ts";

const texts = doorTexts("en", "invites", "Lamps Ltd");
const view = (step: Step) => doorView(step, texts, () => "09:00");

it("asks for one step, shows how far it is, and says when it is done", () => {
  expect(view({ is: "needed" })).toMatchObject({ text: texts.needed, form: true, bad: false });
  expect(view({ is: "doing", share: 0.25 })).toMatchObject({ text: texts.doing, share: 0.25 });
  expect(view({ is: "doing" }).share).toBeUndefined();
  expect(view({ is: "in" })).toMatchObject({ text: texts.in, form: false, again: false });
});

it("says what is wrong and what can be done", () => {
  const wrong = { bad: true, form: true, again: true };
  expect(view({ is: "bad", reason: "proof_invalid" })).toMatchObject({
    ...wrong,
    text: texts.invalid,
  });
  for (const reason of ["proof_expired", "proof_used"] as const) {
    expect(view({ is: "bad", reason })).toMatchObject({ ...wrong, text: texts.expired });
  }
  expect(view({ is: "failed" })).toMatchObject({ ...wrong, text: texts.failed });
  // The page does these by itself.
  for (const why of ["crowded", "unavailable", "network"] as const) {
    expect(view({ is: "wait", why, wait: 1 })).toMatchObject({ text: texts[why], again: false });
  }
  expect(view({ is: "early", opensAt: 1, now: 0 }).text).toContain("09:00");
  expect(view({ is: "over" })).toMatchObject({ text: texts.over, form: false, again: false });
});

const NO = { code: "not_admitted" };
it.each([
  [{ ...NO, reason: "proof_invalid" }, {}, { is: "bad", reason: "proof_invalid" }],
  [{ ...NO, reason: "proof_used" }, {}, { is: "bad", reason: "proof_used" }],
  [
    { ...NO, reason: "unavailable" },
    { "retry-after": "7" },
    { is: "wait", why: "unavailable", wait: 7000 },
  ],
  [{ code: "too_many" }, { "retry-after": "60" }, { is: "wait", why: "crowded", wait: 60_000 }],
  [
    { ...NO, reason: "door_closed", opensAt: 9 },
    { date: "Thu, 01 Jan 1970 00:00:05 GMT" },
    { is: "early", opensAt: 9, now: 5000 },
  ],
  [{ ...NO, reason: "door_closed", opensAt: 9 }, {}, { is: "early", opensAt: 9 }],
  [{ ...NO, reason: "door_closed" }, {}, { is: "over" }],
  [{ code: "internal" }, {}, { is: "failed" }],
  ["<html>", {}, { is: "failed" }],
  [undefined, {}, { is: "failed" }],
])("%j with %j", (body, headers, refused) => {
  expect(refusalOf(body, new Headers(headers as Record<string, string>))).toEqual(refused);
});
