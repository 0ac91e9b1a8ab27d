import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { SLUG_MAX } from "../../edge/contract.ts";
import { SaleFileError, type SaleProblem } from "./sale-file-error.ts";
import { loadSaleFiles } from "./sale-files.ts";

const LAMP = `title: Lamp
image: ./lamp.jpg
imageAlt: A lamp
price: 49
currency: EUR
stock: 50
startsAt: 2026-12-12T10:00:00+01:00
endsAt: 2026-12-12T12:00:00+01:00
shipping: Free
payment: By invoice
seller: Lamps Ltd
terms: https://example.com/terms
privacy: /privacy
imprint: https://example.com/imprint
contact: mailto:orders@example.com
`;

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "sale-files-"));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

function write(path: string, yaml: string): void {
  const file = join(directory, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(join(dirname(file), "lamp.jpg"), "");
  writeFileSync(file, `---\n${yaml}---\n\nWords.\n`);
}
/** The valid file with lines replaced; `undefined` removes a line. */
function lamp(changes: Record<string, string | undefined> = {}): string {
  const kept = LAMP.split("\n").filter((line) => !((line.split(":")[0] ?? "") in changes));
  const added = Object.entries(changes).flatMap(([key, value]) =>
    value === undefined ? [] : [`${key}: ${value}`],
  );
  return [...added, ...kept].join("\n");
}
async function problems(): Promise<SaleProblem[]> {
  const error = await loadSaleFiles(directory).catch((caught: unknown) => caught);
  if (!(error instanceof SaleFileError)) throw new Error("nothing was refused");
  for (const { path, text } of error.problems) {
    expect(error.message).toContain(path);
    expect(error.message).toContain(text);
  }
  return error.problems;
}

describe("a valid file", () => {
  it("is read from <sale>.md and from <sale>/index.md, sorted by name", async () => {
    write("table-lamp/index.md", lamp({ draft: "true", hold: "90s", reserve: "true" }));
    write("desk-lamp.md", lamp());
    const files = await loadSaleFiles(directory);
    expect(files.map(({ slug, draft }) => [slug, draft])).toEqual([
      ["desk-lamp", false],
      ["table-lamp", true],
    ]);
    expect(files[1]?.worker).toEqual({
      slug: "table-lamp",
      title: "Lamp",
      lang: "en",
      startsAt: Date.UTC(2026, 11, 12, 9),
      endsAt: Date.UTC(2026, 11, 12, 11),
      stock: 50,
      gates: 10,
      slots: 10,
      hold: 90_000,
      reserve: true,
    });
  });

  it("keeps times as written, with their offset", async () => {
    write("lamp.md", lamp());
    expect(await loadSaleFiles(directory)).toMatchObject([
      { startsAt: "2026-12-12T10:00:00+01:00", endsAt: "2026-12-12T12:00:00+01:00" },
    ]);
  });

  it("may name colours, a font and the shop", async () => {
    const look = { colors: '{ accent: "#1A4FD8" }', font: "\"Georgia, 'PingFang SC', serif\"" };
    write("lamp.md", lamp({ ...look, shop: "https://shop.example" }));
    const [file] = await loadSaleFiles(directory);
    expect(file?.colors).toEqual({ accent: "#1A4FD8" });
    expect(file?.worker.shop).toBe("https://shop.example");
  });

  it("may have Windows line endings and a byte order mark", async () => {
    write("lamp.md", lamp());
    writeFileSync(join(directory, "lamp.md"), `\uFEFF---\n${LAMP}---\n`.replaceAll("\n", "\r\n"));
    expect(await loadSaleFiles(directory)).toHaveLength(1);
  });

  it("may be among folders and files that are not sales", async () => {
    write("lamp.md", lamp());
    mkdirSync(join(directory, "pictures"));
    writeFileSync(join(directory, ".DS_Store"), "");
    expect(await loadSaleFiles(directory)).toHaveLength(1);
  });
});

describe("an invalid value", () => {
  const cases: [string, Record<string, string | undefined>, string, RegExp][] = [
    [
      "a time without an offset",
      { startsAt: "2026-12-12T10:00:00" },
      "startsAt",
      /^is "2026-12-12T10:00:00"; it must be a time with its offset .* like 2026-11-27T10:00:00\+01:00/,
    ],
    [
      "a date without a time",
      { startsAt: "2026-12-12" },
      "startsAt",
      /must be a time with its offset/,
    ],
    [
      "an end before the start",
      { endsAt: "2026-12-12T09:00:00Z" },
      "endsAt",
      /^is "2026-12-12T09:00:00Z"; it must be later than startsAt/,
    ],
    ["a stock of 0", { stock: "0" }, "stock", /^is 0; it must be at least 1/],
    ["a stock of 1.5", { stock: "1.5" }, "stock", /^is 1.5; it must be a whole number, like 50/],
    ["a stock in words", { stock: "many" }, "stock", /^is "many"; it must be a whole number/],
    [
      "an unknown currency",
      { currency: "EURO" },
      "currency",
      /^is "EURO"; it must be an ISO 4217 code in capitals, like EUR/,
    ],
    ["an unknown key", { stok: "3" }, "stok", /^is not a key of a sale; did you mean stock\?/],
    [
      "a key unlike any",
      { warehouse: "3" },
      "warehouse",
      /^is not a key of a sale; the keys are title, /,
    ],
    ["a missing key", { title: undefined }, "title", /^is missing; it must be text/],
    [
      "a missing picture",
      { image: "./lmap.jpg" },
      "image",
      /^is ".\/lmap.jpg", and there is no such file; .* like .\/lamp.jpg/,
    ],
    ["a hold in words", { hold: "long" }, "hold", /^is "long"; it must be a duration/],
    [
      "a list price below the price",
      { listPrice: "10" },
      "listPrice",
      /^is 10; it must be higher than price/,
    ],
    [
      "a colour that YAML takes for a comment",
      { colors: "{ accent: }" },
      "colors.accent",
      /^is null; it must be a colour in quotes, as # and six hexadecimal digits: "#b93c0a"/,
    ],
    [
      "a colour that would end its declaration",
      { colors: '{ paper: "#fff;}" }' },
      "colors.paper",
      /^is "#fff;}"; it must be # and six hexadecimal digits/,
    ],
    [
      "a colour of a name that nobody knows",
      { colors: '{ acent: "#112233" }' },
      "colors.acent",
      /^is not a key of colors; did you mean accent\?/,
    ],
    ["colours that are one", { colors: '"#112233"' }, "colors", /must be colours by name/],
    [
      "a font that would end its declaration",
      { font: "'Georgia;} body{display:none}, serif'" },
      "font",
      /must be font names separated by commas/,
    ],
    [
      "a font that not every device has",
      { font: "Georgia" },
      "font",
      /^is "Georgia"; it must end with a family that every device has: serif, /,
    ],
    ["a shop with a path", { shop: "https://shop.example/x" }, "shop", /without a path/],
    [
      "a shop that would add a directive",
      { shop: '"https://shop.example; script-src *"' },
      "shop",
      /without a path/,
    ],
    ["a link that is none", { terms: "example.com" }, "terms", /must be a link: https/],
  ];
  it.each(cases)(
    "%s is refused, with file, line, key and what would be right",
    async (_, changes, key, text) => {
      write("lamp.md", lamp(changes));
      const found = await problems();
      expect(found).toHaveLength(1);
      expect(found[0]).toMatchObject({ path: expect.stringMatching(/lamp\.md$/), key });
      expect(found[0]?.text).toMatch(text);
      const written = changes[key.split(".")[0] ?? key];
      expect(found[0]?.line).toBe(written === undefined ? undefined : 2);
    },
  );
});

describe("an invalid file", () => {
  it("with a key twice names the line of the second", async () => {
    write("lamp.md", `stock: 3\n${LAMP}`);
    expect(await problems()).toMatchObject(
      [{ key: "stock", line: 8, text: /second time/ }].map(matching),
    );
  });

  it.each([
    ["none", "Just words.\n", /no frontmatter; the file must begin with/],
    ["one that is not YAML", "---\ntitle: [Lamp\n---\n", /not YAML/],
    ["one that is a list", "---\n- title\n---\n", /lines of “key: value”/],
    ["an empty one", "---\n---\n", /lines of “key: value”/],
    ["one without an end", "---\ntitle: Lamp\n", /no frontmatter/],
  ])("with %s for its frontmatter is refused", async (_, text, expected) => {
    writeFileSync(join(directory, "lamp.md"), text);
    expect((await problems())[0]?.text).toMatch(expected);
  });

  it.each([
    ["Summer Lamp!.md", /"Summer Lamp!" cannot be a sale's name; .* like "summer-lamp"/],
    [`${"a".repeat(SLUG_MAX + 1)}.md`, new RegExp(`a sale's name has at most ${SLUG_MAX}`)],
  ])("named %s is refused", async (name, expected) => {
    write(name, lamp());
    expect((await problems())[0]?.text).toMatch(expected);
  });

  it("with another sale's name is refused, and the other file is named", async () => {
    write("lamp.md", lamp());
    write("lamp/index.md", lamp());
    const [problem] = await problems();
    expect(`${problem?.path} ${problem?.text}`).toMatch(
      /"lamp" is already in .*two sales cannot have one name/,
    );
  });
});

it("reports all problems of all files at once", async () => {
  write(
    "one.md",
    lamp({ stock: "0", currency: "euro", stok: "3", endsAt: "2020-01-01T00:00:00Z" }),
  );
  write("two.md", lamp({ image: "./none.jpg", startsAt: "noon" }));
  const found = (await problems()).map(({ path, key }) => `${path.slice(-6)} ${key}`);
  expect(found.sort()).toEqual([
    "one.md currency",
    "one.md endsAt",
    "one.md stock",
    "one.md stok",
    "two.md image",
    "two.md startsAt",
  ]);
});

function matching(problem: { key: string; line: number; text: RegExp }) {
  return { ...problem, text: expect.stringMatching(problem.text) };
}
