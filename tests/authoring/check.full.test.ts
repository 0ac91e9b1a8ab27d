/** What only the real build shows: the weight of a page and of its pictures, and links in it. */
import { rmSync } from "node:fs";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { Finding } from "../../scripts/lib/sale-file/finding.ts";
import { runCli } from "../support/cli.ts";
import { ProjectCopy } from "../support/project-copy.ts";
import { makeNoise, makePicture } from "./making.ts";
import { longText, writeSale } from "./sale-file.ts";

let copy: ProjectCopy;
beforeAll(async () => {
  copy = new ProjectCopy();
  await makePicture(copy.root, "bowl.webp", 1300);
  rmSync(copy.path("site/content/sales/aurora-lamp"), { recursive: true });
  writeSale(copy, "good");
  const body = `${longText(4_000)}\n\n![Static, as no compression likes it](./noise.png)\n`;
  writeSale(copy, "careless", { privacy: "/nowhere" }, body);
  await makeNoise(copy.path("site/content/sales/careless/noise.png"), 700);
});
afterAll(() => copy.remove());

it("finds heavy pages, heavy pictures and dead links in the built site, and nothing in a good page", async () => {
  const given = { root: copy.root, env: process.env };
  const { status, stdout } = await runCli(["check", "--json"], given);
  const found: Finding[] = JSON.parse(stdout);
  expect(status).toBe(1);
  expect(found.filter(({ sale }) => sale === "good")).toEqual([]);
  const heavy = found.find(({ level }) => level === "error");
  expect(heavy?.text).toMatch(/sales\/careless\.html: \d\d,\d{3} bytes, .* its budget of 14,600/);
  expect(heavy?.where).toBe("dist/sales/careless.html");
  const texts = found.map(({ text }) => text).join("\n");
  expect(texts).toMatch(/the picture \/_astro\/noise\S+ has \d{3,4} kB/);
  expect(texts).toMatch(/link to \/nowhere, and there is no such page/);
});
