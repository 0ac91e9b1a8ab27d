/**
 * Reads the sales' files and reports, for all of them at once, what is wrong and what would be
 * right.
 */
import { existsSync, statSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { dirname, join, relative } from "node:path";
import * as z from "zod/mini";
import {
  type Colors,
  duration,
  type Sale,
  SLUG,
  SLUG_MAX,
  saleSchema,
} from "../../edge/contract.ts";
import { type Front, readFrontmatter } from "./frontmatter.ts";
import { MARK } from "./mark.ts";
import { nearest } from "./nearest.ts";
import { SaleFileError, type SaleProblem } from "./sale-file-error.ts";
import type { ShareFacts } from "./share/picture.ts";
import { INHERITED, readShop, SHOP_FILE, type Shop, withShop } from "./shop.ts";

export interface SaleFile {
  slug: string;
  /** As people are told of it: from the folder that was asked for, the working directory by default. */
  path: string;
  draft: boolean;
  /** As written in the file, offset included. */
  startsAt: string;
  endsAt: string;
  colors: Colors;
  /** What the picture for shared links is drawn from. */
  share: ShareFacts;
  worker: Sale;
}

/**
 * All sales under `directory`, sorted by slug. Throws a SaleFileError if any is invalid. Paths in it and
 * in its errors are relative to `from`. `shopFolder` has the shop's settings; default: the folder above.
 */
export async function loadSaleFiles(
  directory: string,
  from?: string,
  shopFolder?: string,
): Promise<SaleFile[]> {
  const { files, problems } = await readSaleFiles(directory, from, shopFolder);
  if (problems.length > 0) throw new SaleFileError(problems);
  return files;
}

/** The valid sales, sorted by slug, and all problems of the others. */
export async function readSaleFiles(
  directory: string,
  from = process.cwd(),
  shopFolder = dirname(directory),
): Promise<{ files: SaleFile[]; problems: SaleProblem[] }> {
  const sources = await findSources(directory, from);
  const shop = readShop(shopFolder, from);
  const results = await Promise.all(sources.map((source) => readSource(source, shop.shop)));
  const problems = [
    ...shop.problems,
    ...twins(sources),
    ...results.flatMap((result) => result.problems),
  ];
  const files = results.flatMap((result) => result.file ?? []);
  return { files: files.sort((a, b) => (a.slug < b.slug ? -1 : 1)), problems };
}

// ── Which files ─────────────────────────────────────────────────────────────────────────────

interface Source {
  slug: string;
  file: string;
  path: string;
}
interface Result {
  file?: SaleFile;
  problems: SaleProblem[];
}

async function findSources(directory: string, from: string): Promise<Source[]> {
  // Without sales the folder may be missing, because git does not keep empty folders.
  if (!existsSync(directory)) return [];
  const entries = await readdir(directory, { withFileTypes: true });
  const names = entries.map((entry) => ({ name: entry.name, folder: entry.isDirectory() }));
  return names
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap(({ name, folder }) => {
      const file = folder ? join(directory, name, "index.md") : join(directory, name);
      if (folder ? !existsSync(file) : !name.endsWith(".md")) return [];
      return [{ slug: name.replace(/\.md$/, ""), file, path: relative(from, file) }];
    });
}

function twins(sources: Source[]): SaleProblem[] {
  const first = new Map<string, Source>();
  return sources.flatMap((source) => {
    const other = first.get(source.slug);
    if (!other) {
      first.set(source.slug, source);
      return [];
    }
    const text = `the sale "${source.slug}" is already in ${other.path}; two sales cannot have one name: rename or remove one`;
    return [{ path: source.path, text }];
  });
}

// ── One file ────────────────────────────────────────────────────────────────────────────────

const schema = saleSchema(z.string({ error: "must be the path of a picture, like ./lamp.jpg" }));
type Written = z.infer<typeof schema>;
const KEYS = Object.keys(schema.def.shape);
/** The one key that has keys of its own. */
const COLORS = Object.keys(schema.def.shape.colors.def.innerType.def.shape);

async function readSource(source: Source, shop: Shop): Promise<Result> {
  const text = await readFile(source.file, "utf8");
  const front = readFrontmatter(source.path, text);
  const whole = "problems" in front ? front : { ...front, data: withShop(front.data, shop) };
  const checked = "problems" in whole ? whole : check(source, whole);
  const problems = [...nameProblems(source), ...markProblems(source, text), ...checked.problems];
  return { ...checked, problems };
}

/** The build would mistake this text for one of its own marks and replace it. */
function markProblems({ path }: Source, text: string): SaleProblem[] {
  return [...text.matchAll(MARK)].map((found) => ({
    path,
    line: text.slice(0, found.index).split("\n").length,
    text: `contains ${found[0]}, which is reserved for the build; write it differently`,
  }));
}

function nameProblems({ slug, path }: Source): SaleProblem[] {
  if (!SLUG.test(slug)) {
    const better = slug
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, "-")
      .replace(/^-+|-+$/g, "");
    const hint = better ? `, like "${better.slice(0, SLUG_MAX).replace(/-$/, "")}"` : "";
    const text = `"${slug}" cannot be a sale's name; use lower-case letters, digits and single hyphens${hint}`;
    return [{ path, text }];
  }
  if (slug.length <= SLUG_MAX) return [];
  const text = `the name "${slug}" has ${slug.length} characters; a sale's name has at most ${SLUG_MAX}`;
  return [{ path, text }];
}

// ── One file's keys ─────────────────────────────────────────────────────────────────────────

function check(source: Source, { data, lineOf }: Front): Result {
  const result = schema.safeParse(data);
  const found = result.success ? [] : result.error.issues.flatMap((issue) => explain(issue, data));
  const problems = [...found, ...crossed(data, found), ...pictureProblems(source, data)].map(
    ({ key, text }) => ({ path: source.path, line: lineOf(outermost(key)), key, text }),
  );
  problems.sort((a, b) => (a.line ?? 0) - (b.line ?? 0));
  if (!result.success || problems.length > 0) return { problems };
  return { file: toSaleFile(source, result.data), problems };
}

interface KeyProblem {
  /** A nested key is given in full: colors.accent. */
  key: string;
  text: string;
}

function explain(issue: z.core.$ZodIssue, data: Record<string, unknown>): KeyProblem[] {
  if (issue.code === "unrecognized_keys") {
    return issue.keys.map((key) => unknownKey(key, issue.path.map(String)));
  }
  const key = issue.path.join(".");
  const value = issue.path.reduce<unknown>(
    (within, name) => (within as Record<PropertyKey, unknown>)[name],
    data,
  );
  if (value === undefined) return [{ key, text: `is missing; it ${issue.message}${inShop(key)}` }];
  return [{ key, text: `is ${show(value)}; it ${issue.message}` }];
}

/** Where else it may stand. */
function inShop(key: string): string {
  const isInherited = (INHERITED as readonly string[]).includes(key);
  return isInherited ? `, here or for all sales in site/content/${SHOP_FILE}` : "";
}

function unknownKey(key: string, within: string[]): KeyProblem {
  const [of = "a sale"] = within;
  const keys = within.length === 0 ? KEYS : COLORS;
  const meant = nearest(key, keys);
  const hint = meant ? `did you mean ${meant}?` : `the keys are ${keys.join(", ")}`;
  return { key: [...within, key].join("."), text: `is not a key of ${of}; ${hint}` };
}

const outermost = (key: string) => key.split(".")[0] ?? key;

/** The schema compares these two times only if all other keys are valid; here they need not be. */
function crossed(data: Record<string, unknown>, found: KeyProblem[]): KeyProblem[] {
  const pair = { startsAt: data.startsAt, endsAt: data.endsAt };
  if (found.some(({ key }) => key in pair)) return [];
  const start = Date.parse(String(pair.startsAt));
  const end = Date.parse(String(pair.endsAt));
  if (end > start) return [];
  return [{ key: "endsAt", text: `is ${show(pair.endsAt)}; it must be later than startsAt` }];
}

function pictureProblems(source: Source, { image }: Record<string, unknown>): KeyProblem[] {
  if (typeof image !== "string") return [];
  const hint = "it must be the path, from this file, of a picture that exists, like ./lamp.jpg";
  const file = join(dirname(source.file), image);
  if (statSync(file, { throwIfNoEntry: false })?.isFile()) return [];
  return [{ key: "image", text: `is ${show(image)}, and there is no such file; ${hint}` }];
}

function show(value: unknown): string {
  const text = typeof value === "string" ? `"${value}"` : JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}

function toSaleFile({ slug, path, file }: Source, written: Written): SaleFile {
  const { title, lang, stock, gates, slots, reserve, draft, startsAt, endsAt } = written;
  const worker: Sale = {
    ...{ slug, title, lang, stock, gates, slots, reserve },
    startsAt: Date.parse(startsAt),
    endsAt: Date.parse(endsAt),
    // The schema has already checked that it is a duration.
    hold: duration(written.hold) ?? 0,
    ...(written.shop === undefined ? {} : { shop: written.shop }),
    ...(written.region === undefined ? {} : { region: written.region }),
    ...(written.retain === undefined ? {} : { retain: duration(written.retain) ?? 0 }),
  };
  const { colors = {}, price, listPrice, currency } = written;
  const image = join(dirname(file), written.image);
  const share = { image, price, listPrice, currency, startsAt, colors };
  return { slug, path, draft, startsAt, endsAt, colors, share, worker };
}
