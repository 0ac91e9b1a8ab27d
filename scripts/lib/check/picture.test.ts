import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { FULL_WIDTH, LEAST_WIDTH } from "./picture.ts";

it("the widths are those of the product page", () => {
  const hero = new URL("../../../site/components/Hero.astro", import.meta.url);
  const [, list = ""] = /widths=\{\[([\d, ]+)\]\}/.exec(readFileSync(hero, "utf8")) ?? [];
  const widths = list.split(",").map(Number);
  expect([Math.min(...widths), Math.max(...widths)]).toEqual([LEAST_WIDTH, FULL_WIDTH]);
});
