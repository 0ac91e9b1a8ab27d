import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { loadSaleFiles, readSaleFiles } from "./sale-files.ts";
import { readShop, withShop } from "./shop.ts";

const folder = mkdtempSync(join(tmpdir(), "shop-"));
afterAll(() => rmSync(folder, { recursive: true }));

const read = (text: string) => {
  writeFileSync(join(folder, "shop.yaml"), text);
  return readShop(folder, folder);
};
const problems = (text: string) =>
  read(text).problems.map(({ line, key, text: what }) => [line, key, what]);

describe("the shop's settings", () => {
  it("are what the file says, with pictures as paths", () => {
    writeFileSync(join(folder, "mark.svg"), "<svg/>");
    const { shop, lineOf } = read(
      "# ours\nname: Holz & Söhne\nlogo: ./mark.svg\nlang: en-US\nzone: Europe/Vienna\nfooter:\n  - { text: Returns, href: /returns }\n",
    );
    expect(shop).toEqual({
      name: "Holz & Söhne",
      logo: join(folder, "mark.svg"),
      lang: "en-US",
      zone: "Europe/Vienna",
      footer: [{ text: "Returns", href: "/returns" }],
    });
    expect([lineOf("name"), lineOf("zone")]).toEqual([2, 5]);
  });

  it.each([
    ["", "an empty file"],
    ["# name: later\n\n", "comments only"],
    ["---\nname: X\n", "a document's start"],
  ])("%j is %s, and no mistake", (text) => {
    expect(read(text).problems).toEqual([]);
  });

  it.each([
    ["nme: Holz\n", [[1, "nme", "is not a key of the shop's settings; did you mean name?"]]],
    ["\nname: ''\n", [[2, "name", 'is ""; it must not be empty']]],
    ["zone: +01:00\n", [[1, "zone", 'is "+01:00"; it must be a time zone, like Europe/Berlin']]],
    ["lang: fr\n", [[1, "lang", expect.stringMatching(/"fr"; it must be one of: en, en-US, zh/)]]],
    ["home: holz.at\n", [[1, "home", expect.stringMatching(/it must be a link: https/)]]],
    [
      "colors: { accent: red }\n",
      [[1, "colors.accent", expect.stringMatching(/must be # and six/)]],
    ],
    [
      "name: A\nlogo: ./no.svg\n",
      [[2, "logo", 'is "./no.svg", and there is no such file beside it']],
    ],
    ["footer: Returns\n", [[1, "footer", 'is "Returns"; it must be a list of links']]],
    [
      "footer:\n  - { text: A, href: b }\n",
      [[1, "footer.0.href", expect.stringMatching(/must be a link/)]],
    ],
    ["name: A\nname: B\n", [[2, "name", "is given a second time; keep one of them"]]],
  ])("%j is refused with its line", (text, wanted) => {
    expect(problems(text)).toEqual(wanted);
  });
});

describe("a sale", () => {
  it("takes from the shop what its own file leaves out; of colours, each for itself", () => {
    const shop = {
      seller: "Shop",
      lang: "de",
      colors: { accent: "#111111", paper: "#eeeeee" },
    } as const;
    expect(withShop({ title: "Bowl", seller: "Own", colors: { accent: "#222222" } }, shop)).toEqual(
      {
        title: "Bowl",
        seller: "Own",
        lang: "de",
        colors: { accent: "#222222", paper: "#eeeeee" },
      },
    );
    expect(withShop({ colors: "red" }, shop).colors).toBe("red");
  });

  const SALES = join(folder, "sales");
  const FRONT = `title: Bowl\nimage: ./b.jpg\nimageAlt: A bowl\nprice: 5\ncurrency: EUR\nstock: 5
startsAt: 2030-11-29T10:00:00+01:00\nendsAt: 2030-11-29T12:00:00+01:00\nshipping: Free\npayment: By invoice\n`;
  const LEGAL = "terms: /t\nprivacy: /p\nimprint: /i\ncontact: mailto:a@b.example\n";
  mkdirSync(SALES);
  writeFileSync(join(SALES, "b.jpg"), "");
  writeFileSync(join(SALES, "bowl.md"), `---\n${FRONT}---\n`);

  it("is whole with the shop's seller, links and language", async () => {
    read(`seller: Holz & Söhne\nlang: de\ncolors: { accent: "#0b5d4f" }\n${LEGAL}`);
    const [bowl] = await loadSaleFiles(SALES, folder);
    expect(bowl).toMatchObject({ colors: { accent: "#0b5d4f" }, worker: { lang: "de" } });
  });

  it("without them is told where each may stand", async () => {
    read(LEGAL);
    const found = await readSaleFiles(SALES, folder);
    expect(found.problems.map(({ key, text }) => [key, text])).toEqual([
      ["seller", "is missing; it must be text, here or for all sales in site/content/shop.yaml"],
    ]);
  });

  it("is not built while the shop's settings are wrong", async () => {
    read(`seller: 5\n${LEGAL}`);
    await expect(loadSaleFiles(SALES, folder)).rejects.toThrow(
      /^shop\.yaml:1: seller: is 5; it must/,
    );
  });
});
