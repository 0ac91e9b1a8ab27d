import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import type { Sale, Sales } from "../../edge/contract.ts";
import { mark } from "./mark.ts";
import { keepMarked, stamp, stampText } from "./stamp.ts";

const offsets = {
  lamp: { startsAt: "2026-12-12T10:00:00+01:00", endsAt: "2026-12-12T12:00:00+01:00" },
};
const lamp: Sale = {
  slug: "lamp",
  title: "Lamp",
  lang: "en",
  startsAt: Date.parse(offsets.lamp.startsAt),
  endsAt: Date.parse(offsets.lamp.endsAt),
  stock: 50,
  gates: 10,
  slots: 10,
  hold: 120_000,
  reserve: false,
};
const other: Sale = { ...lamp, startsAt: lamp.startsAt + 86_400_000 * 30, stock: 1, hold: 45_000 };
other.endsAt = other.startsAt + 5_000_000;

const page = [
  `<meta name="description" content="${mark("lamp", "startsAt", "long")}">`,
  `<time datetime="${mark("lamp", "startsAt", "iso")}">${mark("lamp", "startsAt", "short")}</time>`,
  `<p data-end="${mark("lamp", "endsAt", "ms")}">${mark("lamp", "endsAt", "long")}</p>`,
  `<p>${mark("lamp", "stock", "units")}, ${mark("lamp", "stock", "number")}, 50 % off</p>`,
  `<p>${mark("lamp", "hold", "duration")}</p>`,
].join("\n");

let folder = "";
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "stamp-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const stamped = (sales: Sales) => stampText(page, sales, offsets);

it("leaves no mark", () => {
  expect(stamped({ lamp })).not.toContain("%%");
  expect(stamped({ lamp })).toContain('datetime="2026-12-12T10:00:00+01:00"');
  expect(stamped({ lamp })).toContain("50 units");
});

it("a page stamped with other values contains no trace of the old ones", () => {
  const text = stamped({ lamp: other });
  const old = [
    "2026-12-12",
    "12 December",
    "12 Dec ",
    String(lamp.endsAt),
    "50 units",
    "2 minutes",
  ];
  for (const trace of old) {
    expect(stamped({ lamp })).toContain(trace);
    expect(text).not.toContain(trace);
  }
  expect(text).toContain("1 unit,");
  expect(text).toContain("45 seconds");
});

it("refuses a mark of a sale that does not exist", () => {
  expect(() => stampText(mark("kettle", "stock", "units"), { lamp }, offsets)).toThrow(/kettle/);
});

it("keeps the originals of exactly those files that contain marks, and stamps them again", async () => {
  const [built, marked, copy] = ["built", "marked", "copy"].map((name) => join(folder, name)) as [
    string,
    string,
    string,
  ];
  await mkdir(join(built, "sales"), { recursive: true });
  await mkdir(join(marked, "stale"), { recursive: true });
  await writeFile(join(marked, "stale", "old.html"), page);
  await writeFile(join(built, "404.html"), "nothing to stamp");
  await writeFile(join(built, "sales", "lamp.html"), page);

  await keepMarked(built, marked);
  expect(await stamp(marked, built, { lamp }, offsets)).toEqual([join("sales", "lamp.html")]);
  await stamp(marked, copy, { lamp: other }, offsets);

  expect(await readFile(join(built, "sales", "lamp.html"), "utf8")).toBe(stamped({ lamp }));
  expect(await readFile(join(copy, "sales", "lamp.html"), "utf8")).toBe(stamped({ lamp: other }));
  expect(await readFile(join(marked, "sales", "lamp.html"), "utf8")).toBe(page);
});
