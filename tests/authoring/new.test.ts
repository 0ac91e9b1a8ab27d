import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { loadSaleFiles } from "../../site/build/sale-files.ts";
import type { Given } from "../support/cli.ts";
import { TestClock } from "../support/cli.ts";
import { TempRoot } from "../support/temp-root.ts";
import { flags, makePicture, ten } from "./making.ts";

/** In the night in which summer begins, in a year to come. */
const SKIPPED = "2099-03-29 02:30";
const SALES = "site/content/sales";
let copy: TempRoot;
let picture: string;

beforeAll(async () => {
  copy = new TempRoot();
  copy.copy(`${SALES}/aurora-lamp`);
  copy.write("README.md");
  copy.write("favicon.svg", "<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'/>");
  picture = await makePicture(copy.root, "My bowl (1).png", 1300);
});
afterAll(() => copy.remove());

const sales = () => readdirSync(copy.path(SALES)).sort();
const make = (args: string[], given?: Given) => copy.sale(["new", ...args], given);

describe("new, by flags", () => {
  it("writes a file that the build takes, and the picture beside it, and says when it starts", async () => {
    const { status, stdout, stderr } = await make(flags({ picture, "list-price": "49" }));
    expect({ status, stdout }).toEqual({ status: 0, stdout: `${SALES}/walnut-bowl/index.md\n` });
    expect(stderr).toMatch(
      /^it starts \w+day \d+ \w+ \d{4}, 10:00 in Berlin \(09:00 here\), in 5 days$/m,
    );
    expect(stderr).toContain("npm run sale -- check walnut-bowl");
    expect(readFileSync(copy.path(SALES, "walnut-bowl/walnut-bowl.png"))).toEqual(
      readFileSync(picture),
    );
    const files = await loadSaleFiles(copy.path(SALES));
    const file = files.find(({ slug }) => slug === "walnut-bowl");
    expect(file).toMatchObject({ draft: false, worker: { title: "Walnut bowl", stock: 50 } });
    const { startsAt = 0, endsAt = 0 } = file?.worker ?? {};
    expect(endsAt - startsAt).toBe(2 * 3_600_000);
    expect(file?.startsAt).toMatch(/T10:00:00\+0[12]:00$/);
    const text = readFileSync(copy.path(SALES, "walnut-bowl/index.md"), "utf8");
    expect(text).toMatch(/^price: 19\.90$/m);
    expect(text).toMatch(/^door: open$/m);
    expect(text).toMatch(/^listPrice: 49 {3}#/m);
    expect(text).toMatch(/^shipping: "Free delivery: within the EU"$/m);
    expect(text).toMatch(/^startsAt: \S+ {3}# \w+day .* in Berlin$/m);
  });

  it("never overwrites: neither folder, nor file, nor draft", async () => {
    mkdirSync(copy.path(SALES, "empty"));
    writeFileSync(copy.path(SALES, "old.md"), "---\ndraft: true\n---\n");
    const before = readFileSync(copy.path(SALES, "aurora-lamp/index.md"), "utf8");
    const refused = ["aurora-lamp", "empty", "old"].map(async (name) => {
      const { status, stdout, stderr } = await make([name, ...flags({ picture })]);
      expect({ status, stdout }).toEqual({ status: 2, stdout: "" });
      expect(stderr).toMatch(
        new RegExp(`the name ${name}: it must be another: there is .*${name}`),
      );
    });
    await Promise.all(refused);
    expect(readFileSync(copy.path(SALES, "aurora-lamp/index.md"), "utf8")).toBe(before);
    expect(readdirSync(copy.path(SALES, "empty"))).toEqual([]);
    expect(readFileSync(copy.path(SALES, "old.md"), "utf8")).toBe("---\ndraft: true\n---\n");
  });

  it("names every answer that is missing, in one refusal, where nobody can be asked", async () => {
    const before = sales();
    const given = flags({ picture, title: undefined, price: undefined, terms: undefined });
    const { status, stdout, stderr } = await make(given);
    expect({ status, stdout }).toEqual({ status: 2, stdout: "" });
    expect(stderr.match(/--[\w-]+ is missing/g)).toEqual(
      ["--title", "--price", "--terms"].map((flag) => `${flag} is missing`),
    );
    expect(sales()).toEqual(before);
  });

  it("names every answer that is wrong, with what would be right", async () => {
    const wrong = {
      picture: copy.path("README.md"),
      alt: "README",
      currency: "EUROPE",
      price: "cheap",
      stock: "0",
      start: "2025-01-01 10:00",
      end: "0h",
      door: "vip",
      terms: "shop",
      contact: "me@x",
    };
    const { status, stderr } = await make(["Bad_Name", ...flags(wrong)]);
    expect(status).toBe(2);
    const told = stderr.split("\n").slice(1, -1);
    const places = told.map((line) => /^ {2}(the name|--[\w-]+) .*: it must /.exec(line)?.[1]);
    const flagged = Object.keys(wrong).map((name) => `--${name}`);
    expect(places.sort()).toEqual([...flagged, "the name"].sort());
    expect(stderr).toMatch(/--start .*must be in the future, and this is Wednesday 1 January 2025/);
  });

  it("needs the country of phone numbers only where there may be one order for each", async () => {
    const { status, stderr } = await make(["by-phone", ...flags({ picture, "one-per": "phone" })]);
    expect([status, stderr.match(/--[\w-]+ is missing/g)]).toEqual([2, ["--country is missing"]]);
    const both = flags({ picture, "one-per": "phone,e-mail", country: "de" });
    expect(await make(["by-phone", ...both])).toMatchObject({ status: 0 });
    const text = readFileSync(copy.path(SALES, "by-phone/index.md"), "utf8");
    expect(text).toMatch(/^onePer: \[phone, email\] .*\ncountry: DE /m);
  });

  it("does not guess at clocks that skip an hour", async () => {
    const { status, stderr } = await make(["never", ...flags({ picture, start: SKIPPED })]);
    expect(status).toBe(2);
    expect(stderr).toContain("the clocks in Berlin skip 02:30 that day, from 02:00 to 03:00");
    expect(existsSync(copy.path(SALES, "never"))).toBe(false);
  });

  it("takes this machine's zone, another end, and what is a draft", async () => {
    const given = { picture, zone: undefined, end: ten(6), title: "Zürcher Geschnetzeltes" };
    const clock = new TestClock({ zone: "Asia/Shanghai" });
    const { status, stdout, stderr } = await make([...flags(given), "--draft"], { clock });
    expect({ status, stdout }).toEqual({
      status: 0,
      stdout: `${SALES}/zurcher-geschnetzeltes/index.md\n`,
    });
    expect(stderr).toContain("10:00 in Shanghai");
    const text = readFileSync(copy.path(stdout.trim()), "utf8");
    expect(text).toMatch(/^startsAt: \S+T10:00:00\+08:00/m);
    expect(text).toMatch(/^draft: true/m);
  });

  it("refuses a picture that is none, or half of one, or too small", async () => {
    const half = copy.path("half.png");
    const whole = readFileSync(picture);
    writeFileSync(half, whole.subarray(0, whole.length / 2));
    const small = await makePicture(copy.root, "small.webp", 200);
    const missing = [copy.path("none.jpg"), "file:///100%.jpg"];
    const files = [copy.path("favicon.svg"), half, small, ...missing];
    const said = await Promise.all(
      files.map(async (file) => (await make(["none", ...flags({ picture: file })])).stderr),
    );
    expect(said[0]).toContain("and this is SVG");
    expect(said[1]).toContain("must be a picture that can be read");
    expect(said[2]).toContain("must be at least 400 pixels wide (better 1200), and this has 200");
    for (const one of said.slice(3)) expect(one).toContain("must be a picture that exists");
    expect(existsSync(copy.path(SALES, "none"))).toBe(false);
  });

  it("takes numbers as people write them, and needs no other sale", async () => {
    rmSync(copy.path(SALES), { recursive: true });
    const given = flags({ picture: `file://${picture}`, stock: "1,050", price: "1.019,90" });
    const { status, stderr } = await make(["alone", ...given]);
    expect(status, stderr).toBe(0);
    const text = readFileSync(copy.path(SALES, "alone/index.md"), "utf8");
    expect(text).toMatch(/^stock: 1050 /m);
    expect(text).toMatch(/^price: 1019\.90$/m);
  });

  it("leaves nothing of itself behind", () => {
    expect(readdirSync(copy.path("build")).filter((name) => name.startsWith("new-"))).toEqual([]);
  });
});

describe("new, with a shop", () => {
  it("makes it of the answers the first time, and leaves to it what it says from then on", async () => {
    const first = await make(
      flags({ picture, title: "First cup", "shop-name": "Holz & Söhne", home: "holz.at" }),
    );
    expect(first).toMatchObject({ status: 0 });
    expect(first.stderr).toContain("your shop is in site/content/shop.yaml");
    const shop = readFileSync(copy.path("site/content/shop.yaml"), "utf8");
    expect(shop).toMatch(/^name: Holz & Söhne\nhome: https:\/\/holz\.at\nzone: Europe\/Berlin$/m);
    const legal = ["seller", "terms", "privacy", "imprint", "contact"];
    const none = Object.fromEntries(legal.map((key) => [key, undefined]));
    const own = { ...none, terms: "holz.at/cups" };
    expect(await make(flags({ picture, title: "Next cup", ...own }))).toMatchObject({ status: 0 });
    const text = readFileSync(copy.path(SALES, "next-cup/index.md"), "utf8");
    expect(text.match(/^(?:seller|terms|privacy|imprint|contact): .*/gm)).toEqual([
      "terms: https://holz.at/cups",
    ]);
    const again = await make(flags({ picture, title: "Third cup", "shop-name": "Other" }));
    expect(again.status).toBe(2);
    expect(again.stderr).toContain(
      "--shop-name Other: it must be changed in site/content/shop.yaml",
    );
  });

  it("keeps the sample's comments, and nothing that is the sample's", async () => {
    const other = new TempRoot();
    other.copy("site/content/shop.yaml");
    const args = ["new", ...flags({ picture, "shop-name": "Holz" })];
    expect(await other.sale(args)).toMatchObject({ status: 0 });
    const shop = readFileSync(other.path("site/content/shop.yaml"), "utf8");
    expect(shop).toMatch(/^# logo: .*beside this file/m);
    expect(shop).not.toMatch(/^[^#]*(?:Nordglas|example\.com)/m);
    other.remove();
  });
});
