import { writeFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { shopFindings } from "../../scripts/lib/check/shop.ts";
import { contextWith, inContext } from "../../scripts/lib/context.ts";
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

/** What is found wrong with the shop, by line. */
async function found(shop: string): Promise<[where: string | undefined, text: string][]> {
  copy.write(SHOP, shop);
  const findings = await inContext(contextWith({ root: copy.root }), shopFindings);
  return findings.map(({ where, text }) => [where, text]);
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

  it("tells it with the sales, and refuses wrong settings as it does theirs", async () => {
    const check = (shop: string) => {
      copy.write(SHOP, shop);
      return copy.sale(["check", "bowl", "--json"], { tools: fakeTools(copy) });
    };
    const sample = JSON.parse((await check("name: Nordglas Atelier\n")).stdout) as Finding[];
    expect(sample).toContainEqual(
      expect.objectContaining({
        level: "warning",
        text: expect.stringMatching(/still the sample/),
      }),
    );
    const { status, stdout } = await check("nme: Holz\n");
    expect(status).toBe(1);
    const [wrong] = (JSON.parse(stdout) as Finding[]).filter(({ level }) => level === "error");
    expect(wrong).toMatchObject({
      where: `${SHOP}:1`,
      text: expect.stringMatching(/^nme is not a key/),
    });
  });
});
