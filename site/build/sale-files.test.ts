import { once } from "node:events";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { SLUG_MAX } from "../../edge/contract.ts";
import { SaleFileError, type SaleProblem } from "./sale-file-error.ts";
import { loadSaleFiles, readSaleFiles } from "./sale-files.ts";

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
    expect(files[1]?.worker).toMatchObject({
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

  it("may say who may be a shopper, and what one order each is for", async () => {
    const door = { door: "work", work: "10s", perNetwork: "6000", revoked: "[press, radio]" };
    write("lamp.md", lamp({ ...door, onePer: "[email, phone]", country: "DE" }));
    expect((await loadSaleFiles(directory))[0]?.worker).toMatchObject({
      door: "work",
      work: 10_000,
      perNetwork: 6000,
      revoked: ["press", "radio"],
      onePer: ["email", "phone"],
      country: "DE",
    });
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
      /^is ".\/lmap.jpg"; it must be the path.* like .\/lamp.jpg; there is no such file/,
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
      /^is empty; it must be a colour in quotes, as # and six hexadecimal digits: "#b93c0a"/,
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
    [
      "a door that there is not",
      { door: "queue" },
      "door",
      /must be one of: open, work, turnstile/,
    ],
    ["work of a day", { work: "1d" }, "work", /must be a duration from 1s to 1m/],
    ["a limit between", { perNetwork: "300" }, "perNetwork", /must be one of: 60, 600, 6000/],
    ["a contact of none", { onePer: "[]" }, "onePer", /must not be empty/],
    ["a contact that nobody has", { onePer: "[fax]" }, "onePer.0", /must be among: email, phone/],
    ["a contact twice", { onePer: "[email, email]" }, "onePer", /must name each contact once/],
    ["a contact without a list", { onePer: "email" }, "onePer", /must be a list, like \[email\]/],
    ["phones of no country", { onePer: "[phone]" }, "country", /must say in which country/],
    ["a country in words", { country: "Germany" }, "country", /must be an ISO 3166 code/],
    ["a country that there is not", { country: "QQ" }, "country", /must be an ISO 3166 code/],
    ["labels without a list", { revoked: "press" }, "revoked", /must be a list of labels/],
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

/** What lies in the sales' folder: taken, refused with what would be right, or left out. */
describe("in the sales' folder", () => {
  const refused: [what: string, path: string, text: RegExp][] = [
    ["an ending in capitals", "LAMP.MD", /if it were called lamp\.md, not LAMP\.MD; rename it/],
    ["an ending that Windows hides", "lamp.md.txt", /called lamp\.md, not lamp\.md\.txt/],
    ["another ending of Markdown", "lamp.markdown", /called lamp\.md, not lamp\.markdown/],
    ["an index in capitals", "lamp/INDEX.MD", /called index\.md, not INDEX\.MD/],
    ["another name in the sale's folder", "lamp/lamp.md", /called index\.md, not lamp\.md/],
    ["a folder of folders", "2026/lamp/index.md", /a sale in a folder of folders/],
    [
      "a folder with an ending",
      "lamp.md/index.md",
      /"lamp\.md" cannot be a sale's name.*"lamp-md"/,
    ],
    [
      "an index without a folder",
      "index.md",
      /"index" cannot be a sale's name, because web servers/,
    ],
    ["a page for what is not there", "404.md", /"404" cannot be a sale's name/],
    ["a device of Windows", "con.md", /"con" cannot be a sale's name, because Windows uses it/],
    ["a copy", "lamp (1).md", /"lamp \(1\)" cannot be a sale's name; .* like "lamp-1"/],
    ["letters of other languages", "Grün.md", /like "grun"/],
  ];
  it.each(refused)("%s is refused: %s", async (_, path, text) => {
    write(path, lamp());
    const found = await problems();
    expect(found.map((problem) => problem.text)).toEqual([expect.stringMatching(text)]);
    expect(found[0]?.path).toContain(path);
  });

  it("what is no file is refused, and not waited for", async () => {
    mkdirSync(join(directory, "lamp.md"));
    mkdirSync(join(directory, "desk/index.md"), { recursive: true });
    symlinkSync(join(directory, "gone"), join(directory, "table.md"));
    symlinkSync(join(directory, "wall.md"), join(directory, "wall.md"));
    const socket = createServer().listen(join(directory, "pipe.md"));
    await once(socket, "listening");
    expect((await problems()).map(({ path, text }) => `${path.slice(-8)} ${text}`)).toEqual([
      expect.stringMatching(/index\.md is not a file/),
      expect.stringMatching(/pipe\.md is not a file/),
      expect.stringMatching(/table\.md cannot be reached; is it a link/),
      expect.stringMatching(/wall\.md cannot be reached/),
    ]);
    socket.close();
  });

  it("what editors and systems leave behind is left out, with a word if somebody may wonder", async () => {
    write("lamp.md", lamp());
    write("desk/index.md", lamp());
    const editors = [".lamp.md.swp", "lamp.md~", "#lamp.md#", "lamp.md.orig", ".obsidian/x.md"];
    const others = ["notes.txt", "prices.xlsx", "desk/notes.md"];
    for (const path of [...editors, ...others]) write(path, "");
    symlinkSync("me@machine.1234", join(directory, ".#lamp.md"));
    for (const path of [".DS_Store", "._lamp.md", "Thumbs.db", "desktop.ini"]) write(path, "");
    for (const path of ["lamp.png", "pictures/lamp.jpg", "pictures/more/x.png"]) write(path, "");
    const { files, problems, leftOut } = await readSaleFiles(directory, directory);
    expect([files.map(({ slug }) => slug), problems]).toEqual([["desk", "lamp"], []]);
    expect(leftOut.map((text) => text.split(" is left out: ")[0])).toEqual([
      ...["#lamp.md#", ".#lamp.md", ".lamp.md.swp", ".obsidian", "desk/notes.md"],
      ...["lamp.md.orig", "lamp.md~", "notes.txt", "prices.xlsx"],
    ]);
  });

  it("what is a link to a file or a folder is taken", async () => {
    write(".store/text.md", lamp());
    symlinkSync("text.md", join(directory, ".store/index.md"));
    symlinkSync(".store", join(directory, "desk"));
    symlinkSync(".store/text.md", join(directory, "lamp.md"));
    writeFileSync(join(directory, "lamp.jpg"), "");
    const files = await loadSaleFiles(directory);
    expect(files.map(({ slug }) => slug)).toEqual(["desk", "lamp"]);
  });
});

/** How a file may be encoded and broken. */
describe("a file's text", () => {
  const text = `---\n${LAMP.replace("Lamp", "Grüße")}---\n\nWörter.\n`;
  const utf16 = Buffer.from(`\ufeff${text}`, "utf16le");
  const refused: [
    what: string,
    content: string | Buffer,
    line: number | undefined,
    text: RegExp,
  ][] = [
    ["UTF-16", utf16, undefined, /is UTF-16, which some editors call Unicode; save it as UTF-8/],
    ["UTF-16, the other way round", Buffer.from(utf16).swap16(), undefined, /is UTF-16/],
    ["Latin-1", Buffer.from(text, "latin1"), 2, /is not UTF-8, .*; save it as UTF-8/],
    ["CR alone", text.replaceAll("\n", "\r"), 1, /ends its lines with CR alone/],
    ["a NUL", `${text}a\0b`, 20, /a character that nobody can see \(U\+0000\); delete it/],
    ["a lost letter", text.replace("ö", "\ufffd"), 19, /a letter was lost in another encoding/],
    ["a merge", `${text}<<<<<<< HEAD\n`, 20, /contains “<<<<<<<”: git could not merge/],
    [
      "TOML",
      `+++\ntitle = "x"\n+++\n`,
      undefined,
      /has TOML between "\+\+\+"; the file must begin/,
    ],
    ["no end", "---\ntitle: x\n", undefined, /has no frontmatter that ends; /],
    ["nothing", "", undefined, /has no frontmatter; /],
  ];
  it.each(refused)(
    "with %s is refused, with what would be right",
    async (_, content, line, right) => {
      write("lamp.md", "");
      writeFileSync(join(directory, "lamp.md"), content);
      const [first, ...more] = await problems();
      expect(first?.text).toMatch(right);
      expect(first?.line).toBe(line);
      expect(more).toEqual([]);
    },
  );

  it("may have lines that look like frontmatter, and keeps them", async () => {
    write("lamp.md", lamp());
    const body = "\n---\ntitle: not a key\n---\n\nA\u2028B\n\n=======\n";
    writeFileSync(join(directory, "lamp.md"), `---\n${lamp()}---\n${body}`);
    const [file] = await loadSaleFiles(directory);
    expect(file?.content.body).toBe(body);
  });
});

/** What YAML makes of a value that people write; `undefined`: kept as it is meant. */
describe("a key's value", () => {
  const KEPT = undefined;
  const cases: [key: string, written: string, expected: RegExp | undefined][] = [
    ["title", "1984", /^is 1984; it must be text\. YAML reads it as a number: .* title: "1984"$/],
    ["title", "007", /title: "007"$/],
    ["title", "true", /YAML reads it as a boolean: put it in quotes, title: "true"/],
    ["title", "[Lamp]", /reads it as a list: .* title: "\[Lamp\]"/],
    ["title", "{start}", /reads it as a map: .* title: "\{start\}"/],
    ["title", "~", /^is empty; it must be text/],
    ["title", "Lamp #1", /“#1”, which YAML drops as a comment; .*quotes/],
    ["title", "&Co Lamp", /begins with a sign that means something to YAML/],
    ["title", "!new Lamp", /begins with a sign/],
    ["title", "*new", /begins with a sign/],
    ["title", '"a\\nb"', /it must be one line, without line breaks/],
    ["title", "|\n  two\n  lines", /must be one line/],
    ["title", '"\\u200b"', /must not be empty/],
    ["title", '"a\\u2028b"', /must be one line/],
    ["title", `"${"🏮".repeat(121)}"`, /must be at most 120 characters/],
    ["title", `"${"🏮".repeat(120)}"`, KEPT],
    ["title", "2026-12-12", KEPT],
    ["title", "No", KEPT],
    ["title", "Lamp   # a comment", KEPT],
    ["title", "O'Neil's “Lamp” – 50 % & more", KEPT],
    ["title", ">-\n  folded\n  lines", KEPT],
    ["stock", "1.000", /^is 1\.000, which YAML reads as 1; write it in digits, with no decimals/],
    ["stock", "1,000", /^is "1,000"; it must be a whole number/],
    ["stock", "1e3", /^is 1e3, which YAML reads as 1000/],
    ["stock", "0x32", /^is 0x32, which YAML reads as 50/],
    ["stock", '"50"', /^is "50"; it must be a whole number/],
    ["stock", "050", KEPT],
    ["price", "1.250", /^is 1\.250; it must have at most 2 decimals, as EUR has/],
    ["price", "1,25", /^is "1,25"; it must be a number, like 19\.9/],
    ["price", "1_000", /must be a number/],
    ["price", "4e1", /^is 4e1, which YAML reads as 40/],
    ["price", ".5", /which YAML reads as 0\.5/],
    ["price", ".inf", /must be a number/],
    ["price", "-1", /must not be negative/],
    ["price", "12345678901234567890", /must be at most 999999999/],
    ["price", "19.90", KEPT],
    ["price", "0", KEPT],
    [
      "endsAt",
      "2026-11-31T10:00:00+01:00",
      /it must be a day that exists: November 2026 has 30 days$/,
    ],
    ["endsAt", "2027-02-29T10:00:00Z", /February 2027 has 28 days/],
    ["endsAt", "2026-13-01T10:00:00Z", /there is no month 13/],
    ["endsAt", "2026-12-12T24:00:00Z", /must be a time that clocks show: hours from 00 to 23/],
    ["endsAt", "2026-12-12T12:00:00+15:00", /must have an offset that places have/],
    ["endsAt", "2026-12-12T12:00:00+01", /must be a time with its offset/],
    ["endsAt", "2026-12-12 12:00:00+01:00", /must be a time with its offset/],
    ["endsAt", "2026-12-12T12:00:00.5Z", /must be a whole second/],
    ["endsAt", "2026-12-12T12:00:00.000Z", KEPT],
    ["endsAt", "2028-02-29T12:00Z", KEPT],
  ];
  it.each(cases)("%s: %s", async (key, written, expected) => {
    write("lamp.md", lamp({ [key]: written }));
    if (expected === KEPT) {
      const [file] = await loadSaleFiles(directory);
      expect(file?.content.data).toHaveProperty(key);
      return;
    }
    const found = await problems();
    expect(found).toEqual([
      expect.objectContaining({ key, line: 2, text: expect.stringMatching(expected) }),
    ]);
  });

  it("has no more decimals than its currency", async () => {
    write("yen.md", lamp({ currency: "JPY", price: "1980.5" }));
    write("dinar.md", lamp({ currency: "KWD", price: "1.250", listPrice: "2.5" }));
    const { files, problems } = await readSaleFiles(directory, directory);
    expect(problems).toMatchObject([
      { path: "yen.md", key: "price", text: "is 1980.5; it must have no decimals, as JPY has" },
    ]);
    expect(files[0]?.content.data).toMatchObject({ price: 1.25, listPrice: 2.5 });
  });

  it("is taken from quotes and from every style, to the letter", async () => {
    const title = "a: b # c ' \" \\ %% 王 👨‍👩‍👧";
    write("lamp.md", lamp({ title: JSON.stringify(title), tagline: "'it''s  two  spaces'" }));
    const [file] = await loadSaleFiles(directory);
    expect(file?.content.data).toMatchObject({ title, tagline: "it's  two  spaces" });
  });
});

/** Lines that are keys to people only. */
it.each([
  ["price:49", "price", /^needs a space behind its colon; write price: 49$/],
  ["price：49", "price", /^has “：” for a colon behind it; write price: 49$/],
  ["price = 49", "price", /^has “=” for a colon behind it; write price: 49$/],
  ["  price:49", "price", /^needs a space behind its colon; write price: 49$/],
  ["price:\u00a049", "price", /^has a space that is not a plain one behind it; write price: 49$/],
  [
    "colors: {accent:'#123456'}",
    "colors.accent:'#123456'",
    /is not a key of colors; put a space behind its colon/,
  ],
])("the line %j is refused, and no other with it", async (line, key, text) => {
  write(
    "lamp.md",
    lamp({ price: undefined })
      .replace("currency:", `${line}\ncurrency:`)
      .concat(line.includes("price") ? "" : "price: 49\n"),
  );
  expect(await problems()).toMatchObject([{ key, text: expect.stringMatching(text) }]);
});

describe("the country", () => {
  it.each(["US", "CN", "AE"])("%s asks for no imprint", async (country) => {
    write("lamp.md", lamp({ imprint: undefined, country }));
    const [file] = await loadSaleFiles(directory);
    expect(file?.content.data.imprint).toBeUndefined();
  });

  it.each([undefined, "DE", "GB", "CH"])("%s asks for one", async (country) => {
    write("lamp.md", lamp({ imprint: undefined, ...(country && { country }) }));
    expect(await problems()).toMatchObject([
      matching({ key: "imprint", text: /is missing; it must be a link/ }),
    ]);
  });

  it.each(["de", "Germany", "XX"])("%s is none", async (country) => {
    write("lamp.md", lamp({ country }));
    expect(await problems()).toMatchObject([
      matching({ key: "country", text: /ISO 3166 code in capitals/ }),
    ]);
  });
});

describe("what a sale asks for", () => {
  it("reaches the Worker, unless it is nothing", async () => {
    write("lamp.md", lamp({ ask: "[address, phone]" }));
    write("desk.md", lamp({ ask: "[]" }));
    const [desk, file] = await loadSaleFiles(directory);
    expect(file?.worker.ask).toEqual(["address", "phone"]);
    expect(desk?.worker).not.toHaveProperty("ask");
  });

  it.each([
    ["address", /must be a list, like \[address, phone\]/],
    ["[fax]", /must be among: address, phone/],
    ["[phone, phone]", /must name each field once/],
  ])("%s is refused", async (ask, text) => {
    write("lamp.md", lamp({ ask }));
    expect(await problems()).toMatchObject([{ text: expect.stringMatching(text) }]);
  });
});

/** How a picture may be named; the picture is there as the second says. */
describe("a picture's path", () => {
  const [composed, decomposed] = ["./gr\u00fcn.jpg", "./gru\u0308n.jpg"];
  const cases: [written: string, there: string, expected: string | RegExp][] = [
    ["./lamp.jpg", "lamp.jpg", "./lamp.jpg"],
    ["lamp.jpg", "lamp.jpg", "./lamp.jpg"],
    [composed, decomposed, decomposed],
    [decomposed, composed, composed],
    ["./ö & +'@[1]$;=,!~ (a).jpg", "ö & +'@[1]$;=,!~ (a).jpg", "./ö & +'@[1]$;=,!~ (a).jpg"],
    ["./pictures/x.png", "pictures/x.png", "./pictures/x.png"],
    ["./Photo.jpg", "Photo.JPG", /like \.\/Photo\.JPG; there is no such file/],
    [".\\Photo.jpg", "Photo.jpg", /like \.\/Photo\.jpg; there is no such file/],
    ["./pictures", "pictures/x.png", /must be a picture's file, and this is none/],
    ["/lamp.jpg", "lamp.jpg", /must be the path of a picture from this file/],
    ["https://shop.example/x.jpg", "x.jpg", /must be the path of a picture from this file/],
    ["./50%.jpg", "50%.jpg", /without \?, # and %; rename the file/],
    ["./a#1.jpg", "a#1.jpg", /without \?, # and %/],
    ["./drawing.svg", "drawing.svg", /must end in \.jpg, \.png, \.webp or \.avif/],
    ["./scan.tif", "scan.tif", /must end in/],
    ["", "lamp.jpg", /picture/],
  ];
  it.each(cases)("%j, where %j is", async (written, there, expected) => {
    write("lamp.md", lamp({ image: JSON.stringify(written) }));
    mkdirSync(dirname(join(directory, there)), { recursive: true });
    writeFileSync(join(directory, there), "");
    if (typeof expected === "string") {
      const [file] = await loadSaleFiles(directory);
      expect(file?.content.data.image).toBe(expected);
    } else {
      const found = await problems();
      expect(found).toMatchObject([{ key: "image", text: expect.stringMatching(expected) }]);
    }
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

function matching(problem: { key: string; line?: number; text: RegExp }) {
  return { ...problem, text: expect.stringMatching(problem.text) };
}
