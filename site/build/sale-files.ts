/**
 * Reads the sales' files and reports, for all of them at once, what is wrong and what would be
 * right.
 */
import { readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import * as z from "zod/mini";
import { type Colors, duration, type Offer, type Sale, saleSchema } from "../../edge/contract.ts";
import { wantsImprint } from "../law.ts";
import { type Front, readFrontmatter } from "./frontmatter.ts";
import { MARK } from "./mark.ts";
import { decimalsProblem } from "./money.ts";
import { nearest } from "./nearest.ts";
import { findPicture } from "./picture-path.ts";
import { SaleFileError, type SaleProblem } from "./sale-file-error.ts";
import { saleNameProblem } from "./sale-name.ts";
import { findSources, type Source } from "./sale-sources.ts";
import { readSaleText } from "./sale-text.ts";
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
  /** What the pages are made of. */
  content: SaleContent;
}

interface SaleContent {
  /** The file's absolute path, or as `directory` was given. */
  file: string;
  /** The keys, valid, with the picture's path as the file system has it. */
  data: Written;
  /** The Markdown below the frontmatter. */
  body: string;
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

/** The valid sales, sorted by slug, all problems of the others, and what was left out. */
export async function readSaleFiles(
  directory: string,
  from = process.cwd(),
  shopFolder = dirname(directory),
): Promise<{ files: SaleFile[]; problems: SaleProblem[]; leftOut: string[] }> {
  const { sources, problems: nearly, leftOut } = findSources(directory, from);
  const shop = readShop(shopFolder, from);
  const results = await Promise.all(sources.map((source) => readSource(source, shop.shop)));
  const problems = [
    ...shop.problems,
    ...nearly,
    ...twins(sources),
    ...results.flatMap((result) => result.problems),
  ];
  const files = results.flatMap((result) => result.file ?? []);
  return { files: files.sort((a, b) => (a.slug < b.slug ? -1 : 1)), problems, leftOut };
}

interface Result {
  file?: SaleFile;
  problems: SaleProblem[];
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
  const { path, slug } = source;
  const name = saleNameProblem(slug);
  const named = name === undefined ? [] : [{ path, text: `"${slug}" ${name}` }];
  const bytes = await readFile(source.file).catch((error: NodeJS.ErrnoException) => error);
  if (bytes instanceof Error) {
    const text = `cannot be read (${bytes.code}); look who may read it`;
    return { problems: [...named, { path, text }] };
  }
  const read = readSaleText(bytes);
  if (!read.ok) return { problems: [...named, { path, line: read.line, text: read.problem }] };
  const front = readFrontmatter(path, read.text);
  const whole = "problems" in front ? front : { ...front, data: withShop(front.data, shop) };
  const checked = "problems" in whole ? whole : check(source, whole);
  return {
    ...checked,
    problems: [...named, ...markProblems(source, read.text), ...checked.problems],
  };
}

/** The build would mistake this text for one of its own marks and replace it. */
function markProblems({ path }: Source, text: string): SaleProblem[] {
  return [...text.matchAll(MARK)].map((found) => ({
    path,
    line: text.slice(0, found.index).split("\n").length,
    text: `contains ${found[0]}, which is reserved for the build; write it differently`,
  }));
}

// ── One file's keys ─────────────────────────────────────────────────────────────────────────

function check(source: Source, front: Front): Result {
  const { data, lineOf, body } = front;
  const picture = pictureOf(source, data);
  const result = schema.safeParse(data);
  const found = result.success ? [] : result.error.issues.flatMap((issue) => explain(issue, front));
  const others = [...numbers(front), ...crossed(data, found), ...lawful(data), ...picture.problems];
  const problems = [...found, ...others.filter(({ key }) => !found.some((one) => one.key === key))]
    .map(({ key, text }) => ({ path: source.path, line: lineOf(outermost(key)), key, text }))
    .sort((a, b) => (a.line ?? 0) - (b.line ?? 0));
  if (!result.success || problems.length > 0) return { problems };
  const written = { ...result.data, image: picture.path };
  return { file: toSaleFile(source, written, body), problems };
}

interface KeyProblem {
  /** A nested key is given in full: colors.accent. */
  key: string;
  text: string;
}

function explain(issue: z.core.$ZodIssue, front: Front): KeyProblem[] {
  if (issue.code === "unrecognized_keys") {
    return issue.keys.map((key) => unknownKey(key, issue.path.map(String)));
  }
  const key = issue.path.join(".");
  const value = issue.path.reduce<unknown>(
    (within, name) => (within as Record<PropertyKey, unknown>)[name],
    front.data,
  );
  if (value === undefined) return [{ key, text: `is missing; it ${issue.message}${inShop(key)}` }];
  if (value === null) return [{ key, text: `is empty; it ${issue.message}` }];
  const misread = issue.message === "must be text" ? toQuote(key, value, front) : "";
  return [{ key, text: `is ${show(value)}; it ${issue.message}${misread}` }];
}

/** "2026", "true" and "[new]" are text to people only. */
function toQuote(key: string, value: unknown, { sourceOf }: Front): string {
  const kind = Array.isArray(value) ? "list" : typeof value === "object" ? "map" : typeof value;
  const source = sourceOf(key)?.trim() ?? "";
  return `. YAML reads it as a ${kind}: put it in quotes, ${key}: ${JSON.stringify(source)}`;
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
  const hint = /[:：]/.test(key)
    ? "put a space behind its colon"
    : meant
      ? `did you mean ${meant}?`
      : `the keys are ${keys.join(", ")}`;
  return { key: [...within, key].join("."), text: `is not a key of ${of}; ${hint}` };
}

const outermost = (key: string) => key.split(".")[0] ?? key;

/** In YAML, 1.000 is one, 0x10 sixteen and 1e3 a thousand. */
function numbers({ data, sourceOf }: Front): KeyProblem[] {
  return Object.keys(data).flatMap((key) => {
    const [value, source] = [data[key], sourceOf(key)];
    if (typeof value !== "number" || source === undefined) return [];
    const isMoney = key === "price" || key === "listPrice";
    if (!(isMoney ? /^\d+(?:\.\d+)?$/ : /^\d+$/).test(source)) {
      const right = isMoney ? "a point only before decimals" : "no decimals or separators";
      const text = `is ${source}, which YAML reads as ${value}; write it in digits, with ${right}`;
      return [{ key, text }];
    }
    const problem = isMoney ? moneyProblem(source, data.currency) : undefined;
    return problem === undefined ? [] : [{ key, text: `is ${source}; it ${problem}` }];
  });
}

/** Only with a currency that is known; if it is not, that is said already. */
function moneyProblem(source: string, currency: unknown): string | undefined {
  const isKnown = schema.def.shape.currency.safeParse(currency).success;
  return isKnown ? decimalsProblem(source, String(currency)) : undefined;
}

/** The schema compares these two times only if all other keys are valid; here they need not be. */
function crossed(data: Record<string, unknown>, found: KeyProblem[]): KeyProblem[] {
  const pair = { startsAt: data.startsAt, endsAt: data.endsAt };
  if (found.some(({ key }) => key in pair)) return [];
  const start = Date.parse(String(pair.startsAt));
  const end = Date.parse(String(pair.endsAt));
  if (end > start) return [];
  return [{ key: "endsAt", text: `is ${show(pair.endsAt)}; it must be later than startsAt` }];
}

/** Where the law wants an imprint, a sale has a link to one. */
function lawful({ imprint, country }: Record<string, unknown>): KeyProblem[] {
  if (imprint !== undefined) return [];
  const known = schema.def.shape.country.safeParse(country);
  if (!known.success || !wantsImprint(known.data)) return [];
  const where = known.data === undefined ? "unless country says that no law asks for it" : "by law";
  return [{ key: "imprint", text: `is missing; it must be a link, ${where}` }];
}

function pictureOf(source: Source, { image }: Record<string, unknown>) {
  // The schema says what is wrong with anything else.
  if (typeof image !== "string") return { path: "", problems: [] };
  const found = findPicture(dirname(source.file), image);
  if (found.ok) return { path: found.path, problems: [] };
  return { path: "", problems: [{ key: "image", text: `is ${show(image)}; it ${found.problem}` }] };
}

function show(value: unknown): string {
  const text = typeof value === "string" ? `"${value}"` : JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}

function toSaleFile({ slug, path, file }: Source, data: Written, body: string): SaleFile {
  const { title, lang, stock, gates, slots, reserve, draft, startsAt, endsAt } = data;
  const worker: Sale = {
    ...{ slug, title, lang, stock, gates, slots, reserve },
    startsAt: Date.parse(startsAt),
    endsAt: Date.parse(endsAt),
    // The schema has already checked that it is a duration.
    hold: duration(data.hold) ?? 0,
    ...(data.ask === undefined || data.ask.length === 0 ? {} : { ask: data.ask }),
    ...(data.shop === undefined ? {} : { shop: data.shop }),
    ...(data.region === undefined ? {} : { region: data.region }),
    ...(data.admission === "draw" ? drawOf(data) : {}),
    ...(data.again ? { again: true } : {}),
    ...(data.payWithin === undefined ? {} : { payWithin: duration(data.payWithin) ?? 0 }),
    offer: offerOf(data),
    ...(data.retain === undefined ? {} : { retain: duration(data.retain) ?? 0 }),
    ...(data.door === "open" ? {} : { door: data.door }),
    ...(data.door === "work" ? { work: duration(data.work) ?? 0 } : {}),
    ...(data.revoked === undefined ? {} : { revoked: data.revoked }),
    ...(data.onePer === undefined ? {} : { onePer: data.onePer }),
    ...(data.country === undefined ? {} : { country: data.country }),
    ...(data.perNetwork === 600 ? {} : { perNetwork: data.perNetwork }),
  };
  const { colors = {}, price, listPrice, currency } = data;
  const image = join(dirname(file), data.image);
  const share = { image, price, listPrice, currency, startsAt, colors };
  const content = { file, data, body };
  return { slug, path, draft, startsAt, endsAt, colors, share, worker, content };
}

/** Whoever is called has a place and a unit for as long as their slot lives, or speed in the form would win. */
function drawOf({ expected }: Written): Pick<Sale, "admission" | "expected" | "reserve"> {
  return { admission: "draw", reserve: true, ...(expected === undefined ? {} : { expected }) };
}

function offerOf({ title, price, currency, shipping, payment, terms }: Written): Offer {
  return { title, price, currency, shipping, payment, terms };
}
