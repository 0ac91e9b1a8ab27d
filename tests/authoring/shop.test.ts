import { writeFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Finding } from "../../scripts/lib/sale-file/finding.ts";
import { fakeTools, prepareBuild } from "../support/fake-build.ts";
import { TempRoot } from "../support/temp-root.ts";
import { makePicture } from "./making.ts";
import { writeSale } from "./sale-file.ts";

const SHOP = "site/content/shop.yaml";
const copy = new TempRoot();
const OWN = "name: Holz & Söhne\nhome: https://holz.at\n";

beforeAll(async () => {
  prepareBuild(copy);
  await makePicture(copy.root, "bowl.webp", 1300);
  writeSale(copy, "bowl");
});
afterAll(() => copy.remove());

/** What `check` says of the shop, by line. */
async function found(shop: string): Promise<[where: string | undefined, text: string][]> {
  copy.write(SHOP, shop);
  const { stdout, stderr } = await copy.sale(["check", "bowl", "--json"], {
    tools: fakeTools(copy),
  });
  expect(stderr).toMatch(/error|warning|nothing wrong/);
  const all = JSON.parse(stdout || "[]") as Finding[];
  return all.filter(({ sale }) => sale === undefined).map(({ where, text }) => [where, text]);
}

const logo = (name: string, shapes: string, size = 'width="240" height="60"') =>
  writeFileSync(
    copy.path("site/content", name),
    `<svg xmlns="http://www.w3.org/2000/svg" ${size}>${shapes}</svg>`,
  );
const BAR = '<rect x="10" y="10" width="200" height="40" fill="FILL"/>';
const bar = (fill: string) => BAR.replace("FILL", fill);

describe("check", () => {
  it("warns while the shop is the sample's, and of its placeholders", async () => {
    const all = await found("# shop\nname: Nordglas Atelier\nhome: https://example.com\n");
    expect(all).toEqual([
      [`${SHOP}:2`, expect.stringMatching(/^the shop is still the sample's: every page, tab/)],
      [`${SHOP}:3`, "home is a placeholder: https://example.com"],
    ]);
  });

  it("has nothing to say of a shop of its own", async () => {
    logo("good.svg", bar("#0b5d4f"));
    logo("pale.svg", bar("#e5d5c5"));
    expect(await found(`${OWN}logo: ./good.svg\nlogoOnDark: ./pale.svg\n`)).toEqual([]);
  });

  it.each([
    ["dark letters", "#10201c", "logo hardly stands out on the dark page"],
    ["pale letters", "#f4ead8", "logo hardly stands out on the light page"],
  ])("warns of %s that stand out on one page only", async (_, fill, says) => {
    logo("mark.svg", bar(fill));
    const all = await found(`${OWN}logo: ./mark.svg\n`);
    expect(all).toEqual([[`${SHOP}:3`, expect.stringContaining(says)]]);
  });

  it("warns of a logo that is too small, too long, or more than a picture", async () => {
    await makePicture(copy.path("site/content"), "small.png", 60);
    logo("long.svg", bar("#787878"), 'width="900" height="60"');
    logo("odd.svg", `${bar("#787878")}<script>alert(1)</script><text>Holz</text>`);
    const says = async (file: string) =>
      (await found(`${OWN}logo: ./${file}\n`)).map(([, text]) => text).join("\n");
    expect(await says("small.png")).toContain("logo is 30 pixels high, and blurred");
    expect(await says("long.svg")).toContain("logo is 900 × 60");
    expect(await says("odd.svg")).toMatch(/contains a script\nlogo contains text/);
  });

  it("refuses wrong settings as it does a sale's", async () => {
    const [one] = await found("nme: Holz\n");
    expect(one).toEqual([
      `${SHOP}:1`,
      expect.stringMatching(/^nme is not a key .* did you mean name/),
    ]);
  });
});
