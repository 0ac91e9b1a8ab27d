import { expect, it } from "vitest";
import { wantsImprint, wantsObligation } from "./law.ts";

it.each([
  [undefined, true, true],
  ["DE", true, true],
  ["FR", true, true],
  ["NO", true, true],
  ["GB", true, true],
  ["CH", false, true],
  ["US", false, false],
  ["CN", false, false],
  ["AE", false, false],
])("a seller in %s: the button obliges %s, an imprint is wanted %s", (country, button, imprint) => {
  expect(wantsObligation(country)).toBe(button);
  expect(wantsImprint(country)).toBe(imprint);
});
