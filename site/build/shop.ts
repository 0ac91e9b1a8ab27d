/**
 * The shop's settings, `site/content/shop.yaml`: its brand, and what every sale takes from it where its
 * own file says nothing. All of it may be left out, the file too.
 */
import { existsSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import * as z from "zod/mini";
import { type Colors, type Language, saleSchema } from "../../edge/contract.ts";
import { readFrontmatter } from "./frontmatter.ts";
import { nearest } from "./nearest.ts";
import { SaleFileError, type SaleProblem } from "./sale-file-error.ts";
import { readSaleText } from "./sale-text.ts";

export const SHOP_FILE = "shop.yaml";
/** The name in the settings that come with the kit: a shop of this name is nobody's yet. */
export const SAMPLE_SHOP = "Nordglas Atelier";

interface FooterLink {
  text: string;
  href: string;
}
export interface Shop {
  name?: string | undefined;
  /** Pictures: absolute paths. `logoOnDark` and `icon` default to `logo` and a letter. */
  logo?: string | undefined;
  logoOnDark?: string | undefined;
  icon?: string | undefined;
  /** The shop's own home page, to which its name leads. */
  home?: string | undefined;
  footer?: FooterLink[] | undefined;
  /** The time zone in which its times are said, as Europe/Berlin. */
  zone?: string | undefined;
  lang?: Language | undefined;
  colors?: Colors | undefined;
  font?: string | undefined;
  seller?: string | undefined;
  /** Where the seller is: ISO 3166. */
  country?: string | undefined;
  terms?: string | undefined;
  privacy?: string | undefined;
  imprint?: string | undefined;
  contact?: string | undefined;
}

/** What a sale's file may leave to the shop's. */
export const INHERITED = [
  "lang",
  "colors",
  "font",
  "seller",
  "country",
  "terms",
  "privacy",
  "imprint",
  "contact",
] as const satisfies (keyof Shop)[];

/** A sale's keys, with the shop's where it has none. Of colours, each counts for itself. */
export function withShop(data: Record<string, unknown>, shop: Shop): Record<string, unknown> {
  const given = INHERITED.filter((key) => shop[key] !== undefined);
  const inherited = Object.fromEntries(given.map((key) => [key, shop[key]]));
  const whole = { ...inherited, ...data };
  if (isRecord(data.colors)) whole.colors = { ...shop.colors, ...data.colors };
  return whole;
}

const isRecord = (value: unknown): value is object =>
  typeof value === "object" && value !== null && !Array.isArray(value);

// ── Reading it ──────────────────────────────────────────────────────────────────────────────
export interface ShopRead {
  shop: Shop;
  problems: SaleProblem[];
  /** As people are told of it. */
  path: string;
  lineOf: (key: string) => number | undefined;
}

/** `folder`: the one that holds it, `site/content`. Paths in problems are relative to `from`. */
export function readShop(folder: string, from = process.cwd()): ShopRead {
  const file = join(folder, SHOP_FILE);
  const path = relative(from, file);
  const none = { shop: {}, problems: [], path, lineOf: () => undefined };
  if (!existsSync(file)) return none;
  const read = readSaleText(readFileSync(file));
  if (!read.ok) return { ...none, problems: [{ path, line: read.line, text: read.problem }] };
  // A frontmatter without the lines around it: read as one, its lines are numbered one too high.
  const text = read.text.replace(/^\uFEFF?(?:---[ \t]*\r?\n)?/, "");
  if (/^\s*(?:#.*\s*)*$/.test(text)) return none;
  const front = readFrontmatter(path, `---\n${text.replace(/^---/gm, "")}\n---\n`);
  if ("problems" in front) return { ...none, problems: front.problems.map(oneUp) };
  const lineOf = (key: string) => before(front.lineOf(key));
  const judged = schema().safeParse(front.data);
  const found = judged.success
    ? []
    : judged.error.issues.flatMap((one) => explain(one, front.data));
  const shop = judged.success ? withPaths(folder, judged.data) : {};
  const problems = [...found, ...missingFiles(shop, front.data)].map(({ key, text: problem }) => ({
    path,
    line: lineOf(key.split(".")[0] ?? key),
    key,
    text: problem,
  }));
  return { shop, problems, path, lineOf };
}

/** Throws a SaleFileError when something in it is wrong. */
export function loadShop(folder: string, from?: string): Shop {
  const { shop, problems } = readShop(folder, from);
  if (problems.length > 0) throw new SaleFileError(problems);
  return shop;
}

const before = (line: number | undefined) => (line === undefined ? undefined : line - 1);
const oneUp = (problem: SaleProblem) => ({ ...problem, line: before(problem.line) });

function schema() {
  const { shape } = saleSchema(z.string()).def;
  const { seller, terms, privacy, imprint, contact } = shape;
  const picture = z.string({ error: "must be the path of a picture, like ./logo.svg" });
  const short = shape.title.check(z.maxLength(60, "must be at most 60 characters"));
  const link = z.strictObject(
    { text: short, href: terms },
    { error: "must be a text and an href, like { text: Shipping, href: https://… }" },
  );
  return z.strictObject({
    name: z.optional(short),
    logo: z.optional(picture),
    logoOnDark: z.optional(picture),
    icon: z.optional(picture),
    home: z.optional(terms),
    footer: z.optional(z.array(link, { error: "must be a list of links" })),
    zone: z.optional(
      z
        .string({ error: "must be a time zone, like Europe/Berlin" })
        .check(z.refine(isZone, "must be a time zone, like Europe/Berlin")),
    ),
    lang: z.optional(shape.lang.def.innerType),
    country: shape.country,
    colors: shape.colors,
    font: shape.font,
    ...optional({ seller, terms, privacy, imprint, contact }),
  });
}

function optional<Shape extends Record<string, z.ZodMiniType>>(shape: Shape) {
  const entries = Object.entries(shape).map(([key, type]) => [
    key,
    type instanceof z.ZodMiniOptional ? type : z.optional(type),
  ]);
  return Object.fromEntries(entries) as { [Key in keyof Shape]: z.ZodMiniOptional<Shape[Key]> };
}

/** A name, because an offset is another one in summer. */
function isZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone: name });
    return /^[A-Za-z]/.test(name);
  } catch {
    return false;
  }
}

const PICTURES = ["logo", "logoOnDark", "icon"] as const;

function withPaths(folder: string, shop: Shop): Shop {
  const paths = PICTURES.flatMap((key) => {
    const path = shop[key];
    return path === undefined ? [] : [[key, join(folder, path)]];
  });
  return { ...shop, ...Object.fromEntries(paths) };
}

// ── What is wrong ───────────────────────────────────────────────────────────────────────────
interface KeyProblem {
  key: string;
  text: string;
}

function explain(issue: z.core.$ZodIssue, data: Record<string, unknown>): KeyProblem[] {
  if (issue.code === "unrecognized_keys") {
    return issue.keys.map((key) => unknownKey(key, issue.path.map(String)));
  }
  const key = issue.path.join(".");
  const value = issue.path.reduce<unknown>(
    (within, name) => (within as Record<PropertyKey, unknown> | undefined)?.[name],
    data,
  );
  return [{ key, text: `is ${JSON.stringify(value)}; it ${issue.message}` }];
}

function unknownKey(key: string, within: string[]): KeyProblem {
  const whole = [...within, key].join(".");
  if (within.length > 0) return { key: whole, text: `is not a key of ${within.join(".")}` };
  const keys = Object.keys(schema().def.shape);
  const meant = nearest(key, keys);
  const hint = meant ? `did you mean ${meant}?` : `the keys are ${keys.join(", ")}`;
  return { key, text: `is not a key of the shop's settings; ${hint}` };
}

function missingFiles(shop: Shop, data: Record<string, unknown>): KeyProblem[] {
  return PICTURES.flatMap((key) => {
    const file = shop[key];
    if (file === undefined) return [];
    const where = `is ${JSON.stringify(data[key])}`;
    if (!existsSync(file)) return [{ key, text: `${where}, and there is no such file beside it` }];
    const ends = key === "icon" ? /\.svg$/ : /\.(?:svg|png|webp|avif|jpe?g)$/;
    const kinds = key === "icon" ? "an SVG" : "an SVG, or a PNG, WebP, AVIF or JPEG picture";
    return ends.test(file) ? [] : [{ key, text: `${where}; it must be ${kinds}` }];
  });
}
