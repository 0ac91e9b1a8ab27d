import { mkdirSync, readdirSync, readFileSync } from "node:fs";
import { afterAll, beforeAll, expect, it } from "vitest";
import { readShop } from "../../site/build/shop.ts";
import { type Cli, KEYS, startCli, TestClock } from "../support/cli.ts";
import { TempRoot } from "../support/temp-root.ts";
import { ANSWERS, flags, makePicture, ten } from "./making.ts";

const SALES = "site/content/sales";
let copy: TempRoot;
let picture: string;

beforeAll(async () => {
  copy = new TempRoot();
  picture = await makePicture(copy.root, "my bowl.jpg", 1300);
});
afterAll(() => copy.remove());

function open(args: string[]): Cli {
  const clock = new TestClock({ zone: "Europe/Berlin" });
  return startCli(["new", ...args], { root: copy.root, clock, terminal: { columns: 120 } });
}

it("a marketer answers, is corrected, sees the start in words, and has a sale", async () => {
  const at = open([]);
  await at.answers("What is sold?", "Walnut bowl");
  // The name is made of the title; Enter takes it.
  await at.sees("Its name in the web address");
  await at.sees("walnut-bowl");
  at.type(KEYS.enter);
  await at.answers("One line", "");
  await at.answers("Where is its picture?", "nowhere.jpg");
  await at.sees("It must be a picture that exists.");
  // As a terminal writes a file that is dropped on it.
  at.type(`${KEYS.erase}'${picture}'${KEYS.enter}`);
  await at.answers("What does the picture show?", ANSWERS.alt ?? "");
  await at.answers("The currency", "Euro");
  await at.sees("taken as EUR");
  await at.answers("The price of one", "cheap");
  await at.sees("It must be a number, like 19.9.");
  at.type(`${KEYS.erase}1,019${KEYS.enter}`);
  await at.sees("It must be clear: write 1019 without a separator, or at most 2 decimals.");
  at.type(`${KEYS.erase}1.019,90${KEYS.enter}`);
  await at.sees("€1,019.90. Is that right?");
  at.type("y");
  await at.answers("The usual price", "");
  await at.answers("How many are there?", "1.020");
  await at.sees("1,020. Is that right?");
  at.type("y");
  await at.sees("Your time zone");
  await at.sees("Europe/Berlin");
  at.type(`${KEYS.erase}EST${KEYS.enter}`);
  await at.sees("It must be a place, like America/New_York: EST is an offset");
  at.type(`${KEYS.erase}berlin${KEYS.enter}`);
  await at.answers("When does it start?", "31.11.2099 10:00");
  await at.sees("It must be a day that exists: November 2099 has 30 days.");
  at.type(`${KEYS.erase}${ten(6)}${KEYS.enter}`);
  await at.sees("10:00 in Berlin, in 6 days. Is that right?");
  at.type(`n`);
  await at.sees("When does it start?");
  at.type(`${KEYS.erase}${ten(5)}${KEYS.enter}`);
  await at.sees("10:00 in Berlin, in 5 days. Is that right?");
  at.type("y");
  await at.sees("How long does it last");
  at.type(`${KEYS.erase}90m${KEYS.enter}`);
  await at.sees("whoever has a code");
  at.type(`${KEYS.erase}vip${KEYS.enter}`);
  await at.sees("It must be one of: open, work");
  at.type(`${KEYS.erase}invites${KEYS.enter}`);
  await at.answers("One order only for each", "fax");
  await at.sees("It must be among: email, phone, address");
  at.type(`${KEYS.erase}E-mail and phone${KEYS.enter}`);
  await at.sees("taken as email, phone");
  await at.answers("The country of phone numbers", "at");
  await at.sees("taken as AT");
  await at.answers("Who goes first", "draw");
  await at.answers("How many people do you expect", "20.000");
  await at.sees("20,000. Is that right?");
  at.type("y");
  await at.answers("Shipping", "Free delivery");
  await at.answers("Payment", "By invoice");
  await at.answers("Your shop's name", "Holz & Söhne");
  await at.answers("Your shop's home page", "holz-soehne.at");
  await at.sees("taken as https://holz-soehne.at");
  await at.answers("Who sells?", "Holz & Söhne, Wien");
  for (const link of ["terms", "privacy", "imprint"]) {
    await at.answers(`A link to your ${link}`, `holz-soehne.at/${link}`);
    await at.sees(`taken as https://holz-soehne.at/${link}`);
  }
  await at.answers("A link to your contact", "hallo@holz-soehne.at");
  await at.sees("taken as mailto:hallo@holz-soehne.at");
  await at.sees("your shop is in site/content/shop.yaml");
  await at.sees(`${SALES}/walnut-bowl/index.md`);
  expect(await at.ended).toMatchObject({ status: 0 });
  const text = readFileSync(copy.path(SALES, "walnut-bowl/index.md"), "utf8");
  expect(text).toMatch(/^price: 1019\.90$/m);
  // What the shop says is not said again.
  expect(text).not.toMatch(/^(?:seller|terms|privacy|imprint|contact):/m);
  expect(readShop(copy.path("site/content")).shop).toEqual({
    name: "Holz & Söhne",
    home: "https://holz-soehne.at",
    zone: "Europe/Berlin",
    seller: "Holz & Söhne, Wien",
    terms: "https://holz-soehne.at/terms",
    privacy: "https://holz-soehne.at/privacy",
    imprint: "https://holz-soehne.at/imprint",
    contact: "mailto:hallo@holz-soehne.at",
  });
  const [day] = ten(5).split(" ");
  expect(text).toMatch(/^price: 1019\.90$/m);
  expect(text).toMatch(/^stock: 1020 /m);
  expect(text).toMatch(new RegExp(`^startsAt: ${day}T10:00:00`, "m"));
  expect(text).toMatch(new RegExp(`^endsAt: ${day}T11:30:00`, "m"));
  expect(text).toMatch(/^door: invites$/m);
  expect(text).toMatch(/^onePer: \[email, phone\] /m);
  expect(text).toMatch(/^country: AT /m);
  expect(text).toMatch(/^admission: draw$/m);
  expect(text).toMatch(/^expected: 20000 /m);
  expect(readdirSync(copy.path(SALES, "walnut-bowl")).sort()).toEqual([
    "index.md",
    "walnut-bowl.jpg",
  ]);
});

it("asks only what no flag has said, and offers what the shop says", async () => {
  const at = open(["second-bowl", ...flags({ picture, stock: undefined, seller: undefined })]);
  // The shop is known: nobody is asked for its name again.
  await at.answers("One line", "");
  await at.answers("The usual price", "");
  await at.answers("How many are there?", "7");
  await at.answers("How long does it last", "");
  await at.answers("Who may buy?", "");
  await at.answers("One order only for each", "");
  // Without a limit by phone nobody is asked for a country, nor without a draw how many will come to it.
  await at.answers("Who goes first", "");
  await at.sees("Who sells?");
  await at.sees("Holz & Söhne, Wien");
  at.type(KEYS.enter);
  expect(await at.ended).toMatchObject({ status: 0 });
  const text = readFileSync(copy.path(SALES, "second-bowl/index.md"), "utf8");
  expect(text).toMatch(/^stock: 7 /m);
  expect(text).not.toMatch(/^(?:seller|expected):/m);
  expect(text).toMatch(/^admission: race$/m);
  expect(text).toContain(
    "# Who sells, and links that the law asks for: the shop's, in site/content/",
  );
  expect(at.raw).not.toContain("Your shop's name");
});

it("Ctrl-C leaves nothing", async () => {
  mkdirSync(copy.path(SALES), { recursive: true });
  const before = readdirSync(copy.path(SALES));
  const at = open(["third-bowl"]);
  await at.answers("What is sold?", "Third bowl");
  await at.sees("One line");
  at.type(KEYS.ctrlC);
  expect(await at.ended).toMatchObject({
    status: 130,
    stderr: expect.stringContaining("no sale was made"),
  });
  expect(readdirSync(copy.path(SALES))).toEqual(before);
});
