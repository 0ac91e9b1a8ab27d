/** What the built site weighs: bytes that a phone takes, measured on the files that the CDN serves. */
import { readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { brotliCompressSync, constants } from "node:zlib";
import { shell } from "../../../edge/contract.ts";
import { Refusal } from "../refusal.ts";

/** Bytes on the wire, without headers. */
export interface Sizes {
  /** The product page, as brotli. */
  page: number;
  /** What the page needs at its first load: how many requests, and their bytes. */
  files: { requests: number; bytes: number };
  /** The pictures among them. */
  pictures: { requests: number; bytes: number };
  /** The page that says that it is over. */
  ended: number;
  /** Pages that the Worker fills in. */
  form: number;
  receipt: number;
}

/** What a content delivery network compresses with, for each answer anew. */
const QUALITY = 4;

export async function measureSite(site: string, sale: string): Promise<Sizes> {
  const path = join(site, "sales", `${sale}.html`);
  const html = await readFile(path, "utf8").catch(() => {
    throw new Refusal(`the built site has no page for ${sale}; build it: npm run build`);
  });
  const files = filesOf(html);
  return {
    page: compressed(html),
    files: await weigh(site, [...files.pictures, ...files.others]),
    pictures: await weigh(site, files.pictures),
    ended: await page(join(site, "sales", sale, "ended.html")),
    form: await page(join(site, `${shell.form(sale)}.html`)),
    receipt: await page(join(site, `${shell.receipt(sale)}.html`)),
  };
}

async function page(path: string): Promise<number> {
  return compressed(await readFile(path, "utf8"));
}

function compressed(text: string): number {
  return brotliCompressSync(text, { params: { [constants.BROTLI_PARAM_QUALITY]: QUALITY } }).length;
}

const IS_TEXT = /\.(?:css|js|svg|json|webmanifest)$/;

async function weigh(site: string, paths: string[]) {
  const sizes = await Promise.all(
    paths.map(async (path) => {
      const file = join(site, decodeURI(path));
      if (IS_TEXT.test(path)) return page(file);
      return (await stat(file)).size;
    }),
  );
  return { requests: sizes.length, bytes: sizes.reduce((all, one) => all + one, 0) };
}

// ── Which files a phone loads with a page ───────────────────────────────────────────────────

/** Paths on the same site, each once. */
interface PageFiles {
  pictures: string[];
  /** Style sheets, scripts, the icon. */
  others: string[];
}

/** A phone of today: 390 px wide, three device pixels for each, and it takes AVIF. */
export const PHONE = { width: 390, density: 3 };
const WANTED = PHONE.width * PHONE.density;

/** `html`: as the build writes it. Pictures further down count too: most scroll. */
export function filesOf(html: string): PageFiles {
  const body = html.replace(/<(template|noscript)\b[\s\S]*?<\/\1>/g, "");
  const pictures: string[] = [];
  const rest = body.replace(/<picture\b[\s\S]*?<\/picture>/g, (picture) => {
    pictures.push(...best(picture));
    return "";
  });
  for (const [image] of rest.matchAll(/<img\b[^>]*>/g)) pictures.push(...chosen(image));
  const others = [...rest.matchAll(/<(?:link|script)\b[^>]*>/g)].flatMap(([tag]) => needed(tag));
  return { pictures: own(pictures), others: own(others) };
}

/** The browser takes the first source that it can show. */
function best(picture: string): string[] {
  const sources = [...picture.matchAll(/<source\b[^>]*>/g)].map(([source]) => source);
  const source = sources.find((one) => attribute(one, "media") === undefined);
  const image = /<img\b[^>]*>/.exec(picture)?.[0];
  return chosen(source ?? image ?? "");
}

/** The smallest of a `srcset` that is large enough; without one, the `src`. */
function chosen(tag: string): string[] {
  const set = attribute(tag, "srcset");
  if (set === undefined) return [attribute(tag, "src")].filter((path) => path !== undefined);
  const candidates = set
    .split(",")
    .map((candidate) => candidate.trim().split(/\s+/))
    .map(([path = "", size = "1x"]) => ({ path, width: widthOf(size) }))
    .sort((a, b) => a.width - b.width);
  const fitting = candidates.find(({ width }) => width >= WANTED) ?? candidates.at(-1);
  return fitting ? [fitting.path] : [];
}

/** `640w` is a width; `2x` a density, for a picture of the phone's own width. */
function widthOf(size: string): number {
  const number = Number.parseFloat(size);
  return size.endsWith("x") ? number * PHONE.width : number;
}

const LOADED = /^(?:stylesheet|icon|preload|modulepreload|manifest)$/;

function needed(tag: string): string[] {
  const rel = attribute(tag, "rel");
  if (tag.startsWith("<link") && !(rel !== undefined && LOADED.test(rel))) return [];
  return [attribute(tag, "src") ?? attribute(tag, "href")].filter((path) => path !== undefined);
}

function attribute(tag: string, name: string): string | undefined {
  return new RegExp(`\\s${name}="([^"]*)"`).exec(tag)?.[1]?.replaceAll("&amp;", "&");
}

/** What other sites serve is not ours to count, and `data:` is in the page already. */
function own(paths: string[]): string[] {
  return [...new Set(paths.map((path) => path.replace(/[?#].*$/, "")))].filter((path) =>
    /^\/(?!\/)/.test(path),
  );
}
