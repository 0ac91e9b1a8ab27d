import { expect, it } from "vitest";
import { type Door, LANGUAGES } from "../edge/contract.ts";
import { limitOf } from "./limit.ts";

it("says who gets one: a browser unless the door knows people better", () => {
  const unit = (door: Door | "open") => limitOf({ lang: "en", door }).unit;
  for (const door of ["open", "work", "turnstile"] as const)
    expect(unit(door)).toBe("1 unit per browser");
  expect(unit("members")).toBe("1 unit per customer account");
  expect(unit("invites")).toBe("1 unit per invitation code");
});

it.each(LANGUAGES)("names the contacts that limit it too, in %s", (lang) => {
  expect(limitOf({ lang, door: "open" }).contacts).toBeUndefined();
  const { contacts } = limitOf({ lang, door: "open", onePer: ["email", "phone"] });
  expect(contacts).not.toContain("{");
  const only = limitOf({ lang, door: "open", onePer: ["email"] });
  expect(contacts?.length).toBeGreaterThan(only.contacts?.length ?? 0);
});

it("in English: email address or phone number", () => {
  const { contacts } = limitOf({ lang: "en", door: "open", onePer: ["email", "phone"] });
  expect(contacts).toBe("and one order per email address or phone number");
});
