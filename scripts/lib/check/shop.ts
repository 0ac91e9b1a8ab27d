/** Checks the shop's settings: whether they are its own yet, and whether its logo can be seen. */
import { readFileSync } from "node:fs";
import { type LogoLook, lookAtLogo, standsOut } from "../../../site/build/logo.ts";
import { readShop, SAMPLE_SHOP, type Shop, type ShopRead } from "../../../site/build/shop.ts";
import { themeOf } from "../../../site/build/theme.ts";
import { project } from "../project.ts";
import type { Finding } from "../sale-file/finding.ts";
import { isPlaceholder } from "./sale-checks.ts";

export async function shopFindings(): Promise<Finding[]> {
  const read = readShop(project.content, project.root);
  // What is wrong in it is told with the sales' files.
  if (read.problems.length > 0) return [];
  return [...stillSample(read), ...placeholders(read), ...(await logos(read))];
}

const at = ({ path, lineOf }: ShopRead, key: string) => {
  const line = lineOf(key);
  return line === undefined ? path : `${path}:${line}`;
};

function stillSample(read: ShopRead): Finding[] {
  const { name, seller = "" } = read.shop;
  const isNamed = name === SAMPLE_SHOP;
  if (!isNamed && !seller.startsWith(SAMPLE_SHOP)) return [];
  return [
    {
      level: "warning",
      where: at(read, isNamed ? "name" : "seller"),
      text: `the shop is still the sample's: every page, tab and shared link says ${SAMPLE_SHOP}`,
      todo: "write your own shop there (docs/shop.md); npm run sale -- new asks for it",
    },
  ];
}

const LINKS = ["home", "terms", "privacy", "imprint", "contact"] as const satisfies (keyof Shop)[];

function placeholders(read: ShopRead): Finding[] {
  const stale = LINKS.filter((key) => isPlaceholder(read.shop[key]));
  return stale.map((key) => ({
    level: "warning",
    where: at(read, key),
    text: `${key} is a placeholder: ${read.shop[key]}`,
    todo: "put the shop's own link there: shoppers and the law ask for it",
  }));
}

// ── The logo ───────────────────────────────────────────────────────────────────────────────────
const KEYS = ["logo", "logoOnDark"] as const;

async function logos(read: ShopRead): Promise<Finding[]> {
  const files = KEYS.flatMap((key) => {
    const file = read.shop[key];
    return file === undefined ? [] : [{ key, file }];
  });
  const found = files.map(async ({ key, file }) => [
    ...(await lookOf(read, key, file)),
    ...(await paleOn(read, key, file)),
  ]);
  return [...(await Promise.all(found)).flat(), ...oddIcon(read)];
}

/** Twice the 36 pixels that the header gives it, for screens that show four for one. */
const LEAST = 72;
/** Everybody loads it with the first page. */
const HEAVY = 20_000;
/** Wider, and in 200 pixels its letters are too small to read; narrower, and it is a stroke. */
const RATIO = { least: 0.4, most: 7 };

async function lookOf(read: ShopRead, key: string, file: string): Promise<Finding[]> {
  const look = await lookAtLogo(file).catch(() => undefined);
  const where = at(read, key);
  if (!look) {
    const text = `${key} is no picture that can be read`;
    return [{ level: "error", where, text, todo: "save it again as SVG or PNG" }];
  }
  const said = [...oddities(look), ...sizes(look)];
  return said.map(({ text, todo }) => ({ level: "warning", where, text: `${key} ${text}`, todo }));
}

type Said = Pick<Finding, "text" | "todo">;

const oddities = ({ odd }: LogoLook): Said[] =>
  odd.map((what) => ({
    text: `contains ${what}`,
    todo: "export it again with text as outlines and nothing but shapes",
  }));

function sizes({ width, height, bytes, isVector }: LogoLook): Said[] {
  const ratio = width / height;
  const found: Said[] = [];
  if (!isVector && height < LEAST) {
    const text = `is ${height} pixels high, and blurred on most screens`;
    found.push({ text, todo: `give one of at least ${LEAST} pixels, or an SVG` });
  }
  if (ratio > RATIO.most || ratio < RATIO.least) {
    const text = `is ${width} × ${height}: in the header's 200 × 36 pixels it is hardly legible`;
    found.push({ text, todo: "use a version that is two to five times as wide as high" });
  }
  if (bytes > HEAVY) {
    const text = `has ${Math.round(bytes / 1000)} kB, and everybody loads it at the same moment`;
    found.push({ text, todo: `make it smaller than ${HEAVY / 1000} kB` });
  }
  return found;
}

/** Without a logo of its own for dark pages, the one logo stands on both. */
async function paleOn(read: ShopRead, key: string, file: string): Promise<Finding[]> {
  const { light, dark } = themeOf(read.shop.colors);
  const grounds = [
    { name: "light", paper: light.paper, shows: "logo" },
    { name: "dark", paper: dark.paper, shows: read.shop.logoOnDark ? "logoOnDark" : "logo" },
  ];
  const pale: Finding[] = [];
  for (const { name, paper, shows } of grounds) {
    if (shows !== key || (await standsOut(file, paper).catch(() => true))) continue;
    pale.push({
      level: "warning",
      where: at(read, key),
      text: `${key} hardly stands out on the ${name} page (${paper})`,
      todo:
        name === "dark"
          ? "give a light version of it as logoOnDark: phones in dark mode show that"
          : "use a darker version of it",
    });
  }
  return pale;
}

function oddIcon(read: ShopRead): Finding[] {
  const { icon } = read.shop;
  if (icon === undefined || /<svg\b/.test(readFileSync(icon, "utf8"))) return [];
  const text = "icon is no SVG, whatever its name says";
  return [{ level: "error", where: at(read, "icon"), text, todo: "save it as SVG" }];
}
