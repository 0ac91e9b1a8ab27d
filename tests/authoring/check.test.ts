import { chmodSync, writeFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Finding } from "../../scripts/lib/sale-file/finding.ts";
import { aStatus } from "../operator/a-status.ts";
import { FakeDeployment } from "../operator/fake-deployment.ts";
import type { Given } from "../support/cli.ts";
import { fakeTools, prepareBuild } from "../support/fake-build.ts";
import { TempRoot } from "../support/temp-root.ts";
import { makeNoise, makePicture } from "./making.ts";
import { longText, on, writeSale } from "./sale-file.ts";

const KEY = "k".repeat(43);
const SECRET = `whsec_${Buffer.alloc(32, 7).toString("base64")}`;
let copy: TempRoot;
/** Of all sales at once, with one build. */
let all: Finding[];
let allStatus: number | null;

const CARELESS = {
  imageAlt: "small",
  image: "./small.png",
  stock: 50_000,
  hold: "30s",
  startsAt: on(5, "+05:00"),
  endsAt: on(6, "+01:17"),
  gates: 1,
  slots: 10,
  terms: "https://example.com/terms",
  privacy: "/nowhere",
  colors: { accent: "#ffe14d" },
};
const CARELESS_BODY = `${longText(4_000)}

![](./noise.png)

\`![no picture](./code.png)\`
`;

beforeAll(async () => {
  copy = new TempRoot();
  prepareBuild(copy);
  await makePicture(copy.root, "bowl.webp", 1300);
  writeSale(copy, "good");
  writeSale(copy, "careless", CARELESS, CARELESS_BODY);
  writeSale(copy, "over", { startsAt: on(-3), endsAt: on(-2) });
  // What no page has to be built for.
  writeSale(copy, "crowded", { draft: true, stock: 5 });
  writeSale(copy, "scattered", { draft: true, stock: 5, reserve: true });
  writeSale(copy, "running", { draft: true, startsAt: on(-3), endsAt: on(3) });
  writeSale(copy, "erased", { startsAt: on(-30), endsAt: on(-29), retain: "20d" });
  writeSale(copy, "nowhere", { draft: true, region: undefined });
  writeSale(copy, "bargain", { draft: true, price: 19.9, listPrice: 89, door: "open" });
  writeSale(copy, "guarded", { draft: true, price: 19.9, listPrice: 89, door: "members" });
  const isDraw = { draft: true, admission: "draw" };
  writeSale(copy, "drawn", { ...isDraw, price: 19.9, listPrice: 89 });
  writeSale(copy, "drawn-well", { ...isDraw, door: "members", expected: 20_000 });
  writeSale(copy, "later", { draft: true, startsAt: on(500), endsAt: on(520) }, "");
  const folder = copy.path("site/content/sales/careless");
  await Promise.all([makePicture(folder, "small.png", 640), makeNoise(`${folder}/noise.png`, 700)]);
  copy.write("dist/_astro/noise.avif", "x".repeat(350_000));
  const { status, stdout } = await sale(["check", "--json"]);
  [all, allStatus] = [JSON.parse(stdout), status];
});
afterAll(() => copy.remove());

/** What the build would say of the careless one. */
const HEAVY = { bytes: 31_234, budget: 14_600, advice: "shorten it" };
const WEIGHTS = [{ what: "sales/careless.html", ...HEAVY }];
const PAGE = `<a href="/nowhere">Privacy</a><a href="/">All</a><picture><source srcset="/_astro/noise.avif 2x"></picture>`;
const page = (slug: string) => (slug === "careless" ? PAGE : "<p>A page</p>");

function sale(args: string[], given: Given = {}) {
  const tools = fakeTools(copy, { page, weights: WEIGHTS });
  return copy.sale(args, { tools, ...given });
}

const of = (sale: string, level?: Finding["level"]) =>
  all.filter((one) => one.sale === sale && (level === undefined || one.level === level));
const texts = (found: Finding[]) => found.map(({ text }) => text).join("\n");

describe("check, of all sales", () => {
  it("finds nothing in a sale that is right", () => expect(of("good")).toEqual([]));

  it("is an error what the build would refuse: a page that is heavy", () => {
    const [found] = of("careless", "error").filter(({ text }) => text.startsWith("too heavy"));
    expect(found?.text).toMatch(/sales\/careless\.html: \d\d,\d{3} bytes, .* its budget of 14,600/);
    expect(found?.where).toBe("dist/sales/careless.html");
  });

  it.each([
    [
      "colours that were moved",
      /colors\.accent #ffe14d as text on \w+ \(light\): contrast 1\.\d\d/,
    ],
    ["a text that is the picture's name", /imageAlt is the file's name \("small"\)/],
    ["a picture that is small", /small\.png is 640 × 320 pixels; pages show it up to 1200/],
    ["a slow form behind few slots", /50,000 units through 1 × 10 slots.* the sale lasts/],
    ["a short hold", /hold gives a shopper 30 seconds/],
    ["a placeholder", /terms is a placeholder: https:\/\/example\.com/],
    ["a picture without a text", /text for the picture \.\/noise\.png is missing/],
    ["a picture that is heavy", /the picture \/_astro\/noise\S+ has \d{3,4} kB/],
    ["a link that leads nowhere", /link to \/nowhere, and there is no such page/],
  ])("warns of %s, and says what to do", (_, text) => {
    const found = of("careless", "warning").filter((one) => text.test(one.text));
    expect(found, texts(of("careless"))).toHaveLength(1);
    expect(found[0]?.todo).toMatch(/\w/);
    expect(found[0]?.where).toMatch(/index\.md:\d+$|^dist\//);
  });

  it("proposes gates and slots that suffice", () => {
    const { todo = "" } = of("careless").find(({ text }) => text.includes("50,000 units")) ?? {};
    const [, gates, slots] = /gates: (\d+) and slots: (\d+)/.exec(todo)?.map(Number) ?? [];
    expect(Math.ceil(50_000 / ((gates ?? 0) * (slots ?? 0))) * 30).toBeLessThan(86_400);
  });

  it("is an error what can be no place's time, and makes the status 1", () => {
    expect(texts(of("careless", "error"))).toMatch(/endsAt .* \+01:17 .*, which no place has/);
    expect(allStatus).toBe(1);
  });

  it("does not take a picture's text in code for a picture", () => {
    expect(texts(all)).not.toContain("code.png");
  });

  it("warns of more slots than a race needs, and of more gates than units to reserve", () => {
    expect(texts(of("crowded"))).toMatch(/10 × 10 slots for 5 units: up to 95 shoppers/);
    expect(texts(of("scattered"))).toMatch(/^10 gates for 5 units with reserve/);
  });

  it("warns of a bargain at an open door, and of a race in which people type for nothing", () => {
    expect(of("bargain").map(({ level }) => level)).toEqual(["warning", "warning"]);
    expect(texts(of("bargain"))).toMatch(/^the door is open and the price is 78% below/);
    expect(texts(of("bargain"))).toMatch(/^reserve is false: .* for nothing$/m);
    expect(of("guarded")).toEqual([]);
  });

  it("warns of a draw in which one person can have many numbers, and of one that expects nobody", () => {
    expect(of("drawn").map(({ text }) => text)).toEqual([
      expect.stringMatching(/^the door is open: in a draw each cookie is one more number/),
      expect.stringMatching(/^expected is missing/),
    ]);
    expect(of("drawn-well")).toEqual([]);
  });

  it("is an error what a door needs and the secrets do not have", async () => {
    const file = copy.path("doors.env");
    writeFileSync(file, `SIGNING_KEY=${KEY}\nADMIN_KEY=${"a".repeat(40)}\n`, { mode: 0o600 });
    const { stdout } = await sale(["check", "guarded", "--env", file, "--json"]);
    const found: Finding[] = JSON.parse(stdout);
    expect(found.filter(({ where }) => where === file)).toMatchObject([
      { level: "error", text: expect.stringMatching(/door: members, .* MEMBERS_JWKS_URL, MEMB/) },
    ]);
  });

  it("only warns of what is over: last month's sale is no mistake", () => {
    expect(of("over").map(({ level }) => level)).toEqual(["warning"]);
    expect(texts(of("over"))).toMatch(/endsAt is in the past: .* 2 days ago/);
    expect(texts(of("running"))).toMatch(/startsAt is in the past/);
  });

  it("refuses a retain that would erase at once what shoppers typed", () => {
    const [found] = of("erased", "error");
    expect(found?.text).toMatch(/^retain is over since .* 9 days ago.*erased at once/);
    expect(found?.where).toMatch(/index\.md:\d+$/);
  });

  it("says what the platform does where no region is named", () => {
    expect(texts(of("nowhere", "warning"))).toMatch(
      /^region is missing: .*near whoever comes first/,
    );
  });

  it("warns of a start that is far, of a sale that is long, of a page without a text", () => {
    expect(texts(of("later"))).toMatch(/more than a year away[\s\S]*lasts 20 days[\s\S]*no text/);
  });

  it("puts the sales with errors first, and each sale's errors before its warnings", () => {
    const [first] = all;
    expect(first).toMatchObject({ sale: "careless", level: "error" });
    const levels = of("careless").map(({ level }) => level);
    expect(levels).toEqual(levels.toSorted());
  });
});

describe("check, of one sale", () => {
  it("says that nothing is wrong, with status 0 and no result", async () => {
    const { status, stdout, stderr } = await sale(["check", "good"]);
    expect({ status, stdout }).toEqual({ status: 0, stdout: "" });
    expect(stderr).toMatch(/^nothing wrong\n$/m);
  });

  it("lists findings as text, and takes what is over for an error", async () => {
    const { status, stdout, stderr } = await sale(["check", "over"]);
    expect(status).toBe(1);
    expect(stdout).toMatch(
      /^over\n {2}error endsAt is in the past[^\n]*\n {4}at \S+index\.md:\d+\n {4}→ move /,
    );
    expect(stderr).toMatch(/1 error\n$/);
    expect(stdout).not.toContain("\u001B");
  });

  it("warns of an offset that the marketer's clocks do not have", async () => {
    const warned = await sale(["check", "good", "--zone", "Asia/Tokyo", "--json"]);
    const found: Finding[] = JSON.parse(warned.stdout);
    expect({ status: warned.status, level: found[0]?.level }).toEqual({
      status: 0,
      level: "warning",
    });
    expect(texts(found)).toMatch(/startsAt .* offset \+00:00.* Tokyo \(\+09:00\).*19:00 in Tokyo/);
    expect(found[0]?.todo).toMatch(/write \S+T10:00:00\+09:00;/);
  });

  it.each([
    [
      ["nope"],
      /^there is no sale "nope"; there is bargain, careless, crowded, drawn, drawn-well, erased, /,
    ],
    [["good", "--zone", "Atlantis"], /^--zone Atlantis: it must be a time zone, like/],
    [["good", "--env", "nope.env"], /^nope\.env cannot be read/],
  ])("refuses %j with status 2", async (args, said) => {
    const { status, stdout, stderr } = await sale(["check", ...args]);
    expect({ status, stdout }).toEqual({ status: 2, stdout: "" });
    expect(stderr.split("\n")[0]).toMatch(said);
  });
});

describe("check, of secrets and of what is frozen", () => {
  async function checked(lines: string[], args: string[] = []): Promise<Finding[]> {
    const file = copy.path("secrets.env");
    writeFileSync(file, `${lines.join("\n")}\n`);
    chmodSync(file, 0o600);
    const { stdout } = await sale(["check", "good", "--json", "--env", file, ...args]);
    expect(stdout).not.toContain(KEY);
    return JSON.parse(stdout);
  }

  it("finds nothing wrong with whole ones", async () => {
    const url = "ORDER_SYSTEM_URL=https://orders.holz.at/in";
    const lines = [`SIGNING_KEY=${KEY}`, `ADMIN_KEY=${KEY}2`, url, `ORDER_SYSTEM_SECRET=${SECRET}`];
    expect(await checked(lines)).toEqual([]);
  });

  it("tells what is missing, malformed, short, or alone", async () => {
    const found = await checked([
      "SIGNING_KEY=abc",
      "ADMIN_KEY=short",
      "ORDER_SYSTEM_URL=http://x",
    ]);
    expect(found.map(({ level }) => level)).toEqual(["error", "error", "error"]);
    expect(texts(found)).toMatch(/SIGNING_KEY is not 32[\s\S]*ADMIN_KEY is short[\s\S]*without OR/);
    const lacking = await checked([`ORDER_SYSTEM_SECRET=${SECRET}`]);
    expect(texts(lacking)).toMatch(/without ORDER_SYSTEM_URL[\s\S]*SIGNING_KEY is missing/);
  });

  it.each([
    [["MAIL_KEY=re_1"], /^error MAIL_KEY is there without MAIL_FROM: no e-mail/],
    [["MAIL_KEY=re_1", "MAIL_URL=https://m.at/"], /^error MAIL_KEY and MAIL_URL are there without/],
    [["MAIL_FROM=a@holz.at"], /^error MAIL_FROM is there without MAIL_KEY: no e-mail/],
    [["MAIL_FROM=holz.at", "MAIL_KEY=re_1"], /^error MAIL_FROM is not a sender's address/],
    [["MAIL_FROM=Holz <a@holz.at>", "MAIL_KEY=re_1"], /^$/],
    [["MAIL_FROM=a@holz.at", "MAIL_KEY=re_1", "MAIL_URL=http://m.at"], /^error MAIL_URL is not an/],
    [
      ["MAIL_FROM=a@holz.at", "MAIL_KEY=1", "MAIL_URL=http://127.0.0.1:9"],
      /^warning MAIL_URL is on/,
    ],
  ])("tells which of %j lacks its other half", async (lines, expected) => {
    const found = await checked([`SIGNING_KEY=${KEY}`, `ADMIN_KEY=${KEY}2`, ...lines]);
    expect(found.map(({ level, text }) => `${level} ${text}`).join("\n")).toMatch(expected);
  });

  it("tells which numbers the deployed sale has frozen", async () => {
    const frozen = { sale: "good", stock: 30, sold: 4, gates: 4, slots: 10, reserve: false };
    const deployment = await new FakeDeployment(aStatus(frozen)).come();
    const lines = [`SIGNING_KEY=${KEY}`, `ADMIN_KEY=${KEY}2`];
    const found = await checked(lines, ["--url", deployment.url]);
    await deployment.go();
    expect(found.map(({ level, text }) => `${level} ${text}`)).toEqual([
      expect.stringMatching(/^warning gates is 10 here and 4 where it is deployed/),
      expect.stringMatching(/^warning stock is 50 here and 30 where it is deployed \(4 sold\)/),
    ]);
    expect(found[1]?.todo).toContain("npm run sale -- restock good --stock 50");
    const gone = await checked(lines, ["--url", deployment.url]);
    expect(gone).toMatchObject([{ level: "warning", where: deployment.url }]);
  });

  it("tells of a draw that is a race here, and of another secret than its seed was made from", async () => {
    const draw = { commitment: "r5YTdg9yY1-9tEpaCmPDnxKvMPlQpu5clxvhiOicQFE" };
    const deployment = await new FakeDeployment(aStatus({ sale: "good", draw })).come();
    const lines = [`SIGNING_KEY=${KEY}`, `ADMIN_KEY=${KEY}2`, `DRAW_SECRET=${"d".repeat(43)}`];
    const found = await checked(lines, ["--url", deployment.url]);
    await deployment.go();
    expect(found.map(({ level, text }) => `${level} ${text}`)).toEqual([
      expect.stringMatching(/^error DRAW_SECRET is not the one that this draw was published with/),
      expect.stringMatching(/^warning admission is race here and draw where it is deployed/),
    ]);
  });
});

describe("check, of files that no build takes", () => {
  it("tells all that is wrong in them, with its line, and builds nothing", async () => {
    const body =
      "![A bowl](./nope.png)\n\n![Another bowl](https://elsewhere.com/a.png)\n\n![All of it](./100%.png)";
    writeSale(copy, "broken", { price: "cheap", colour: "red" });
    writeSale(copy, "pictures", { image: "./text.png" }, body);
    for (const name of ["text.png", "100%.png"]) {
      copy.write(`site/content/sales/pictures/${name}`, "no picture");
    }
    const { status, stdout, stderr } = await sale(["check", "--json"]);
    const found: Finding[] = JSON.parse(stdout);
    const wrong = found.filter(({ sale }) => sale === "broken" || sale === "pictures");
    expect({ status, building: stderr.includes("building") }).toEqual({
      status: 1,
      building: false,
    });
    expect(wrong.map(({ level }) => level)).toEqual(wrong.map(() => "error"));
    expect(texts(wrong)).toMatch(/price is "cheap"; it must be a number/);
    expect(texts(wrong)).toMatch(/colour is not a key of a sale/);
    expect(texts(wrong)).toMatch(/image \.\/text\.png: it must be a picture that can be read/);
    expect(texts(wrong)).toMatch(
      /picture \.\/nope\.png: it must be the path, .* there is no such file/,
    );
    expect(texts(wrong)).toMatch(
      /picture \.\/100%\.png: it must be called something without \?, # and %/,
    );
    expect(texts(wrong)).toMatch(/elsewhere\.com\/a\.png is on another site/);
    const price = wrong.find(({ text }) => text.startsWith("price"));
    expect(price?.where).toBe("site/content/sales/broken/index.md:5");
  });
});
