import { mkdirSync, readdirSync, readFileSync } from "node:fs";
import { afterAll, beforeAll, expect, it } from "vitest";
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
  await at.answers("The currency", "eur");
  await at.answers("The price of one", "cheap");
  await at.sees("It must be a number, like 19.9.");
  at.type(`${KEYS.erase}19,90${KEYS.enter}`);
  await at.answers("The usual price", "");
  await at.answers("How many are there?", "20");
  await at.sees("Your time zone");
  await at.sees("Europe/Berlin");
  at.type(KEYS.enter);
  await at.answers("When does it start?", ten(6));
  await at.sees("10:00 in Berlin, in 6 days. Is that right?");
  at.type(`n`);
  await at.sees("When does it start?");
  at.type(`${KEYS.erase}${ten(5)}${KEYS.enter}`);
  await at.sees("10:00 in Berlin, in 5 days. Is that right?");
  at.type("y");
  await at.sees("How long does it last");
  at.type(`${KEYS.erase}90m${KEYS.enter}`);
  await at.answers("Shipping", "Free delivery");
  await at.answers("Payment", "By invoice");
  await at.answers("Who sells?", "Holz & Söhne, Wien");
  for (const link of ["terms", "privacy", "imprint", "contact"]) {
    await at.answers(`A link to your ${link}`, `https://holz-soehne.at/${link}`);
  }
  await at.sees(`${SALES}/walnut-bowl/index.md`);
  expect(await at.ended).toMatchObject({ status: 0 });
  const text = readFileSync(copy.path(SALES, "walnut-bowl/index.md"), "utf8");
  const [day] = ten(5).split(" ");
  expect(text).toMatch(new RegExp(`^startsAt: ${day}T10:00:00`, "m"));
  expect(text).toMatch(new RegExp(`^endsAt: ${day}T11:30:00`, "m"));
  expect(readdirSync(copy.path(SALES, "walnut-bowl")).sort()).toEqual([
    "index.md",
    "walnut-bowl.jpg",
  ]);
});

it("asks only what no flag has said, and offers what the last sale said", async () => {
  const at = open(["second-bowl", ...flags({ picture, stock: undefined, seller: undefined })]);
  await at.answers("One line", "");
  await at.answers("The usual price", "");
  await at.answers("How many are there?", "7");
  await at.answers("How long does it last", "");
  await at.sees("Who sells?");
  await at.sees("Holz & Söhne, Wien");
  at.type(KEYS.enter);
  expect(await at.ended).toMatchObject({ status: 0 });
  const text = readFileSync(copy.path(SALES, "second-bowl/index.md"), "utf8");
  expect(text).toMatch(/^stock: 7 /m);
  expect(text).toMatch(/^seller: Holz & Söhne, Wien$/m);
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
