import { expect, it } from "vitest";
import { picturesIn } from "./body.ts";

it("finds pictures however Markdown writes them, with their lines, and none in code", () => {
  const body = [
    '![A lamp](./lamp.webp) and ![Two](<./two lamps.png> "both")',
    "![ref][One] ![short] ![nobody]",
    "`![code](./code.png)`",
    "```md",
    "![fenced](./fenced.png)",
    "```",
    '<img alt="Raw" src="./raw.png">',
    "",
    "[one]: ./one.jpg",
    "[short]: <./short.jpg>",
  ].join("\n");
  expect(picturesIn(body)).toEqual([
    { alt: "A lamp", path: "./lamp.webp", line: 1 },
    { alt: "Two", path: "./two lamps.png", line: 1 },
    { alt: "ref", path: "./one.jpg", byReference: true, line: 2 },
    { alt: "short", path: "./short.jpg", byReference: true, line: 2 },
    { alt: "Raw", path: "./raw.png", line: 7 },
  ]);
});
