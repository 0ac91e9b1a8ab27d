import { expect, it } from "vitest";
import { shortCuts } from "./runtime.ts";

it("short cuts are taken for plain paths and prefixes only", () => {
  expect(shortCuts(["/start/*", "/claim"])).toEqual(["/start/*", "/claim"]);
  expect(shortCuts(["/start/*", "!/start/static/*"])).toEqual([]);
  expect(shortCuts(["/*/start"])).toEqual([]);
  expect(shortCuts(true)).toEqual(["/*"]);
  expect(shortCuts(false)).toEqual([]);
});
